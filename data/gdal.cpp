// SPDX-License-Identifier: Apache-2.0
#include "data/gdal.hpp"

#include <mutex>

#include <cpl_conv.h>
#include <cpl_error.h>

#include "data/error.hpp"

namespace beatline::gdal {

void register_drivers() {
    static std::once_flag once;
    std::call_once(once, [] { GDALAllRegister(); });
}

ErrorLog::ErrorLog() {
    CPLPushErrorHandlerEx(&ErrorLog::take, this);
}

ErrorLog::~ErrorLog() {
    CPLPopErrorHandler();
}

void CPL_STDCALL ErrorLog::take(CPLErr severity, CPLErrorNum, const char* text) {
    auto* log = static_cast<ErrorLog*>(CPLGetErrorHandlerUserData());
    if (severity < CE_Failure || log->failed()) return;
    log->failure_ = text != nullptr && *text != '\0' ? text : "no reason given";
    for (char& c : log->failure_)
        if (c == '\n' || c == '\r') c = ' ';
    // A whole SQL statement may stand in the middle; what went wrong stands at the end.
    constexpr std::size_t end = 100;
    if (log->failure_.size() > 3 * end)
        log->failure_.replace(end, log->failure_.size() - 2 * end, " ... ");
}

std::string ErrorLog::reason() const {
    return failed() ? failure_ : "no reason given";
}

void ErrorLog::raise(const std::filesystem::path& file, const std::string& what) const {
    throw FileError{file.string() + ": " + what + ": " + reason()};
}

void ErrorLog::raise_if_failed(const std::filesystem::path& file, const std::string& what) const {
    if (failed()) raise(file, what);
}

Option::Option(std::string key, const char* value) : key_{std::move(key)} {
    if (const char* before = CPLGetThreadLocalConfigOption(key_.c_str(), nullptr)) {
        before_ = before;
        had_before_ = true;
    }
    CPLSetThreadLocalConfigOption(key_.c_str(), value);
}

Option::~Option() {
    CPLSetThreadLocalConfigOption(key_.c_str(), had_before_ ? before_.c_str() : nullptr);
}

GDALDriver& driver(const char* name) {
    register_drivers();
    GDALDriver* found = GetGDALDriverManager()->GetDriverByName(name);
    if (found == nullptr) {
        throw FileError{
            std::string{"GDAL on this machine has no driver \""} + name +
            "\"; install a GDAL built with it (Debian: apt-get install libgdal32), then "
            "run: beatline doctor"};
    }
    return *found;
}

}  // namespace beatline::gdal
