// SPDX-License-Identifier: Apache-2.0
#include "data/gdal.hpp"

#include <mutex>

#include <cpl_conv.h>
#include <cpl_error.h>

#include "data/error.hpp"

namespace beatline::gdal {
namespace {

constexpr const char* no_reason = "no reason given";

}  // namespace

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
    log->failure_ = text != nullptr && *text != '\0' ? text : no_reason;
}

void ErrorLog::reword(const std::string& given, const std::string& shown) {
    if (!given.empty()) rewordings_.push_back({given, shown});
}

void ErrorLog::show_file(const std::filesystem::path& file, const std::string& shown) {
    std::error_code trouble;
    const auto absolute = std::filesystem::absolute(file, trouble);
    for (const auto& whole : {absolute, std::filesystem::weakly_canonical(absolute, trouble)}) {
        const std::string name = whole.string();
        if (name.empty()) continue;
        for (const std::string& given :
             {name, "/vsigzip/" + name, "/vsizip/" + name, "/vsizip/{" + name + "}"})
            reword(given, shown);
        const std::string folder = whole.parent_path().string();
        if (folder == "/") continue;
        reword(folder + "/", "");
        reword(folder, "its folder");
    }
}

std::string ErrorLog::reworded() const {
    std::string text;
    for (std::size_t at = 0; at < failure_.size();) {
        const Rewording* longest = nullptr;
        for (const Rewording& one : rewordings_) {
            if (failure_.compare(at, one.given.size(), one.given) == 0 &&
                (longest == nullptr || one.given.size() > longest->given.size()))
                longest = &one;
        }
        text += longest != nullptr ? longest->shown : std::string(1, failure_[at]);
        at += longest != nullptr ? longest->given.size() : 1;
    }
    return text;
}

std::string ErrorLog::reason() const {
    if (!failed()) return no_reason;
    std::string text = reworded();
    for (char& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    // A whole SQL statement may stand in the middle; what went wrong stands at the end.
    constexpr std::size_t end = 100;
    if (text.size() <= 3 * end) return text;
    const auto letter_before = [&](std::size_t at) {
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
        return at;
    };
    const std::size_t from = letter_before(end);
    return text.replace(from, letter_before(text.size() - end) - from, " ... ");
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
