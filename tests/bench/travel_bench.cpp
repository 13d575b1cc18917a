// Travel times on the roads of Bath: the product against Boost.Graph's Dijkstra on the same graph.
// SPDX-License-Identifier: Apache-2.0
#include <oneapi/tbb/global_control.h>

#include <benchmark/benchmark.h>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "data/read_roads.hpp"
#include "planner/travel.hpp"

namespace {

using namespace beatline;

const RoadNetwork& bath() {
    static const RoadNetwork network =
        read_roads({BEATLINE_SOURCE_DIR "/data/sample/bath/roads.geojson.gz", "roads", "EPSG:27700",
                    TravelMode::car})
            .network;
    return network;
}

/// Every k-th street's start.
std::vector<RoadPosition> places(std::size_t n) {
    const RoadNetwork& network = bath();
    std::vector<RoadPosition> chosen;
    for (std::size_t i = 0; i < n; ++i) {
        const auto street = static_cast<StreetId>(i * network.streets.size() / n);
        chosen.push_back({street, Metres{0}, network.line_of(street).front(), Metres{0}});
    }
    return chosen;
}

void matrix_one_thread(benchmark::State& state) {
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    const auto wanted = places(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(travel_times(bath(), wanted));
}
BENCHMARK(matrix_one_thread)->Arg(100)->Arg(300)->Unit(benchmark::kMillisecond);

void boost_dijkstra_per_place(benchmark::State& state) {
    using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property,
                                                     std::uint32_t, std::uint32_t, std::uint32_t>;
    const RoadNetwork& network = bath();
    std::vector<std::pair<NodeId, NodeId>> edges;
    std::vector<std::uint32_t> times;
    for (const RoadArc& arc : network.arcs) {
        edges.emplace_back(arc.from, arc.to);
        times.push_back(arc.drive_ms);
    }
    const Graph graph{boost::edges_are_sorted, edges.begin(), edges.end(), times.begin(),
                      static_cast<std::uint32_t>(network.nodes.size())};
    std::vector<std::uint32_t> distance(network.nodes.size());
    const auto wanted = places(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        for (const RoadPosition& place : wanted) {
            const NodeId from = network.arcs[network.arcs_of(place.street).front()].from;
            boost::dijkstra_shortest_paths(
                graph, from,
                boost::weight_map(get(boost::edge_bundle, graph))
                    .distance_map(boost::make_iterator_property_map(
                        distance.begin(), get(boost::vertex_index, graph))));
            benchmark::DoNotOptimize(distance.data());
        }
    }
}
BENCHMARK(boost_dijkstra_per_place)->Arg(100)->Arg(300)->Unit(benchmark::kMillisecond);

}  // namespace
