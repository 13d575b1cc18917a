// SPDX-License-Identifier: Apache-2.0
#include "geo/density_at.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::random_points;

std::vector<KernelPoint> mixed_bandwidths(Point corner, std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::uniform_real_distribution<double> octaves{-2.0, 2.0};
    std::vector<KernelPoint> points;
    for (const WeightedPoint& p : random_points(400, corner, 3000, seed))
        points.push_back({p.at, p.weight, Metres{250.0 * std::exp2(octaves(rng))}});
    return points;
}

double brute_force(std::span<const KernelPoint> points, Kernel kernel, Point place) {
    double sum = 0.0;
    for (const KernelPoint& p : points)
        sum += p.weight * kernel_density(kernel, distance(p.at, place), p.bandwidth);
    return 1e6 * sum;
}

std::vector<Point> places(Point corner, std::size_t n) {
    std::mt19937_64 rng{17};
    std::uniform_real_distribution<double> along{-800.0, 3800.0};
    std::vector<Point> places;
    for (std::size_t i = 0; i < n; ++i)
        places.push_back({corner.x + along(rng), corner.y + along(rng)});
    return places;
}

TEST(DensityAt, EqualsBruteForceForEveryKernelAndBandwidthsOfTheirOwn) {
    for (const Point corner : {Point{0, 0}, Point{412345.5, 289001.25}, Point{-1e7, 1e7}}) {
        const auto points = mixed_bandwidths(corner, 5);
        for (const Kernel kernel : all_kernels) {
            const DensityField field{points, kernel};
            for (const Point place : places(corner, 400)) {
                const double truth = brute_force(points, kernel, place);
                ASSERT_NEAR(field.at(place).per_km2, truth, 1e-9 * std::max(truth, 1.0))
                    << name_of(kernel);
            }
        }
    }
}

TEST(DensityAt, EqualsTheSurfaceAtCellCentres) {
    const auto points = random_points(500, {1000, 2000}, 3000, 8);
    const GridSpec spec{{900, 1900}, 70_m, 44, 44};
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, 260_m};
        const DensityGrid grid = estimate_density(points, spec, params);
        const DensityField field{points, params};
        const float peak = *std::ranges::max_element(grid.values);
        for (std::size_t r = 0; r < spec.rows; ++r) {
            for (std::size_t c = 0; c < spec.cols; ++c)
                ASSERT_NEAR(field.at(spec.centre(r, c)).per_km2, grid.at(r, c), 2e-6 * peak)
                    << name_of(kernel);
        }
    }
}

TEST(DensityAt, TheGradientEqualsCentralDifferences) {
    const auto points = mixed_bandwidths({5000, 7000}, 3);
    constexpr double step = 1e-3;
    for (const Kernel kernel : all_kernels) {
        if (kernel == Kernel::uniform) continue;  // its own test
        const DensityField field{points, kernel};
        for (const Point place : places({5000, 7000}, 300)) {
            // Where a kink lies within the step the difference says nothing.
            const bool kink = std::ranges::any_of(points, [&](const KernelPoint& p) {
                const double d = distance(p.at, place).value;
                return std::abs(d - p.bandwidth.value) < 2 * step || d < 2.0;
            });
            if (kink) continue;
            const auto value = [&](double dx, double dy) {
                return field.at({place.x + dx, place.y + dy}).per_km2;
            };
            const DensityAt at = field.at(place);
            const double scale = 1e-6 * at.per_km2 + 1e-5;
            EXPECT_NEAR(at.dx, (value(step, 0) - value(-step, 0)) / (2 * step), scale)
                << name_of(kernel);
            EXPECT_NEAR(at.dy, (value(0, step) - value(0, -step)) / (2 * step), scale)
                << name_of(kernel);
        }
    }
}

TEST(DensityAt, TheGradientIsZeroAtATipAndOfAnEvenKernel) {
    const DensityField cone{{{{10, 20}, 3.0}}, DensityParams{Kernel::triangular, 100_m}};
    EXPECT_EQ(cone.at({10, 20}).dx, 0.0);
    EXPECT_EQ(cone.at({10, 20}).dy, 0.0);
    EXPECT_LT(cone.at({11, 20}).dx, 0.0);
    const DensityField even{random_points(100, {0, 0}, 1000, 1),
                            DensityParams{Kernel::uniform, 100_m}};
    EXPECT_EQ(even.at({500, 500}).dx, 0.0);
    EXPECT_EQ(even.at({500, 500}).dy, 0.0);
    EXPECT_EQ(even.mean_shift({500, 500}), (Point{500, 500}));
}

TEST(DensityAt, AMeanShiftNeverLeadsDown) {
    for (const Kernel kernel : all_kernels) {
        const DensityField field{mixed_bandwidths({0, 0}, 21), kernel};
        for (const Point place : places({0, 0}, 500)) {
            const double before = field.at(place).per_km2;
            EXPECT_GE(field.at(field.mean_shift(place)).per_km2, before * (1.0 - 1e-6))
                << name_of(kernel);
        }
    }
}

TEST(DensityAt, DoesNotDependOnTheOrderOfThePoints) {
    auto points = mixed_bandwidths({0, 0}, 4);
    points.insert(points.end(), points.begin(), points.begin() + 50);
    const DensityField first{points, Kernel::quartic};
    std::mt19937 rng{5};
    std::ranges::shuffle(points, rng);
    const DensityField second{points, Kernel::quartic};
    for (const Point place : places({0, 0}, 100)) {
        EXPECT_EQ(first.at(place).per_km2, second.at(place).per_km2);
        EXPECT_EQ(first.at(place).dx, second.at(place).dx);
        EXPECT_EQ(first.mean_shift(place), second.mean_shift(place));
    }
}

TEST(DensityAt, IsZeroWithoutPointsAndFarFromAny) {
    const DensityField none{std::vector<KernelPoint>{}, Kernel::quartic};
    EXPECT_EQ(none.at({3, 4}).per_km2, 0.0);
    EXPECT_EQ(none.mean_shift({3, 4}), (Point{3, 4}));
    const DensityField one{{{{0, 0}, 1.0}}, DensityParams{Kernel::gaussian, 10_m}};
    EXPECT_EQ(one.at({0, 61}).per_km2, 0.0);
    EXPECT_GT(one.at({0, 59}).per_km2, 0.0);
}

TEST(DensityAt, RefusesABandwidthThatIsNone) {
    EXPECT_THROW((DensityField{{{{0, 0}, 1.0, 0_m}}, Kernel::quartic}), std::invalid_argument);
    EXPECT_THROW((DensityField{{{{0, 0}, 1.0, Metres{NAN}}}, Kernel::quartic}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace beatline
