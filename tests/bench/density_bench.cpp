// Density: the product against the definition, and the machine's limit beside them.
// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <oneapi/tbb/global_control.h>

#include <benchmark/benchmark.h>

#include "geo/density.hpp"

#include "tests/bench/baselines.hpp"
#include "tests/bench/clustered_points.hpp"

namespace {

using namespace beatline;

constexpr DensityParams quartic_500m{Kernel::quartic, Metres{500}};

void plain_double_loop(benchmark::State& state) {
    const auto points = bench::clustered_points(static_cast<std::size_t>(state.range(0)));
    const GridSpec spec = bench::clustered_grid(static_cast<std::size_t>(state.range(1)));
    for (auto _ : state)
        benchmark::DoNotOptimize(
            bench::plain_full_loop(points, spec, quartic_500m.kernel, quartic_500m.bandwidth));
}
BENCHMARK(plain_double_loop)->Args({1'000, 320})->Unit(benchmark::kMillisecond);

void density(benchmark::State& state) {
    const auto points = bench::clustered_points(static_cast<std::size_t>(state.range(0)));
    const GridSpec spec = bench::clustered_grid(static_cast<std::size_t>(state.range(1)));
    for (auto _ : state) benchmark::DoNotOptimize(estimate_density(points, spec, quartic_500m));
}

void density_one_thread(benchmark::State& state) {
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    density(state);
}
BENCHMARK(density_one_thread)
    ->Args({1'000, 320})
    ->Args({100'000, 1280})
    ->Args({1'000'000, 1280})
    ->Unit(benchmark::kMillisecond);

void density_all_threads(benchmark::State& state) {
    density(state);
}
BENCHMARK(density_all_threads)
    ->Args({1'000'000, 1280})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// Bytes read and bytes written together: what a surface's bytes are held against.
void memory_copy(benchmark::State& state) {
    constexpr std::size_t bytes = std::size_t{256} << 20U;  // far beyond any cache
    const std::vector<char> from(bytes, 1);
    std::vector<char> to(bytes);
    for (auto _ : state) {
        std::memcpy(to.data(), from.data(), bytes);
        benchmark::DoNotOptimize(to.data());
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() * std::int64_t{2 * bytes});
}
BENCHMARK(memory_copy)->Unit(benchmark::kMillisecond);

}  // namespace
