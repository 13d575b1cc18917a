// Reads an analyst's polygon layer as hotspots to plan for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

struct GivenHotspot {
    Polygon outline;  ///< working CRS
    std::optional<std::uint32_t> id;
    std::optional<double> mass;
};

struct GivenHotspots {
    std::vector<GivenHotspot> hotspots;
    std::vector<std::string> warnings;  ///< columns that were there and could not be used
};

/// Polygons of the layer "hotspots" or, when there is none of that name, of the first that has any
/// (GeoPackage, GeoJSON, FlatGeobuf, Shapefile). The columns id and mass count when every hotspot
/// has a good value in them: ids whole, positive and unique, masses 0 or more; else the column is
/// ignored, which a warning says. Of a multi-polygon each part is a hotspot. Throws InputError
/// without any polygon.
[[nodiscard]] GivenHotspots read_hotspots(const std::filesystem::path& file,
                                          const std::string& working_crs);

}  // namespace beatline
