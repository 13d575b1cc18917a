// What a road reader hands to the builder of the network: links, turn bans, and what became of
// the features.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "data/read_roads.hpp"

namespace beatline {

struct RoadLinks {
    std::vector<RoadLink> links;
    std::vector<TurnBan> bans;
    std::uint64_t features_read{0};
    std::uint64_t features_used{0};
    std::map<std::string, std::uint64_t> features_left_out;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
};

/// How libosmium is to be told what a file holds: "pbf", "osm", "osm.gz", "osm.bz2".
[[nodiscard]] RoadLinks read_osm_links(const RoadSource& source, const std::string& format);

/// `packed`: the layer is gzip'd GeoJSON or a zipped Shapefile.
enum class LayerPacking : std::uint8_t { none, gzip, zip };
[[nodiscard]] RoadLinks read_layer_links(const RoadSource& source, LayerPacking packing);

/// Throws InputError unless an OSM PBF file is a sequence of whole blobs of sane size. libosmium
/// takes some files that end early for complete ones.
void check_pbf_blobs(const RoadSource& source);

}  // namespace beatline
