// SPDX-License-Identifier: Apache-2.0
#include "data/machine.hpp"

#include <array>
#include <date/tz.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <optional>

#include <gdal_priv.h>

#include "data/clock.hpp"
#include "data/error.hpp"
#include "data/gdal.hpp"

namespace beatline {
namespace {

struct NeededDriver {
    const char* name;
    const char* use;
};

// GPKG and COG are written by every run; the others are read only when an operation names such a
// file.
constexpr std::array needed_drivers{NeededDriver{"GPKG", "beatline.gpkg cannot be written"},
                                    NeededDriver{"COG", "density.tif cannot be written"},
                                    NeededDriver{"GeoJSON", "GeoJSON layers cannot be read"},
                                    NeededDriver{"ESRI Shapefile", "shapefiles cannot be read"},
                                    NeededDriver{"FlatGeobuf", "FlatGeobuf layers cannot be read"},
                                    NeededDriver{"XLSX", "workbooks cannot be read"},
                                    NeededDriver{"PostgreSQL", "PostGIS tables cannot be read"}};

Finding driver_finding(const NeededDriver& needed) {
    gdal::register_drivers();
    const bool present = GetGDALDriverManager()->GetDriverByName(needed.name) != nullptr;
    const std::string name = needed.name;
    Finding finding{"GDAL driver " + name, present ? "present" : "missing", "",
                    name == "GPKG" || name == "COG"};
    if (!present) {
        finding.problem =
            std::string{needed.use} +
            ": install a GDAL that has this driver (Debian, Ubuntu: apt-get install libgdal-dev)";
    }
    return finding;
}

Finding british_grid_finding() {
    Finding finding{"British grid (EPSG:4326 to EPSG:27700)", "", "", false};
    try {
        const Projection::Accuracy accuracy = british_grid_accuracy();
        finding.found =
            fmt::format("{}{}{}", accuracy.operation, accuracy.grid.empty() ? "" : ", grid ",
                        std::filesystem::path{accuracy.grid}.filename().string());
        if (accuracy.metres) finding.found += fmt::format(", good to {} m", *accuracy.metres);
        if (!accuracy.grid.empty()) return finding;
    } catch (const Failure& failure) {
        finding.found = "no transformation";
        finding.problem = std::string{failure.what()} + ". ";
    }
    // Measured against OSTN15 over Great Britain: 1.9 m mean, 2.9 m at the 95th percentile.
    finding.problem +=
        "the OSTN15 grid is not found, so longitude and latitude fall about 1.9 m (5 % of them "
        "more "
        "than 2.9 m) from their true place on the British grid: put "
        "uk_os_OSTN15_NTv2_OSGBtoETRS.tif into data/grid, or name its folder in BEATLINE_GRIDS";
    return finding;
}

/// Two o'clock in London is 13:00 UTC in summer and 14:00 UTC in winter.
Finding time_zone_finding() {
    Finding finding{"Time zone Europe/London", "", "", true};
    finding.found = "database " + time_zone_version();
    try {
        const TimeZone london{"Europe/London"};
        using namespace std::chrono;
        const Seconds two{hours{14}};
        const bool summer = london.at({2025, 7, 1}, two).instant == sys_days{2025y / 7 / 1} + 13h;
        const bool winter = london.at({2025, 12, 1}, two).instant == sys_days{2025y / 12 / 1} + 14h;
        if (summer && winter) return finding;
        finding.problem = "its summer time is wrong, and so would be every shift";
    } catch (const Failure& failure) {
        finding.problem = failure.what();
    }
    finding.problem += ": install tzdata (Debian, Ubuntu: apt-get install tzdata)";
    return finding;
}

}  // namespace

Projection::Accuracy british_grid_accuracy() {
    return Projection{"EPSG:4326", "EPSG:27700"}.accuracy();
}

std::string time_zone_version() {
    std::string version;
    try {
        version = date::get_tzdb().version;
    } catch (const std::runtime_error&) {
        return "unknown";  // no database at all; the Europe/London check says what to do
    }
    if (!version.empty() && version != "unknown") return version;
    // Debian ships no version file, but the compiled source begins with "# version 2025b".
    std::ifstream source{"/usr/share/zoneinfo/tzdata.zi"};
    std::string hash;
    std::string word;
    if (source >> hash >> word >> version && hash == "#" && word == "version") return version;
    return "unknown";
}

std::vector<std::string> processor_features() {
    std::vector<std::string> found;
#if defined(__x86_64__) && defined(__GNUC__)
    if (__builtin_cpu_supports("avx2")) found.emplace_back("avx2");
    if (__builtin_cpu_supports("avx512f")) found.emplace_back("avx512f");
#endif
    return found;
}

std::vector<Finding> examine_machine() {
    std::vector<Finding> findings;
    findings.reserve(needed_drivers.size() + 2);
    for (const NeededDriver& needed : needed_drivers) findings.push_back(driver_finding(needed));
    findings.push_back(british_grid_finding());
    findings.push_back(time_zone_finding());
    return findings;
}

}  // namespace beatline
