// SPDX-License-Identifier: Apache-2.0
#include "geo/edge_correction.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "geo/estimate_surface.hpp"

#include "tests/support/areas.hpp"
#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::ragged_area;
using testing::random_points;
using testing::square_area;

std::vector<WeightedPoint> uniform_points(std::size_t n, double side, std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::uniform_real_distribution<double> along{0.0, side};
    std::vector<WeightedPoint> points;
    for (std::size_t i = 0; i < n; ++i) points.push_back({{along(rng), along(rng)}, 1.0});
    return points;
}

EstimatedSurface surface_of(const std::vector<WeightedPoint>& points, const GridSpec& spec,
                            const MultiPolygon& area, const DensityParams& params,
                            EdgeCorrection edge) {
    return estimate_surface(with_bandwidth(points, params.bandwidth), spec, area,
                            {params, false, edge});
}

TEST(EdgeCorrection, ChangesNothingInAnAreaThatCoversEverything) {
    const auto points = random_points(300, {0, 0}, 2000, 3);
    const GridSpec spec = grid_over({{-500, -500}, {2500, 2500}}, 50_m);
    const MultiPolygon all = square_area({-9000, -9000}, 20000);
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, 300_m};
        const DensityGrid plain = estimate_density(points, spec, params);
        for (const EdgeCorrection edge : all_edge_corrections)
            EXPECT_EQ(surface_of(points, spec, all, params, edge).density.values, plain.values)
                << name_of(kernel) << ' ' << name_of(edge);
    }
}

TEST(EdgeCorrection, MakesTheSurfaceOfUniformPointsFlatUpToTheRim) {
    constexpr double side = 4000.0;
    constexpr std::size_t n = 40000;  // 2,500 a km^2
    const auto points = uniform_points(n, side, 12);
    const MultiPolygon area = square_area({0, 0}, side);
    const GridSpec spec = grid_over({{0, 0}, {side, side}}, 50_m);
    for (const Kernel kernel : {Kernel::quartic, Kernel::triangular, Kernel::uniform}) {
        const DensityParams params{kernel, 400_m};
        const auto rim_mean = [&](const DensityGrid& grid) {
            double sum = 0.0;
            for (std::size_t i = 0; i < spec.cols; ++i) sum += grid.at(0, i) + grid.at(i, 0);
            return sum / static_cast<double>(2 * spec.cols) / 2500.0;
        };
        const auto plain = surface_of(points, spec, area, params, EdgeCorrection::none).density;
        EXPECT_LT(rim_mean(plain), 0.62);
        const auto even = surface_of(points, spec, area, params, EdgeCorrection::uniform).density;
        EXPECT_NEAR(rim_mean(even), 1.0, 0.04) << name_of(kernel);
        // In the corner 100 points count in effect for the quartic: 10 % of standard error.
        for (const float v : even.values) EXPECT_NEAR(v / 2500.0, 1.0, 0.25) << name_of(kernel);
        // On a straight border weights between 1 and 2 meet half a kernel: about three quarters.
        const auto kept = surface_of(points, spec, area, params, EdgeCorrection::diggle).density;
        EXPECT_NEAR(rim_mean(kept), 0.75, 0.05) << name_of(kernel);
    }
}

TEST(EdgeCorrection, DiggleKeepsTheMassOfTheAreaAndNothingElseDoes) {
    const MultiPolygon area = ragged_area({2000, 2000}, 1800);
    const auto points = points_inside(random_points(3000, {0, 0}, 4500, 5), area);
    double weight = 0.0;
    for (const WeightedPoint& p : points) weight += p.weight;
    const GridSpec spec = grid_over(bounds(area), 10_m);
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, Metres{kernel == Kernel::gaussian ? 120.0 : 400.0}};
        const auto mass = [&](EdgeCorrection edge) {
            return total_mass(surface_of(points, spec, area, params, edge).density) / weight;
        };
        EXPECT_LT(mass(EdgeCorrection::none), 0.95) << name_of(kernel);
        EXPECT_NEAR(mass(EdgeCorrection::diggle), 1.0, 2e-3) << name_of(kernel);
        EXPECT_GT(std::abs(mass(EdgeCorrection::uniform) - 1.0), 2e-3) << name_of(kernel);
    }
}

TEST(EdgeCorrection, NeverLowersACell) {
    const MultiPolygon area = ragged_area({2000, 2000}, 1800);
    const auto points = points_inside(random_points(1000, {0, 0}, 4000, 7), area);
    const GridSpec spec = grid_over(bounds(area), 40_m);
    const DensityParams params{Kernel::quartic, 300_m};
    const auto plain = surface_of(points, spec, area, params, EdgeCorrection::none).density;
    const float top = *std::ranges::max_element(plain.values, {},
                                                [](float v) { return std::isnan(v) ? 0.0F : v; });
    for (const EdgeCorrection edge : {EdgeCorrection::uniform, EdgeCorrection::diggle}) {
        const auto grid = surface_of(points, spec, area, params, edge).density;
        for (std::size_t i = 0; i < grid.values.size(); ++i) {
            EXPECT_EQ(std::isnan(grid.values[i]), std::isnan(plain.values[i]));
            if (std::isnan(plain.values[i])) continue;
            EXPECT_GE(grid.values[i], plain.values[i] - 2e-6F * top);  // estimate_density's bound
        }
    }
}

TEST(EdgeCorrection, LeavesOutWhatLiesBeyondTheArea) {
    const auto points =
        points_inside({{{5, 5}, 1.0}, {{15, 5}, 2.0}, {{-1, 5}, 3.0}}, square_area({0, 0}, 10));
    ASSERT_EQ(points.size(), 1U);
    EXPECT_EQ(points[0].at, (Point{5, 5}));
}

TEST(EdgeCorrection, OfASliverIsBounded) {
    const MultiPolygon sliver{{{{0, 0}, {1000, 0}, {1000, 0.001}, {0, 0.001}, {0, 0}}, {}}};
    const auto weights = diggle_weights({{{500, 0.0005}, 1.0, 300_m}}, sliver, Kernel::quartic);
    EXPECT_DOUBLE_EQ(weights[0].weight, 1.0 / least_edge_mass);
}

TEST(EdgeCorrection, IsKnownByItsName) {
    for (const EdgeCorrection edge : all_edge_corrections)
        EXPECT_EQ(edge_correction_named(name_of(edge)), edge);
    EXPECT_FALSE(edge_correction_named("toroidal"));
}

}  // namespace
}  // namespace beatline
