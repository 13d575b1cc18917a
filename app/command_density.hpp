// `beatline density`: the kernel density of points in a CSV file, as a GeoTIFF.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace beatline {

struct DensityOptions {
    std::filesystem::path points;  ///< CSV
    std::string x;                 ///< column with the easting
    std::string y;                 ///< column with the northing
    std::string weight;            ///< column; empty: every point weighs 1
    std::string by;                ///< column; not empty: a band for each of its values
    std::string crs;               ///< of the points and of the raster; in metres
    std::string extent;            ///< "XMIN,YMIN,XMAX,YMAX"; empty: where the density is not zero
    double cell{25.0};             ///< metres
    std::string kernel{"quartic"};
    std::string bandwidth;  ///< metres, or the rule that chooses them
    std::string like;       ///< "qgis", "grass" or "spatstat": bandwidth and unit as they mean it
    std::string method{"auto"};
    bool adaptive{false};                 ///< a bandwidth for each point, by Abramson's rule
    std::size_t nearest{0};               ///< not 0: by the distance to so many other places
    std::string edge_correction{"none"};  ///< "none", "uniform" or "diggle"
    std::filesystem::path area;           ///< polygons; empty: none
    std::filesystem::path output;
    bool overwrite{false};
    bool quiet{false};
    bool json{false};    ///< a summary on standard output
    bool strict{false};  ///< rejected rows end with exit code 3
};

/// Cell (i, j) of the raster covers exactly the extent in steps of the cell. Rows that cannot be
/// used are counted by reason on standard error. Throws UsageError for options that do not fit,
/// InputError when no row is left, LimitError for a grid too large to be meant. Returns the exit
/// code.
[[nodiscard]] int density_command(const DensityOptions& options);

}  // namespace beatline
