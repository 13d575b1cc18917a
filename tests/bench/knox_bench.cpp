// The Knox test beside the plain loop that works every pair and date out again each time.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <benchmark/benchmark.h>

#include "geo/knox.hpp"
#include "geo/rng.hpp"

namespace {

using namespace beatline;

struct Burglaries {
    std::vector<Point> at;
    std::vector<std::int32_t> day;
};

/// 5,364 events of five years, as many as Portland's burglaries of methods-density's anchor: half
/// around 60 centres, half anywhere in 20 x 20 km.
const Burglaries& burglaries() {
    static const Burglaries made = [] {
        Rng rng{7};
        Burglaries b;
        std::vector<Point> centres;
        for (int c = 0; c < 60; ++c)
            centres.push_back({rng.unit() * 20'000.0, rng.unit() * 20'000.0});
        for (int i = 0; i < 5364; ++i) {
            Point at{rng.unit() * 20'000.0, rng.unit() * 20'000.0};
            if (i % 2 == 0) {
                const Point centre = centres[rng.below(60)];
                const double far = 700.0 * std::sqrt(-2.0 * std::log(1.0 - rng.unit()));
                const double turn = 6.283185307179586 * rng.unit();
                at = {centre.x + far * std::cos(turn), centre.y + far * std::sin(turn)};
            }
            b.at.push_back(at);
            b.day.push_back(static_cast<std::int32_t>(rng.below(1826)));
        }
        return b;
    }();
    return made;
}

void knox(benchmark::State& state) {
    const Burglaries& b = burglaries();
    KnoxParams params;
    params.simulations = static_cast<std::uint32_t>(state.range(0));
    std::uint64_t near = 0;
    for (auto _ : state) {
        const KnoxTable table = knox_test(b.at, b.day, params);
        near = table.near;
        benchmark::DoNotOptimize(table.cells.data());
    }
    state.counters["pairs"] = static_cast<double>(near);
}

/// All pairs, their distance and delay, and the bands of both by search, for every permutation.
void knox_plain(benchmark::State& state) {
    const Burglaries& b = burglaries();
    const KnoxParams params;
    const auto band = [](const std::vector<double>& edges, double value) {
        return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), value) -
                                        edges.begin());
    };
    for (auto _ : state) {
        std::vector<std::int32_t> day = b.day;
        Rng rng{1};
        for (std::int64_t r = 0; r < state.range(0); ++r) {
            std::vector<std::uint64_t> cells(11 * 12, 0);
            for (std::size_t i = 0; i < day.size(); ++i) {
                for (std::size_t j = i + 1; j < day.size(); ++j) {
                    const double far = std::hypot(b.at[i].x - b.at[j].x, b.at[i].y - b.at[j].y);
                    ++cells[band(params.distance_m, far) * 12 +
                            band(params.days, std::abs(day[i] - day[j]))];
                }
            }
            benchmark::DoNotOptimize(cells.data());
            for (std::size_t i = day.size(); i > 1; --i)
                std::swap(day[i - 1], day[rng.below(static_cast<std::uint32_t>(i))]);
        }
    }
}

BENCHMARK(knox)
    ->Name("knox/shuffles")
    ->Arg(999)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK(knox_plain)
    ->Name("knox/plain_shuffles")
    ->Arg(3)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

}  // namespace
