// Density along streets: a grid town of 62,500 junctions, by shortest ways and by equal split.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>
#include <tuple>

#include <benchmark/benchmark.h>

#include "geo/network_density.hpp"

namespace {

using namespace beatline;

struct GridTown {
    StreetGraph graph;
    std::vector<StreetEvent> events;
};

/// `side` x `side` junctions about 115 m apart, of every two neighbours 85 % joined; events evenly
/// along all streets.
GridTown make_town(std::uint32_t side, std::size_t events) {
    std::mt19937_64 rng{7};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    GridTown town;
    std::vector<RoadLink> links;
    std::vector<Point> at;
    for (std::uint32_t i = 0; i < side * side; ++i)
        at.push_back({i % side * 115.0 + 40.0 * unit(rng), i / side * 115.0 + 40.0 * unit(rng)});
    const auto join = [&](std::uint32_t a, std::uint32_t b) {
        if (unit(rng) < 0.852)
            links.push_back({a, b, {at[a], at[b]}, {}, RoadClass::residential, 36.0, 36.0});
    };
    for (std::uint32_t i = 0; i < side * side; ++i) {
        if (i % side + 1 < side) join(i, i + 1);
        if (i + side < side * side) join(i, i + side);
    }
    town.graph = join_streets(build_road_network(links, {}).network);
    for (std::size_t i = 0; i < events; ++i) {
        const auto street =
            static_cast<StreetId>(unit(rng) * static_cast<double>(town.graph.ends.size()));
        town.events.push_back({street, unit(rng) * town.graph.length_m[street], 1.0});
    }
    std::ranges::sort(town.events, {}, [](const StreetEvent& e) {
        return std::tuple{e.street, e.along_m};
    });
    return town;
}

void network_density_of(benchmark::State& state, NetworkSpread spread) {
    static const GridTown town = make_town(250, 300'000);
    const NetworkDensityParams params{Kernel::quartic, Metres{static_cast<double>(state.range(0))},
                                      spread, 10_m};
    for (auto _ : state) benchmark::DoNotOptimize(network_density(town.graph, town.events, params));
}
void network_shortest(benchmark::State& state) {
    network_density_of(state, NetworkSpread::simple);
}
void network_split(benchmark::State& state) {
    network_density_of(state, NetworkSpread::split);
}
void network_continuous(benchmark::State& state) {
    network_density_of(state, NetworkSpread::continuous);
}
// The process's time: threads share the work.
BENCHMARK(network_shortest)
    ->Arg(300)
    ->Arg(1000)
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(network_split)
    ->Arg(300)
    ->Arg(1000)
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(network_continuous)
    ->Arg(300)
    ->Arg(1000)
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
