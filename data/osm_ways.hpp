// The ways of an OSM file that a mode may use, with the places of their nodes: two passes over
// the file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "data/osm_restrictions.hpp"
#include "data/road_rules.hpp"

namespace beatline {

/// A way that may be used. Its nodes are numbers into OsmWays' node arrays.
struct OsmWay {
    std::int64_t id{0};
    RoadUse use;
    std::size_t first_node{0};
    std::size_t node_count{0};
};

struct OsmWays {
    std::vector<OsmWay> ways;              ///< by id
    std::vector<std::uint32_t> way_nodes;  ///< node numbers, way after way
    std::vector<std::int64_t> node_ids;    ///< by id; a node's number is its place here
    std::vector<Point> places;  ///< working CRS; NaN when unknown or beyond the CRS's reach
    std::vector<bool> missing;  ///< the file does not hold the node
    std::vector<bool> barrier;  ///< stops the mode
    std::vector<OsmRestriction> restrictions;
    std::uint64_t ways_read{0};
    std::map<std::string, std::uint64_t> left_out;
    std::uint64_t by_the_clock{0};  ///< ways with a rule for some hours, not applied
    RestrictionCounts restriction_counts;

    [[nodiscard]] std::span<const std::uint32_t> nodes_of(const OsmWay& way) const {
        return std::span{way_nodes}.subspan(way.first_node, way.node_count);
    }
};

/// Throws InputError for what libosmium cannot read.
[[nodiscard]] OsmWays read_osm_ways(const RoadSource& source, const std::string& format);

}  // namespace beatline
