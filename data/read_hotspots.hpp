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

/// Polygons of the first polygon layer (GeoPackage, GeoJSON, FlatGeobuf, Shapefile; in a GeoPackage
/// the layer "hotspots" if there is one), with its columns id and mass where they hold what they
/// should: ids whole, positive and unique, masses 0 or more; otherwise all of that column is
/// ignored. Of a multi-polygon each part is a hotspot. Throws InputError without any polygon.
[[nodiscard]] std::vector<GivenHotspot> read_hotspots(const std::filesystem::path& file,
                                                      const std::string& working_crs);

}  // namespace beatline
