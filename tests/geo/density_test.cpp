// SPDX-License-Identifier: Apache-2.0
#include "geo/density.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/global_control.h>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::random_points;

/// What the definition says, with nothing clever.
std::vector<double> brute_force(std::span<const WeightedPoint> points, const GridSpec& spec,
                                const DensityParams& params) {
    std::vector<double> values;
    for (std::size_t r = 0; r < spec.rows; ++r) {
        for (std::size_t c = 0; c < spec.cols; ++c) {
            double sum = 0.0;
            for (const WeightedPoint& p : points)
                sum += p.weight * kernel_density(params.kernel, distance(p.at, spec.centre(r, c)),
                                                 params.bandwidth);
            values.push_back(sum * 1e6);
        }
    }
    return values;
}

TEST(Density, EqualsBruteForceForEveryKernelAndScale) {
    for (const Point corner : {Point{0, 0}, Point{412345.5, 289001.25}, Point{1e7, 1e7}}) {
        const auto points = random_points(400, corner, 3000, 7);
        const GridSpec spec{{corner.x - 333, corner.y - 100}, Metres{61.7}, 45, 58};
        for (const Kernel kernel : all_kernels) {
            for (const double h : {70.0, 412.0, 5000.0}) {
                const DensityParams params{kernel, Metres{h}};
                const DensityGrid grid = estimate_density(points, spec, params);
                const std::vector<double> truth = brute_force(points, spec, params);
                const double peak = *std::ranges::max_element(truth);
                for (std::size_t i = 0; i < truth.size(); ++i) {
                    ASSERT_NEAR(grid.values[i], truth[i], 1e-6 * std::max(truth[i], 1e-3 * peak))
                        << name_of(kernel) << " h=" << h << " cell " << i;
                }
            }
        }
    }
}

TEST(Density, KeepsTheMassAwayFromTheEdges) {
    const auto points = random_points(1000, {1000, 1000}, 2000, 3);
    double weight = 0.0;
    for (const WeightedPoint& p : points) weight += p.weight;
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, 200_m};
        Box box;
        for (const WeightedPoint& p : points) box.include(p.at);
        const GridSpec spec = grid_over(box.grown(support_radius(kernel, 200_m)), 10_m);
        const DensityGrid grid = estimate_density(points, spec, params);
        double mass = 0.0;
        for (const float v : grid.values) mass += v * 1e-4;  // cells of 100 m^2 in km^2
        EXPECT_NEAR(mass / weight, 1.0, 2e-4) << name_of(kernel);
    }
}

TEST(Density, DoesNotDependOnOrderOrThreads) {
    auto points = random_points(3000, {0, 0}, 5000, 11);
    points.insert(points.end(), points.begin(), points.begin() + 500);  // coincident ones, too
    const GridSpec spec{{0, 0}, 50_m, 100, 100};
    const DensityGrid first = estimate_density(points, spec, {});
    std::mt19937 rng{5};
    std::ranges::shuffle(points, rng);
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    EXPECT_EQ(estimate_density(points, spec, {}).values, first.values);
}

TEST(Density, ScalesWithWeight) {
    auto points = random_points(200, {0, 0}, 1000, 2);
    const GridSpec spec{{0, 0}, 50_m, 20, 20};
    const DensityGrid once = estimate_density(points, spec, {});
    for (WeightedPoint& p : points) p.weight *= 4.0;
    const DensityGrid fourfold = estimate_density(points, spec, {});
    for (std::size_t i = 0; i < once.values.size(); ++i)
        EXPECT_FLOAT_EQ(fourfold.values[i], 4.0F * once.values[i]);
}

TEST(Density, AUniformKernelDecidesTiesAtTheRimExactly) {
    // Cell centres lie on whole metres; a 3-4-5 triangle puts one exactly on the rim: outside.
    const GridSpec spec{{-0.5, -0.5}, 1_m, 10, 10};
    const DensityGrid grid = estimate_density({{{0, 0}, 1.0}}, spec, {Kernel::uniform, 5_m});
    EXPECT_EQ(grid.at(3, 4), 0.0F);
    EXPECT_EQ(grid.at(0, 5), 0.0F);
    EXPECT_GT(grid.at(3, 3), 0.0F);
}

TEST(Density, MergesCoincidentPoints) {
    const auto merged = merge_coincident({{{1, 1}, 2.0}, {{0, 0}, 1.0}, {{1, 1}, 0.5}});
    ASSERT_EQ(merged.size(), 2U);
    EXPECT_EQ(merged[1].at, (Point{1, 1}));
    EXPECT_DOUBLE_EQ(merged[1].weight, 2.5);
}

TEST(Density, RefusesABandwidthThatIsNone) {
    const GridSpec spec{{0, 0}, 50_m, 2, 2};
    EXPECT_THROW((void)estimate_density({}, spec, {Kernel::quartic, 0_m}), std::invalid_argument);
    EXPECT_THROW((void)estimate_density({}, spec, {Kernel::quartic, Metres{NAN}}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace beatline
