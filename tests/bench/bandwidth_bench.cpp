// Scores of forty bandwidths, beside a density field asked once for each of them.
// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "geo/bandwidth_diggle.hpp"
#include "geo/bandwidth_likelihood.hpp"
#include "geo/density_at.hpp"

#include "tests/bench/clustered_points.hpp"

namespace beatline {
namespace {

constexpr Metres most{1000};

LikelihoodRules forty_bandwidths() {
    LikelihoodRules rules;
    rules.ladder = bandwidth_ladder(Metres{50}, most, 40);
    rules.even_area = SquareMetres{2.7e9};
    return rules;
}

void BM_bandwidth_likelihood(benchmark::State& state) {
    const auto points = bench::clustered_points(static_cast<std::size_t>(state.range(0)));
    const LikelihoodRules rules = forty_bandwidths();
    for (auto _ : state) benchmark::DoNotOptimize(leave_one_out_scores(points, rules));
}
BENCHMARK(BM_bandwidth_likelihood)
    ->Arg(28'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

/// The plain way: a function of the density, asked at every point, anew for each bandwidth.
void BM_bandwidth_one_by_one(benchmark::State& state) {
    const auto points = bench::clustered_points(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        double sum = 0.0;
        for (const Metres h : forty_bandwidths().ladder) {
            const DensityField field{points, {Kernel::quartic, h}};
            for (const WeightedPoint& p : points) sum += field.at(p.at).per_km2;
        }
        benchmark::DoNotOptimize(sum);
    }
}
BENCHMARK(BM_bandwidth_one_by_one)
    ->Arg(28'000)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();

void BM_bandwidth_diggle(benchmark::State& state) {
    const auto points = bench::clustered_points(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(diggle_bandwidth(points, {Metres{350}, 512, {}}));
}
BENCHMARK(BM_bandwidth_diggle)->Arg(28'000)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

}  // namespace
}  // namespace beatline
