// Reads roads from OSM PBF or from any line layer into a routable network in the working CRS.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "geo/road_network.hpp"

namespace beatline {

enum class TravelMode : std::uint8_t { car, foot };

struct RoadSource {
    std::filesystem::path path;
    std::string shown_path;
    std::string working_crs{"EPSG:27700"};
    TravelMode mode{TravelMode::car};
};

struct RoadReading {
    RoadNetwork network;
    RoadReport report;
    std::uint64_t features_read{0};
    std::uint64_t features_used{0};  ///< drivable (or walkable) ways or lines
    std::map<std::string, std::uint64_t>
        features_left_out;  ///< by reason: not_a_road, no_access, bad_geometry, ...
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
};

/// By content, not by name: OSM PBF by libosmium, otherwise GDAL with an allow-list of drivers
/// (GeoPackage, GeoJSON, FlatGeobuf, Shapefile); gzip'd GeoJSON too. Throws FileError (cannot be
/// read), InputError (not a road file, truncated, empty, no road of the mode in it).
[[nodiscard]] RoadReading read_roads(const RoadSource& source);

}  // namespace beatline
