// Gi* with false discovery rates on a county's cells, beside the double loop.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>
#include <oneapi/tbb/global_control.h>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "geo/false_discovery.hpp"
#include "geo/gi_star.hpp"

namespace {

using namespace beatline;

constexpr std::size_t cols = 1280;
constexpr std::size_t rows = 960;

/// Half a million events, most of them in clusters.
const std::vector<double>& counts() {
    static const std::vector<double> cells = [] {
        std::vector<double> sums(cols * rows, 0.0);
        std::mt19937_64 rng{1};
        std::normal_distribution<double> normal{0.0, 12.0};
        for (int i = 0; i < 500'000; ++i) {
            const auto centre = static_cast<double>(rng() % 200);
            double x = 20.0 + std::fmod(centre * 631.0, 1240.0) + normal(rng);
            double y = 20.0 + std::fmod(centre * 277.0, 920.0) + normal(rng);
            if (i % 5 == 0) {
                x = static_cast<double>(rng() % cols);
                y = static_cast<double>(rng() % rows);
            }
            if (x < 0.0 || y < 0.0 || x >= cols || y >= rows) continue;
            sums[static_cast<std::size_t>(y) * cols + static_cast<std::size_t>(x)] += 1.0;
        }
        return sums;
    }();
    return cells;
}

void run(benchmark::State& state, Neighbourhood shape) {
    const oneapi::tbb::global_control limit{oneapi::tbb::global_control::max_allowed_parallelism,
                                            static_cast<std::size_t>(state.range(1))};
    const auto reach = static_cast<double>(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(gi_star(counts(), cols, {}, {shape, reach}));
    state.counters["cells"] = static_cast<double>(counts().size());
}

void gi_star_squares(benchmark::State& state) {
    run(state, Neighbourhood::square);
}
void gi_star_discs(benchmark::State& state) {
    run(state, Neighbourhood::disc);
}
BENCHMARK(gi_star_squares)
    ->ArgsProduct({{1, 5, 20}, {1, 2}})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(gi_star_discs)
    ->ArgsProduct({{1, 5, 20}, {1, 2}})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// Each cell sums its square by itself; the same false discovery rates.
void gi_star_double_loop(benchmark::State& state) {
    const auto reach = static_cast<std::ptrdiff_t>(state.range(0));
    const std::vector<double>& x = counts();
    const auto n = static_cast<double>(x.size());
    for (auto _ : state) {
        double sum = 0.0;
        double squares = 0.0;
        for (const double v : x) {
            sum += v;
            squares += v * v;
        }
        const double mean = sum / n;
        const double s = std::sqrt(squares / n - mean * mean);
        std::vector<double> p(x.size());
        for (std::ptrdiff_t r = 0; r < static_cast<std::ptrdiff_t>(rows); ++r) {
            for (std::ptrdiff_t c = 0; c < static_cast<std::ptrdiff_t>(cols); ++c) {
                double held = 0.0;
                double w = 0.0;
                for (std::ptrdiff_t dy = -reach; dy <= reach; ++dy) {
                    for (std::ptrdiff_t dx = -reach; dx <= reach; ++dx) {
                        if (r + dy < 0 || c + dx < 0 ||
                            r + dy >= static_cast<std::ptrdiff_t>(rows) ||
                            c + dx >= static_cast<std::ptrdiff_t>(cols))
                            continue;
                        held += x[static_cast<std::size_t>(r + dy) * cols +
                                  static_cast<std::size_t>(c + dx)];
                        w += 1.0;
                    }
                }
                const double z = (held - w * mean) / (s * std::sqrt((n * w - w * w) / (n - 1.0)));
                p[static_cast<std::size_t>(r) * cols + static_cast<std::size_t>(c)] =
                    std::erfc(std::abs(z) / std::numbers::sqrt2);
            }
        }
        benchmark::DoNotOptimize(false_discovery_rates(p));
    }
}
BENCHMARK(gi_star_double_loop)->Arg(1)->Arg(5)->Unit(benchmark::kMillisecond);

}  // namespace
