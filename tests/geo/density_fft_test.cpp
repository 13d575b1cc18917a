// SPDX-License-Identifier: Apache-2.0
#include "geo/density_fft.hpp"

#include <cmath>
#include <numeric>
#include <oneapi/tbb/global_control.h>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/density_reference.hpp"
#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::filled_in_pieces;
using testing::moved;
using testing::on_sixteenths;
using testing::random_points;
using testing::reference_density;
using testing::reference_scale;

std::vector<float> surface(std::vector<WeightedPoint> points, const GridSpec& spec,
                           const DensityParams& params) {
    std::vector<float> out(spec.size(), -1.0F);
    fft_density(merge_coincident(std::move(points)), spec, params, out);
    return out;
}

/// The share of what the header allows that the worst cell takes.
double share_of_bound(std::span<const float> values, std::span<const WeightedPoint> points,
                      const GridSpec& spec, const DensityParams& params) {
    const double reach = support_radius(params.kernel, params.bandwidth).value;
    // A node stands for at most this many cells: the kernel reaches over 128 nodes or more.
    const double node = std::max(spec.cell.value, reach / 128.0);
    const auto truth = reference_density(points, spec, params);
    const auto scale = reference_scale(points, spec, params, Metres{reach + 2.0 * node});
    const double bound = fft_error_bound(params.kernel, spec.cell, params.bandwidth);
    double all = 0.0;
    for (const WeightedPoint& p : points) all += p.weight;
    all *= 1e6 * kernel_density(params.kernel, Metres{0.0}, params.bandwidth);
    double worst = 0.0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const double allowed = bound * scale[i] + 1e-14 * all + 1e-7 * truth[i];  // float32 output
        worst = std::max(worst, std::abs(values[i] - truth[i]) / allowed);
    }
    return worst;
}

TEST(FftDensity, StaysWithinItsBoundForRandomConfigurations) {
    std::mt19937_64 rng{17};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    for (int i = 0; i < 120; ++i) {
        const double far = i % 3 == 0 ? 0.0 : i % 3 == 1 ? 4.5e5 : 1e7;
        GridSpec spec{{far * unit(rng), far * unit(rng)}, Metres{1.0 + 99.0 * unit(rng)}, 0, 0};
        spec.rows = 1 + rng() % 60;
        spec.cols = 1 + rng() % 90;
        const double side = 2.0 * spec.cell.value * static_cast<double>(1 + rng() % 90);
        const Point south_west{spec.corner.x - side / 4.0, spec.corner.y - side / 4.0};
        const auto points = random_points(1 + rng() % 80, south_west, side, rng());
        const DensityParams params{all_kernels[i % 6],
                                   std::exp2(-1.0 + 11.0 * unit(rng)) * spec.cell};
        const auto values = surface(points, spec, params);
        EXPECT_LE(share_of_bound(values, points, spec, params), 1.0)
            << name_of(params.kernel) << " " << params.bandwidth / spec.cell << " cells, " << i;
    }
}

TEST(FftDensity, StaysWithinItsBoundWhereAPointIsFarthestFromTheNodes) {
    const GridSpec spec{{0, 0}, 1_m, 70, 70};
    for (const Kernel kernel : all_kernels) {
        for (const double h : {0.7, 2.0, 5.0, 11.3, 30.0}) {
            for (const double off : {0.0, 0.25, 0.5}) {
                const std::vector<WeightedPoint> point{{{35.5 + off, 35.0 - off}, 1.0}};
                const DensityParams params{kernel, Metres{h}};
                EXPECT_LE(share_of_bound(surface(point, spec, params), point, spec, params), 1.0)
                    << name_of(kernel) << " " << h << " " << off;
            }
        }
    }
}

TEST(FftDensity, IsExactForPointsOnTheNodes) {
    const GridSpec spec{{0, 0}, 10_m, 80, 90};
    std::vector<WeightedPoint> points;
    std::mt19937 rng{3};
    for (int i = 0; i < 200; ++i) points.push_back({spec.centre(rng() % 80, rng() % 90), 1.0});
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, 123_m};
        const auto truth = reference_density(points, spec, params);
        const double peak = *std::ranges::max_element(truth);
        const auto values = surface(points, spec, params);
        for (std::size_t i = 0; i < truth.size(); ++i)
            ASSERT_NEAR(values[i], truth[i], 1e-7 * peak) << name_of(kernel) << " cell " << i;
    }
}

TEST(FftDensity, ErrsLessTheFinerTheCells) {
    for (const Kernel kernel : all_kernels) {
        double before = 2.0;
        for (const double cell : {200.0, 50.0, 10.0, 2.0}) {
            const double bound = fft_error_bound(kernel, Metres{cell}, 500_m);
            EXPECT_LE(bound, kernel == Kernel::uniform ? 1.0 : before) << name_of(kernel);
            before = bound;
        }
    }
    // However fine the cells: a node is at least 1/256 of the reach.
    EXPECT_LT(fft_error_bound(Kernel::quartic, 1_m, Metres{1e6}), 3e-4);
}

TEST(FftDensity, KeepsTheMassOfTheKernelAtTheNodes) {
    const auto points = random_points(500, {1000, 1000}, 2000, 3);
    const double weight = std::accumulate(points.begin(), points.end(), 0.0,
                                          [](double sum, const auto& p) { return sum + p.weight; });
    Box box;
    for (const WeightedPoint& p : points) box.include(p.at);
    for (const Kernel kernel : all_kernels) {
        const Metres reach = support_radius(kernel, 203_m);
        const GridSpec spec = grid_over(box.grown(reach + 20_m), 10_m);
        const auto values = surface(points, spec, {kernel, 203_m});
        const double mass = std::accumulate(values.begin(), values.end(), 0.0) * 1e-4;
        double at_nodes = 0.0;
        for (int r = -130; r <= 130; ++r) {
            for (int c = -130; c <= 130; ++c)
                at_nodes += 100.0 * kernel_density(kernel, Metres{10.0 * std::hypot(r, c)}, 203_m);
        }
        EXPECT_NEAR(mass / weight, at_nodes, 1e-6) << name_of(kernel);
        EXPECT_NEAR(at_nodes, 1.0, kernel == Kernel::uniform ? 1e-2 : 1e-3) << name_of(kernel);
    }
}

TEST(FftDensity, DoesNotDependOnOrderThreadsOrHowRowsAreShared) {
    auto points = random_points(3000, {0, 0}, 5000, 11);
    points.insert(points.end(), points.begin(), points.begin() + 500);
    const GridSpec spec{{0, 0}, 25_m, 331, 200};
    for (const double h : {40.0, 500.0, 9000.0}) {
        const DensityParams params{Kernel::quartic, Metres{h}};
        const auto first = surface(points, spec, params);
        std::mt19937 rng{5};
        std::ranges::shuffle(points, rng);
        const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
        EXPECT_EQ(surface(points, spec, params), first) << h;
        const auto shared = filled_in_pieces(spec, [&](std::span<float> out, std::size_t row) {
            fft_density(merge_coincident(points), spec, params, out, row);
        });
        EXPECT_EQ(shared, first) << h;
    }
}

TEST(FftDensity, MovesWithItsPointsByWholeCells) {
    const auto points = on_sixteenths(random_points(300, {0, 0}, 1000, 4));
    const GridSpec spec{{0, 0}, 16_m, 50, 60};
    const DensityParams params{Kernel::quartic, 150_m};
    EXPECT_EQ(surface(moved(points), moved(spec), params), surface(points, spec, params));
}

TEST(FftDensity, HoldsAtTheExtremes) {
    const GridSpec spec{{1e7, 1e7}, 10_m, 40, 50};
    std::mt19937_64 rng{8};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    std::vector<WeightedPoint> points(1'000'000, {{1e7 + 203.7, 1e7 + 188.2}, 1.0});
    for (int i = 0; i < 300; ++i)
        points.push_back({{1e7 + 600.0 * unit(rng) - 50.0, 1e7 + 500.0 * unit(rng) - 50.0},
                          std::pow(10.0, 12.0 * unit(rng) - 6.0)});
    const auto merged = merge_coincident(points);
    for (const double h : {20.0, 20000.0}) {
        const DensityParams params{Kernel::quartic, Metres{h}};
        EXPECT_LE(share_of_bound(surface(points, spec, params), merged, spec, params), 1.0) << h;
    }
}

TEST(FftDensity, IsZeroWhereNoPointIsNearAndNeverNegative) {
    const GridSpec spec{{0, 0}, 10_m, 400, 700};
    const std::vector<WeightedPoint> points{{{1003, 2004}, 5.0}, {{6010, 3000}, 1e-3}};
    for (const Kernel kernel : all_kernels) {
        const double reach = support_radius(kernel, 90_m).value + 20.0;
        const auto values = surface(points, spec, {kernel, 90_m});
        for (std::size_t i = 0; i < values.size(); ++i) {
            const Point at = spec.centre(i / spec.cols, i % spec.cols);
            ASSERT_GE(values[i], 0.0F);
            const bool near = distance(at, points[0].at).value < reach ||
                              distance(at, points[1].at).value < reach;
            ASSERT_TRUE(near || values[i] == 0.0F) << name_of(kernel) << " cell " << i;
        }
    }
    EXPECT_EQ(surface({}, {{0, 0}, 1_m, 3, 4}, {}), std::vector<float>(12, 0.0F));
}

TEST(FftDensity, RefusesWhatDoesNotFit) {
    const GridSpec spec{{0, 0}, 10_m, 3, 4};
    std::vector<float> out(spec.size());
    for (const double h : {0.0, -1.0, double{NAN}, double{INFINITY}, 1e20})
        EXPECT_THROW(fft_density({}, spec, {Kernel::quartic, Metres{h}}, out),
                     std::invalid_argument);
    EXPECT_THROW(fft_density({}, spec, {}, std::span{out}.first(5)), std::invalid_argument);
    EXPECT_THROW(fft_density({}, spec, {}, out, 1), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
