// Reads a background: polygons (census zones, beats) and the column that counts what lives there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "geo/zone.hpp"

namespace beatline {

struct BackgroundSource {
    std::filesystem::path path;
    std::string shown_path;  ///< names the file in messages; empty: its published name
    std::string column;      ///< how much each polygon holds, a number of 0 or more
    std::string layer;       ///< empty: the first that has polygons and the column
};

struct Background {
    std::vector<Zone> zones;  ///< in the file's order; every one holds more than nothing
    double total{0.0};        ///< the sum of their amounts
    std::size_t empty{0};     ///< polygons of amount 0 or without a value, which are left out
    std::vector<std::string> warnings;
};

/// The polygons of a GeoPackage, GeoJSON (plain or gzip'd), Shapefile or FlatGeobuf in the working
/// CRS. A value may be a number or a text that is one; polygons without a value are counted and
/// warned of. Throws FileError when the file cannot be read; InputError when it is of no allowed
/// format, has no such layer or column (naming those it has), holds a value that is negative, not
/// finite or no number (naming the feature), or nothing but empty polygons.
[[nodiscard]] Background read_background(const BackgroundSource& source,
                                         const std::string& working_crs);

}  // namespace beatline
