// GDAL behind one door: registration, its errors as text, its options and handles with an owner.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: GDAL's types stop here.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gdal_priv.h>

namespace beatline::gdal {

/// Registers the drivers once; may be called from anywhere, any number of times.
void register_drivers();

/// Collects what GDAL and PROJ report on this thread while it lives, instead of printing it.
class ErrorLog {
public:
    ErrorLog();
    ~ErrorLog();
    ErrorLog(const ErrorLog&) = delete;
    ErrorLog& operator=(const ErrorLog&) = delete;

    /// Reasons say `shown` wherever GDAL says `given`; of two that begin alike, the longer one.
    void reword(const std::string& given, const std::string& shown);
    /// Reasons name the file as `shown`, whichever of GDAL's file systems it is read through, and
    /// files beside it without their folder.
    void show_file(const std::filesystem::path& file, const std::string& shown);

    [[nodiscard]] bool failed() const { return !failure_.empty(); }
    /// The first failure in one line, reworded and then cut to a readable length, or "no reason
    /// given".
    [[nodiscard]] std::string reason() const;
    /// Throws FileError "<file>: <what>: <reason>".
    [[noreturn]] void raise(const std::filesystem::path& file, const std::string& what) const;
    /// The same, if anything has failed so far. A writer calls it after closing: late errors count.
    void raise_if_failed(const std::filesystem::path& file, const std::string& what) const;

private:
    static void CPL_STDCALL take(CPLErr severity, CPLErrorNum number, const char* text);

    struct Rewording {
        std::string given, shown;
    };

    [[nodiscard]] std::string reworded() const;

    std::string failure_;  // as GDAL says it
    std::vector<Rewording> rewordings_;
};

/// A GDAL configuration option of this thread, put back at the end of the scope.
class Option {
public:
    Option(std::string key, const char* value);
    ~Option();
    Option(const Option&) = delete;
    Option& operator=(const Option&) = delete;

private:
    std::string key_;
    std::string before_;
    bool had_before_{false};
};

/// What GDAL stamps files with instead of the time of day, so that the same layers give the same
/// bytes.
inline constexpr const char* fixed_date = "2000-01-01T00:00:00.000Z";

struct CloseDataset {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

/// The driver, or FileError that says which GDAL package lacks it.
[[nodiscard]] GDALDriver& driver(const char* name);

}  // namespace beatline::gdal
