// SPDX-License-Identifier: Apache-2.0
#include "geo/street_graph.hpp"

#include <algorithm>
#include <numeric>

#include "geo/near_junctions.hpp"

namespace beatline {

namespace {

/// Nodes at one place are one junction: per node its junction, in the order of the places.
std::vector<Junction> merge_nodes(const RoadNetwork& network, std::vector<Point>& junctions) {
    std::vector<NodeId> order(network.nodes.size());
    std::iota(order.begin(), order.end(), NodeId{0});
    std::ranges::sort(order, [&](NodeId a, NodeId b) {
        return network.nodes[a] != network.nodes[b] ? network.nodes[a] < network.nodes[b] : a < b;
    });
    std::vector<Junction> junction_of(network.nodes.size());
    for (const NodeId node : order) {
        if (junctions.empty() || junctions.back() != network.nodes[node])
            junctions.push_back(network.nodes[node]);
        junction_of[node] = static_cast<Junction>(junctions.size() - 1);
    }
    return junction_of;
}

}  // namespace

StreetGraph join_streets(const RoadNetwork& network) {
    StreetGraph graph;
    const std::vector<Junction> junction_of = merge_nodes(network, graph.junctions);
    for (StreetId s = 0; s < network.streets.size(); ++s) {
        const RoadArc& arc = network.arcs[network.arcs_of(s).front()];
        const Junction from = junction_of[arc.from];
        const Junction to = junction_of[arc.to];
        graph.ends.push_back(arc.forward ? std::array{from, to} : std::array{to, from});
        graph.length_m.push_back(network.streets[s].length_m);
    }
    graph.first_way.assign(graph.junctions.size() + 1, 0);
    const auto for_each_way = [&](const auto& visit) {
        for (StreetWay way = 0; way < 2 * graph.ends.size(); ++way) {
            if (graph.length_m[way / 2] > 0.0) visit(way);
        }
    };
    for_each_way([&](StreetWay way) { ++graph.first_way[graph.tail(way) + 1]; });
    std::partial_sum(graph.first_way.begin(), graph.first_way.end(), graph.first_way.begin());
    graph.ways.resize(graph.first_way.back());
    std::vector<std::uint32_t> next{graph.first_way};
    for_each_way([&](StreetWay way) { graph.ways[next[graph.tail(way)]++] = way; });
    return graph;
}

std::vector<double> distances_to(const StreetGraph& graph, std::span<const JunctionDistance> to,
                                 Metres limit) {
    NearJunctions search{graph, limit};
    std::vector<double> metres(graph.junctions.size(), NearJunctions::far);
    for (const JunctionDistance& near : search.from(to)) metres[near.junction] = near.metres;
    return metres;
}

}  // namespace beatline
