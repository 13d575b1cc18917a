// SPDX-License-Identifier: Apache-2.0
#include "geo/density_gaussian.hpp"

#include <cmath>
#include <limits>
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

using Engine = void (*)(std::span<const WeightedPoint>, const GridSpec&, const DensityParams&,
                        std::span<float>, std::size_t);

std::vector<float> surface(Engine engine, std::vector<WeightedPoint> points, const GridSpec& spec,
                           Metres deviation) {
    std::vector<float> out(spec.size(), -1.0F);
    engine(merge_coincident(std::move(points)), spec, {Kernel::gaussian, deviation}, out, 0);
    return out;
}

/// The largest error, over the peak and over the scale that the header names.
struct Error {
    double of_peak{0.0};
    double of_scale{0.0};
};

Error error_of(std::span<const float> values, std::span<const WeightedPoint> points,
               const GridSpec& spec, Metres deviation) {
    const DensityParams params{Kernel::gaussian, deviation};
    const std::vector<double> truth = reference_density(points, spec, params);
    const std::vector<double> scale = reference_scale(points, spec, params, 10.0 * deviation);
    const double peak = *std::ranges::max_element(truth);
    Error error;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const double off = std::abs(values[i] - truth[i]);
        error.of_peak = std::max(error.of_peak, off / peak);
        if (off > 0.0) error.of_scale = std::max(error.of_scale, off / scale[i]);
    }
    return error;
}

/// A grid, points over and around it, and a deviation of 2^-1 to 2^11 cells.
struct Configuration {
    GridSpec spec;
    std::vector<WeightedPoint> points;
    Metres deviation;
};

Configuration random_configuration(std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    Configuration c;
    const double far = seed % 3 == 0 ? 0.0 : seed % 3 == 1 ? 4.5e5 : 1e7;
    c.spec = {{far * unit(rng), far * unit(rng)}, Metres{1.0 + 99.0 * unit(rng)}, 0, 0};
    c.spec.rows = 1 + rng() % 40;
    c.spec.cols = 1 + rng() % 90;
    c.deviation = std::exp2(-1.0 + 12.0 * unit(rng)) * c.spec.cell;
    const double side = 2.0 * c.spec.cell.value * static_cast<double>(1 + rng() % 90);
    c.points = random_points(
        1 + rng() % 100, {c.spec.corner.x - side / 4.0, c.spec.corner.y - side / 4.0}, side, rng());
    return c;
}

TEST(GaussianDirect, IsTheDefinition) {
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        const auto [spec, points, deviation] = random_configuration(seed);
        const auto values = surface(gaussian_direct, points, spec, deviation);
        const auto truth = reference_density(points, spec, {Kernel::gaussian, deviation});
        for (std::size_t i = 0; i < truth.size(); ++i)
            ASSERT_NEAR(values[i], truth[i], 1e-7 * truth[i]) << "seed " << seed << " cell " << i;
    }
}

TEST(GaussianGridded, StaysWithinItsErrorForRandomConfigurations) {
    int asked = 0;
    int with_peak = 0;
    for (std::uint64_t seed = 1000; seed < 1250; ++seed) {
        const auto [spec, points, deviation] = random_configuration(seed);
        if (!gaussian_gridded_serves(spec.cell, deviation)) continue;
        ++asked;
        const auto values = surface(gaussian_gridded, points, spec, deviation);
        const Error error = error_of(values, points, spec, deviation);
        EXPECT_LT(error.of_scale, gaussian_gridded_error) << "seed " << seed;
        // A grid that no point lies on may have a peak far below what stands beside it.
        const Box box = spec.box();
        const auto inside = [&](const WeightedPoint& p) { return box.contains(p.at); };
        if (std::ranges::count_if(points, inside) < 5) continue;
        ++with_peak;
        EXPECT_LT(error.of_peak, 1e-6) << "seed " << seed;
    }
    EXPECT_GT(asked, 200);
    EXPECT_GT(with_peak, 100);
}

TEST(GaussianGridded, StaysWithinItsErrorWhereverAPointLiesBetweenTheNodes) {
    const GridSpec spec{{0, 0}, 1_m, 60, 61};
    double worst = 0.0;
    for (const double deviation : {1.0, 1.3, 1.999, 2.0, 2.6, 3.999, 4.0, 5.999, 7.0, 9.5}) {
        for (int i = 0; i < 12; ++i) {
            const double off = deviation * i / 24.0;
            const std::vector<WeightedPoint> point{{{30.5 + off, 29.5 - 0.7 * off}, 1.0}};
            const auto values = surface(gaussian_gridded, point, spec, Metres{deviation});
            worst = std::max(worst, error_of(values, point, spec, Metres{deviation}).of_peak);
        }
    }
    EXPECT_LT(worst, gaussian_gridded_error);
}

TEST(GaussianGridded, DoesNotAddErrorsUpWherePointsSitAlikeBetweenTheNodes) {
    // Points on a lattice of the nodes' spacing err in step: the worst that positions can do.
    for (const double deviation : {1.0, 2.0, 4.0, 6.0}) {
        const double spacing = deviation / 2.0;
        for (const double fraction : {0.0, 0.25, 0.5}) {
            std::vector<WeightedPoint> points;
            for (double y = -40.0; y < 90.0; y += spacing) {
                for (double x = -40.0; x < 90.0; x += spacing)
                    points.push_back(
                        {{0.5 + x + fraction * spacing, 0.5 + y + fraction * spacing}, 1.0});
            }
            const GridSpec spec{{20, 20}, 1_m, 12, 12};
            const auto values = surface(gaussian_gridded, points, spec, Metres{deviation});
            EXPECT_LT(error_of(values, points, spec, Metres{deviation}).of_peak, 1e-6)
                << deviation << " " << fraction;
        }
    }
}

class EveryGaussian : public ::testing::TestWithParam<Engine> {};

INSTANTIATE_TEST_SUITE_P(Engines, EveryGaussian,
                         ::testing::Values(gaussian_direct, gaussian_gridded));

TEST_P(EveryGaussian, KeepsTheMassAwayFromTheEdges) {
    const auto points = random_points(500, {1000, 1000}, 2000, 3);
    const double weight = std::accumulate(points.begin(), points.end(), 0.0,
                                          [](double sum, const auto& p) { return sum + p.weight; });
    Box box;
    for (const WeightedPoint& p : points) box.include(p.at);
    for (const double deviation : {10.0, 15.0, 30.0, 90.0}) {
        const GridSpec spec = grid_over(box.grown(Metres{6.0 * deviation}), 10_m);
        const auto values = surface(GetParam(), points, spec, Metres{deviation});
        const double mass = std::accumulate(values.begin(), values.end(), 0.0) * 1e-4;
        EXPECT_NEAR(mass / weight, 1.0, 3e-7) << deviation;
    }
}

TEST_P(EveryGaussian, DoesNotDependOnOrderThreadsOrHowRowsAreShared) {
    auto points = random_points(3000, {0, 0}, 5000, 11);
    points.insert(points.end(), points.begin(), points.begin() + 500);
    const GridSpec spec{{0, 0}, 50_m, 131, 100};
    for (const double deviation : {50.0, 75.0, 130.0, 230.0, 777.0}) {
        const auto first = surface(GetParam(), points, spec, Metres{deviation});
        std::mt19937 rng{5};
        std::ranges::shuffle(points, rng);
        const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
        EXPECT_EQ(surface(GetParam(), points, spec, Metres{deviation}), first) << deviation;
        const auto shared = filled_in_pieces(spec, [&](std::span<float> out, std::size_t row) {
            GetParam()(merge_coincident(points), spec, {Kernel::gaussian, Metres{deviation}}, out,
                       row);
        });
        EXPECT_EQ(shared, first) << deviation;
    }
}

TEST_P(EveryGaussian, MovesWithItsPointsByWholeCells) {
    const auto points = on_sixteenths(random_points(300, {0, 0}, 1000, 4));
    const GridSpec spec{{0, 0}, 16_m, 50, 60};
    for (const double deviation : {16.0, 24.0, 40.0, 100.0})
        EXPECT_EQ(surface(GetParam(), moved(points), moved(spec), Metres{deviation}),
                  surface(GetParam(), points, spec, Metres{deviation}))
            << deviation;
}

TEST_P(EveryGaussian, HoldsAtTheExtremes) {
    const GridSpec spec{{1e7, 1e7}, 10_m, 40, 50};
    std::mt19937_64 rng{8};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    std::vector<WeightedPoint> points(1'000'000, {{1e7 + 203.7, 1e7 + 188.2}, 1.0});
    for (int i = 0; i < 300; ++i)
        points.push_back({{1e7 + 600.0 * unit(rng) - 50.0, 1e7 + 500.0 * unit(rng) - 50.0},
                          std::pow(10.0, 12.0 * unit(rng) - 6.0)});
    const auto merged = merge_coincident(points);
    for (const double deviation : {10.0, 31.0, 20000.0}) {
        const auto values = surface(GetParam(), points, spec, Metres{deviation});
        EXPECT_LT(error_of(values, merged, spec, Metres{deviation}).of_peak, 1e-6) << deviation;
    }
}

TEST_P(EveryGaussian, IsNeverNegativeAndZeroFarFromEveryPoint) {
    const GridSpec spec{{0, 0}, 1_m, 80, 300};
    const std::vector<WeightedPoint> point{{{20.3, 40.8}, 5.0}};
    for (const double deviation : {1.0, 1.7, 2.0, 3.5, 4.0, 9.0}) {
        const auto values = surface(GetParam(), point, spec, Metres{deviation});
        EXPECT_GE(*std::ranges::min_element(values), 0.0F);
        for (std::size_t r = 0; r < spec.rows; ++r) {
            for (std::size_t c = 0; c < spec.cols; ++c) {
                if (std::abs(spec.centre(r, c).x - 20.3) <= 10.0 * deviation) continue;
                ASSERT_EQ(values[r * spec.cols + c], 0.0F) << deviation << " " << r << " " << c;
            }
        }
    }
}

TEST_P(EveryGaussian, OfNothingIsZero) {
    const auto values = surface(GetParam(), {}, {{0, 0}, 1_m, 3, 4}, 2_m);
    EXPECT_EQ(values, std::vector<float>(12, 0.0F));
}

TEST_P(EveryGaussian, RefusesWhatDoesNotFit) {
    const GridSpec spec{{0, 0}, 10_m, 3, 4};
    std::vector<float> out(spec.size());
    const DensityParams fits{Kernel::gaussian, 30_m};
    for (const double deviation : {0.0, -1.0, double{NAN}, double{INFINITY}})
        EXPECT_THROW(GetParam()({}, spec, {Kernel::gaussian, Metres{deviation}}, out, 0),
                     std::invalid_argument);
    EXPECT_THROW(GetParam()({}, spec, fits, std::span{out}.first(5), 0), std::invalid_argument);
    EXPECT_THROW(GetParam()({}, spec, fits, out, 1), std::invalid_argument);
}

TEST(GaussianGridded, IsFlatForADeviationBeyondMeasure) {
    const GridSpec spec{{0, 0}, 1_m, 5, 7};
    const std::vector<WeightedPoint> points{{{1, 1}, 2.0}, {{4, 3}, 1.0}};
    for (const double deviation : {1e6, 1e9, 1e15}) {
        const DensityParams params{Kernel::gaussian, Metres{deviation}};
        const double flat = 3e6 * kernel_density(Kernel::gaussian, 0_m, params.bandwidth);
        for (const float value : surface(gaussian_gridded, points, spec, params.bandwidth))
            ASSERT_NEAR(value / flat, 1.0, 1e-6) << deviation;
    }
}

TEST(GaussianGridded, RefusesADeviationBelowACell) {
    EXPECT_FALSE(gaussian_gridded_serves(10_m, Metres{9.9}));
    std::vector<float> out(1);
    EXPECT_THROW(gaussian_gridded({}, {{0, 0}, 10_m, 1, 1}, {Kernel::gaussian, Metres{9.9}}, out),
                 std::invalid_argument);
    EXPECT_THROW(gaussian_gridded({}, {{0, 0}, 1_m, 1, 1}, {Kernel::gaussian, Metres{1e16}}, out),
                 std::invalid_argument);
}

TEST(GaussianCost, PrefersPairsForFewPointsAndNodesForMany) {
    const GridSpec spec{{0, 0}, 25_m, 1920, 2560};
    EXPECT_LT(gaussian_direct_seconds(1000, spec, 50_m),
              gaussian_gridded_seconds(1000, spec, 50_m));
    EXPECT_GT(gaussian_direct_seconds(1'000'000, spec, 500_m),
              gaussian_gridded_seconds(1'000'000, spec, 500_m));
    EXPECT_EQ(gaussian_gridded_seconds(1, spec, 20_m), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace beatline
