// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/density_jobs.hpp"

#include <cmath>
#include <fmt/format.h>
#include <map>
#include <oneapi/tbb/global_control.h>

#include <benchmark/benchmark.h>

#include "geo/density.hpp"

#include "tests/bench/baselines.hpp"
#include "tests/bench/clustered_points.hpp"

namespace beatline::bench {

namespace {

constexpr std::size_t million = 1'000'000;

struct Job {
    std::size_t points;
    std::size_t cols;
    double bandwidth_m;

    [[nodiscard]] std::string name() const {
        return fmt::format("{}/{}/{}", points, cols, bandwidth_m);
    }
    [[nodiscard]] GridSpec spec() const { return clustered_grid(cols); }
};

/// Compact kernels: those set against SLAM, then 128 and 400 cells.
constexpr Job compact[] = {{million, 1280, 500}, {million, 2560, 500},  {million, 2560, 1000},
                           {100'000, 1280, 500}, {100'000, 2560, 1000}, {million, 2560, 3000},
                           {million, 2560, 9375}};
constexpr std::size_t against_slam = 5;

/// Gaussian: a standard deviation of 2.7, 21 and 43 cells.
constexpr Job gaussian[] = {
    {million, 2560, 63.28125}, {million, 2560, 492.1875}, {million, 2560, 1007.8125}};

const std::vector<WeightedPoint>& points_of(const Job& job) {
    static std::map<std::size_t, std::vector<WeightedPoint>> made;
    auto& points = made[job.points];
    if (points.empty()) points = clustered_points(job.points);
    return points;
}

/// CPU time of the whole process: whichever thread the work is done on.
template <class Body>
auto* add(const std::string& name, const Body& body) {
    return benchmark::RegisterBenchmark(name.c_str(), body)
        ->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()
        ->UseRealTime();
}

void measure_density(benchmark::State& state, const Job& job, Kernel kernel, DensityMethod method,
                     std::size_t threads) {
    const tbb::global_control limit{tbb::global_control::max_allowed_parallelism, threads};
    const auto& points = points_of(job);
    const DensityParams params{kernel, Metres{job.bandwidth_m}, nullptr, method};
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<WeightedPoint> own = points;  // which the density takes over
        state.ResumeTiming();
        benchmark::DoNotOptimize(estimate_density(std::move(own), job.spec(), params));
    }
}

void add_density(const Job& job, Kernel kernel, DensityMethod method) {
    if (!can_compute(method, kernel)) return;
    add(fmt::format("density/{}/{}/{}", job.name(), name_of(kernel), name_of(method)),
        [=](benchmark::State& state) { measure_density(state, job, kernel, method, 1); });
}

template <class Method>
void add_baseline(std::string_view name, const Job& job, const Method& method) {
    add(fmt::format("{}/{}", name, job.name()), [=](benchmark::State& state) {
        const auto& points = points_of(job);
        for (auto _ : state)
            benchmark::DoNotOptimize(method(points, job.spec(), Metres{job.bandwidth_m}));
    });
}

void add_compact() {
    for (const Job& job : compact) {
        for (const DensityMethod method : all_density_methods)
            add_density(job, Kernel::quartic, method);
        add_baseline("banded_sweep", job, banded_sweep);
    }
    for (const Job& job : std::span{compact}.first(against_slam)) {
        add_baseline("slam_bucket_sweep", job, slam_bucket_sweep);
        add_baseline("plain_box_loop", job, [](const auto& points, const auto& spec, Metres h) {
            return plain_box_loop(points, spec, Kernel::quartic, h);
        });
    }
    for (const Kernel kernel : all_kernels) {
        if (kernel == Kernel::quartic) continue;
        for (const DensityMethod method : all_density_methods)
            add_density(compact[0], kernel, method);
    }
    for (const std::size_t threads : {1U, 2U}) {
        add(fmt::format("density_threads/{}/{}", threads, compact[0].name()),
            [=](benchmark::State& state) {
                measure_density(state, compact[0], Kernel::quartic, DensityMethod::automatic,
                                threads);
            });
    }
}

template <class Real>
void measure_fft_pair(benchmark::State& state, std::size_t rows, std::size_t cols) {
    const std::vector<Real> values(rows * cols, Real{1});
    for (auto _ : state)
        benchmark::DoNotOptimize(fft_inverse(fft_forward(values, rows, cols), rows, cols));
}

/// The transforms on the grid padded by as much as the kernel needs to fall to 1e-5.
void add_gaussian() {
    for (const Job& job : gaussian) {
        add_density(job, Kernel::gaussian, DensityMethod::automatic);
        add_density(job, Kernel::gaussian, DensityMethod::fft);
        const GridSpec spec = job.spec();
        const double cells = job.bandwidth_m / spec.cell.value * std::sqrt(2.0 * std::log(1e5));
        const std::size_t rows = padded_length(spec.rows, static_cast<std::size_t>(cells));
        const std::size_t cols = padded_length(spec.cols, static_cast<std::size_t>(cells));
        const std::string size = fmt::format("fft_pair/{}/{}", rows, cols);
        add(size + "/float",
            [=](benchmark::State& state) { measure_fft_pair<float>(state, rows, cols); });
        add(size + "/double",
            [=](benchmark::State& state) { measure_fft_pair<double>(state, rows, cols); });
    }
}

void add_growth() {
    for (const Kernel kernel : all_kernels) {
        for (const std::size_t points : {10'000U, 100'000U, 1'000'000U}) {
            for (const double cells : {4.0, 16.0, 64.0}) {
                const Job job{points, 1280, cells * 46.875};
                add(fmt::format("density_growth/{}/{}", job.name(), name_of(kernel)),
                    [=](benchmark::State& state) {
                        measure_density(state, job, kernel, DensityMethod::automatic, 1);
                    });
            }
        }
    }
}

}  // namespace

void register_density_jobs() {
    add_compact();
    add_gaussian();
    add_growth();
}

}  // namespace beatline::bench
