// What holds of every road network that a reader hands over, whatever the file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "data/read_roads.hpp"

#include "tests/fuzz/fuzz.hpp"

namespace beatline::fuzz {

inline void check_network(const RoadNetwork& network) {
    must(!network.nodes.empty() && !network.arcs.empty(), "roads lead somewhere");
    must(network.first_arc.size() == network.nodes.size() + 1, "every node has its row of arcs");
    must(network.first_arc.back() == network.arcs.size(), "every arc is in a row");
    for (const Point p : network.points)
        must(std::isfinite(p.x) && std::isfinite(p.y), "streets lie somewhere");
    for (std::size_t node = 0; node < network.nodes.size(); ++node) {
        for (auto a = network.first_arc[node]; a < network.first_arc[node + 1]; ++a) {
            const RoadArc& arc = network.arcs.at(a);
            must(arc.from == node && arc.to < network.nodes.size(), "arcs join nodes");
            must(arc.drive_ms > 0, "no arc takes no time");
            must(arc.street < network.streets.size(), "arcs run on streets");
        }
    }
    for (const Street& street : network.streets) {
        must(street.point_count >= 2, "a street is a line");
        must(street.first_point + street.point_count <= network.points.size(),
             "and has its points");
        must(street.name < network.names.size(), "and a name");
        must(std::isfinite(street.length_m) && street.length_m >= 0.0, "and a length");
    }
}

inline void check_roads(const RoadReading& roads) {
    std::uint64_t left_out = 0;
    for (const auto& [reason, count] : roads.features_left_out) left_out += count;
    must(roads.features_read == roads.features_used + left_out, "read = used + left out");
    const RoadReport& report = roads.report;
    must(report.links == report.links_kept + report.links_cut_off + report.links_dropped,
         "links = kept + cut off + dropped");
    check_network(roads.network);
}

}  // namespace beatline::fuzz
