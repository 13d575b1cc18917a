// Checks the baselines, then measures; or writes the points that density is measured on.
// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cstdio>
#include <string_view>

#include <benchmark/benchmark.h>

#include "tests/bench/baselines.hpp"
#include "tests/bench/clustered_points.hpp"
#include "tests/bench/density_jobs.hpp"

namespace {

/// `beatline_bench points N`: x,y of the clustered points as CSV on standard output, to the
/// millimetre, for other programs to be given the same.
int write_points(std::string_view count) {
    std::size_t n = 0;
    const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), n);
    if (error != std::errc{} || end != count.data() + count.size()) {
        std::fputs("usage: beatline_bench points N\n", stderr);
        return 2;
    }
    std::puts("x,y");
    for (const auto& p : beatline::bench::clustered_points(n))
        std::printf("%.3f,%.3f\n", p.at.x, p.at.y);
    return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view{argv[1]} == "points") return write_points(argv[2]);
    beatline::bench::register_density_jobs();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    const std::string faults = beatline::bench::faults_of_baselines();
    if (!faults.empty()) {
        std::fprintf(stderr, "not measured, because a method does not give the density:\n%s",
                     faults.c_str());
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
