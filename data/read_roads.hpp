// Reads roads from OSM PBF or from any line layer into a routable network in the working CRS.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "data/road_layout.hpp"
#include "geo/road_network.hpp"

namespace beatline {

enum class TravelMode : std::uint8_t { car, foot };

/// A place farther than this from every road is on none of them; users may set it up to the
/// largest.
inline constexpr Metres default_snap_limit{500};
inline constexpr Metres largest_snap_limit{5000};

struct RoadSource {
    std::filesystem::path path;
    std::string shown_path;
    std::string working_crs{"EPSG:27700"};
    TravelMode mode{TravelMode::car};
    RoadLayout layout;  ///< of a line layer; OpenStreetMap data have their own
};

struct RoadReading {
    TravelMode mode{TravelMode::car};
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
/// read), InputError (not a road file, truncated, empty, no road of the mode in it), UsageError (a
/// layout that names what the layer has not, or for OpenStreetMap data), LimitError (too large).
[[nodiscard]] RoadReading read_roads(const RoadSource& source);

}  // namespace beatline
