// Density: the product against the definition, a plain double loop over points and cells.
// SPDX-License-Identifier: Apache-2.0
#include <oneapi/tbb/global_control.h>

#include <benchmark/benchmark.h>

#include "geo/density.hpp"

#include "tests/support/random_points.hpp"

namespace {

using namespace beatline;

constexpr DensityParams quartic_500m{Kernel::quartic, Metres{500}};

/// 60 by 45 km.
GridSpec county(std::size_t cols) {
    return {{400'000, 280'000}, Metres{60'000.0 / static_cast<double>(cols)}, cols * 3 / 4, cols};
}

std::vector<WeightedPoint> events(std::int64_t n) {
    return testing::random_points(static_cast<std::size_t>(n), {400'000, 280'000}, 45'000, 1);
}

void plain_double_loop(benchmark::State& state) {
    const auto points = events(state.range(0));
    const GridSpec spec = county(static_cast<std::size_t>(state.range(1)));
    for (auto _ : state) {
        std::vector<double> sums(spec.size());
        for (const WeightedPoint& p : points) {
            for (std::size_t r = 0; r < spec.rows; ++r) {
                for (std::size_t c = 0; c < spec.cols; ++c)
                    sums[r * spec.cols + c] +=
                        p.weight * kernel_density(quartic_500m.kernel,
                                                  distance(p.at, spec.centre(r, c)),
                                                  quartic_500m.bandwidth);
            }
        }
        benchmark::DoNotOptimize(sums.data());
    }
}
BENCHMARK(plain_double_loop)->Args({1'000, 320})->Unit(benchmark::kMillisecond);

void density_one_thread(benchmark::State& state) {
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    const auto points = events(state.range(0));
    const GridSpec spec = county(static_cast<std::size_t>(state.range(1)));
    for (auto _ : state) benchmark::DoNotOptimize(estimate_density(points, spec, quartic_500m));
}
BENCHMARK(density_one_thread)
    ->Args({1'000, 320})
    ->Args({100'000, 1280})
    ->Args({1'000'000, 1280})
    ->Unit(benchmark::kMillisecond);

void density_all_threads(benchmark::State& state) {
    const auto points = events(state.range(0));
    const GridSpec spec = county(static_cast<std::size_t>(state.range(1)));
    for (auto _ : state) benchmark::DoNotOptimize(estimate_density(points, spec, quartic_500m));
}
BENCHMARK(density_all_threads)
    ->Args({1'000'000, 1280})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
