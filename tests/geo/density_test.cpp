// SPDX-License-Identifier: Apache-2.0
#include "geo/density.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <oneapi/tbb/global_control.h>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "geo/simd.hpp"

#include "tests/support/density_reference.hpp"
#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::random_points;
using testing::reference_density;

constexpr DensityMethod exact_methods[] = {DensityMethod::automatic, DensityMethod::direct,
                                           DensityMethod::moments, DensityMethod::sweep};

/// The surface's highest value anywhere in the plane is at least what one point alone makes.
double peak_of(std::span<const double> truth, std::span<const WeightedPoint> points,
               const DensityParams& params) {
    double peak = *std::ranges::max_element(truth);
    for (const WeightedPoint& p : points)
        peak =
            std::max(peak, 1e6 * p.weight * kernel_density(params.kernel, 0_m, params.bandwidth));
    return peak;
}

/// The largest difference from the definition, relative to the peak.
double error_of(const DensityGrid& grid, std::span<const double> truth,
                std::span<const WeightedPoint> points, const DensityParams& params) {
    double worst = 0.0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        EXPECT_GE(grid.values[i], 0.0F);
        if (truth[i] == 0.0 && params.kernel != Kernel::gaussian) {
            EXPECT_EQ(grid.values[i], 0.0F);
        }
        worst = std::max(worst, std::abs(grid.values[i] - truth[i]));
    }
    return worst / peak_of(truth, points, params);
}

double error_of(const std::vector<WeightedPoint>& points, const GridSpec& spec,
                const DensityParams& params) {
    return error_of(estimate_density(points, spec, params), reference_density(points, spec, params),
                    points, params);
}

TEST(Density, EqualsBruteForceForEveryKernelMethodAndScale) {
    std::mt19937_64 rng{20261124};
    const auto up_to = [&](double most) { return std::generate_canonical<double, 53>(rng) * most; };
    for (int round = 0; round < 500; ++round) {
        const double far = std::array{0.0, 4e5, 1e7}[rng() % 3];
        const Point corner{far + std::floor(up_to(1e4)) / 8, far + std::floor(up_to(1e4)) / 8};
        const double side = 500 + up_to(4000);
        auto points = random_points(1 + rng() % 150, corner, side, rng());
        if (round % 3 == 0)  // heavy ones beside light ones
            for (WeightedPoint& p : points) p.weight = std::pow(10.0, up_to(12.0) - 6.0);
        if (round % 4 == 0)  // many at one place
            for (std::size_t i = 0; i < points.size(); i += 2) points[i].at = points[0].at;
        const Metres cell{side / (5 + up_to(45))};
        // The grid may leave points outside, to the south-west and the north-east.
        const GridSpec spec{{corner.x + up_to(side / 4) - side / 8, corner.y + up_to(side / 4)},
                            cell,
                            1 + rng() % 40,
                            1 + rng() % 90};
        for (const Kernel kernel : all_kernels) {
            const DensityMethod method = exact_methods[rng() % 4];
            DensityParams params{kernel, (0.3 + std::pow(up_to(4.0), 2.5)) * cell};
            if (can_compute(method, kernel)) params.method = method;
            ASSERT_LT(error_of(points, spec, params), 1e-6)
                << "round " << round << ' ' << name_of(kernel) << ' ' << name_of(params.method)
                << " h " << params.bandwidth.value << " cell " << cell.value;
        }
    }
}

TEST(Density, HoldsItsContractAtTheExtremes) {
    struct Extreme {
        const char* what;
        std::vector<WeightedPoint> points;
        std::vector<WeightedPoint> same;  // what the definition is asked with
        GridSpec spec;
        Metres bandwidth;
    };
    const Point far{1e7 + 10.5, 1e7 + 3.25};
    auto heap = random_points(20'000, {0, 0}, 40, 8);
    for (std::size_t i = 0; i < heap.size(); ++i)
        heap[i].weight = std::pow(10.0, static_cast<double>(i % 13) - 6.0);
    const auto wide = random_points(300, {0, 0}, 30'000, 9);
    const std::vector<Extreme> extremes{
        {"a million on one spot, far from the origin",
         std::vector<WeightedPoint>(1'000'000, {far, 1.0}),
         {{far, 1e6}},
         {{1e7 - 200, 1e7 - 200}, 5_m, 80, 80},
         100_m},
        {"thousands in a few cells, twelve orders of weight",
         heap,
         heap,
         {{-60, -60}, 10_m, 16, 16},
         55_m},
        {"2 cells", wide, wide, {{0, 0}, 15_m, 2, 2000}, 30_m},
        {"2,000 cells", wide, wide, {{9000, 9000}, 5_m, 5, 70}, 10'000_m}};
    for (const Extreme& e : extremes) {
        for (const Kernel kernel : all_kernels) {
            const std::vector<double> truth =
                reference_density(e.same, e.spec, {kernel, e.bandwidth});
            for (const DensityMethod method : exact_methods) {
                if (!can_compute(method, kernel)) continue;
                const DensityParams params{kernel, e.bandwidth, nullptr, method};
                const DensityGrid grid = estimate_density(e.points, e.spec, params);
                EXPECT_LT(error_of(grid, truth, e.same, params), 1e-6)
                    << e.what << ' ' << name_of(kernel) << ' ' << name_of(method);
            }
        }
    }
}

TEST(Density, ManyEqualWeightsAtNearlyOnePlaceDoNotAddUpRoundings) {
    std::mt19937_64 rng{3};
    for (const double jitter : {1e-7, 0.5, 20.0}) {
        std::vector<WeightedPoint> points;
        for (int i = 0; i < 2000; ++i)
            points.push_back({{1000 + jitter * std::generate_canonical<double, 53>(rng),
                               1000 + jitter * std::generate_canonical<double, 53>(rng)},
                              0.7});
        const GridSpec spec{{700, 700}, 20_m, 30, 30};
        for (const Kernel kernel : all_kernels) {
            for (const DensityMethod method : exact_methods) {
                if (!can_compute(method, kernel)) continue;
                const DensityParams params{kernel, 150_m, nullptr, method};
                EXPECT_LT(error_of(points, spec, params), 1e-6)
                    << jitter << ' ' << name_of(kernel) << ' ' << name_of(method);
            }
        }
    }
}

TEST(Density, KernelsWideOnWideGridsStayWithinTheirArrays) {
    std::vector<WeightedPoint> points;
    for (int i = 0; i < 40; ++i)  // dense enough for bins with rims
        points.push_back({{500'000.1 + 0.05 * i, 110.2 + 0.02 * i}, 1.0});
    const GridSpec spec{{0, 100}, 1_m, 20, 1'000'000};
    for (const DensityMethod method : {DensityMethod::moments, DensityMethod::sweep}) {
        const DensityParams params{Kernel::quartic, 3000_m, nullptr, method};
        const DensityGrid grid = estimate_density(points, spec, params);
        for (const std::size_t col : {496'990U, 497'500U, 500'000U, 503'010U, 999'999U}) {
            double truth = 0.0;
            for (const WeightedPoint& p : points)
                truth += 1e6 * kernel_density(params.kernel, distance(p.at, spec.centre(7, col)),
                                              params.bandwidth);
            EXPECT_NEAR(grid.at(7, col), truth, 1e-6 * grid.at(7, 500'000)) << col;
        }
    }
}

TEST(Density, PointsOnTheEdgeOfATileByRoundingHaveATile) {
    // 64 cells of 49 m, less a rounding; and a hair west and south of the grid.
    const std::vector<WeightedPoint> points{
        {{49.0 * 64, 49.0 * 64}, 1.0}, {{49.0 * 64, 1.0}, 1.0}, {{-1e-20, -1e-20}, 1.0}};
    const GridSpec wide{{0, 0}, 49_m, 40, 31'000};
    const GridSpec high{{0, 0}, 49_m, 31'000, 40};
    for (const GridSpec& spec : {wide, high}) {
        const DensityGrid grid = estimate_density(points, spec, {Kernel::quartic, 1960_m});
        EXPECT_NEAR(grid.at(0, 0), 2.0 * 3e6 / (std::numbers::pi * 1960 * 1960), 0.3);
    }
}

TEST(Density, AGaussianMayBeWiderThanMemory) {
    const GridSpec spec{{0, 0}, 100_m, 10, 10};
    for (const DensityMethod method : {DensityMethod::automatic, DensityMethod::direct}) {
        const DensityGrid grid = estimate_density(
            {{{500, 500}, 1.0}}, spec, {Kernel::gaussian, Metres{1e10}, nullptr, method});
        const double centre = 1e6 / (2.0 * std::numbers::pi * 1e20);
        EXPECT_NEAR(grid.at(3, 3) / centre, 1.0, 1e-6);
    }
}

TEST(Density, IsTheSameBytesForEveryInstructionLevel) {
    const auto points = random_points(1500, {100, 100}, 5000, 4);
    const GridSpec spec{{0, 0}, 40_m, 131, 139};
    for (const Kernel kernel : all_kernels) {
        for (const DensityMethod method : exact_methods) {
            if (!can_compute(method, kernel)) continue;
            const DensityParams params{kernel, 430_m, nullptr, method};
            const DensityGrid widest = estimate_density(points, spec, params);
            for (const SimdLevel level : all_simd_levels) {
                setenv("BEATLINE_SIMD", std::string{name_of(level)}.c_str(), 1);
                EXPECT_EQ(estimate_density(points, spec, params).values, widest.values)
                    << name_of(level) << ' ' << name_of(kernel) << ' ' << name_of(method);
            }
            unsetenv("BEATLINE_SIMD");
        }
    }
}

TEST(Density, MovesWithItsPointsByWholeCells) {
    auto points = random_points(2000, {0, 0}, 4000, 12);
    for (WeightedPoint& p : points)  // so that the sums below are exact
        p.at = {std::round(p.at.x * 64) / 64, std::round(p.at.y * 64) / 64};
    const GridSpec spec{{0, 0}, 32_m, 100, 120};
    for (const DensityMethod method : exact_methods) {
        const DensityParams params{Kernel::quartic, 400_m, nullptr, method};
        const DensityGrid before = estimate_density(points, spec, params);
        auto moved = points;
        for (WeightedPoint& p : moved) p.at = {p.at.x + 32.0 * 12'345, p.at.y - 32.0 * 777};
        GridSpec there = spec;
        there.corner = {32.0 * 12'345, -32.0 * 777};
        EXPECT_EQ(estimate_density(moved, there, params).values, before.values) << name_of(method);
    }
}

TEST(Density, ComesInStripsAsItComesWhole) {
    const auto points = random_points(3000, {0, 0}, 20'000, 6);
    const GridSpec spec{{0, 0}, 30_m, 677, 301};
    for (const DensityMethod method : exact_methods) {
        const DensityParams params{Kernel::quartic, 300_m, nullptr, method};
        const DensityGrid whole = estimate_density(points, spec, params);
        std::vector<float> values(spec.size());
        std::size_t below = spec.rows;
        stream_density(points, spec, params, [&](const DensityStrip& strip) {
            EXPECT_EQ(strip.first_row + strip.rows, below);
            below = strip.first_row;
            std::ranges::copy(strip.values, values.begin() + static_cast<std::ptrdiff_t>(
                                                                 strip.first_row * spec.cols));
        });
        EXPECT_EQ(below, 0U);
        EXPECT_EQ(values, whole.values) << name_of(method);
    }
}

TEST(Density, MethodsAreKnownByName) {
    for (const DensityMethod method : all_density_methods)
        EXPECT_EQ(density_method_named(name_of(method)), method);
    EXPECT_FALSE(density_method_named("exact"));
    EXPECT_FALSE(can_compute(DensityMethod::moments, Kernel::triangular));
    EXPECT_THROW((void)estimate_density({}, {{0, 0}, 10_m, 2, 2},
                                        {Kernel::gaussian, 50_m, nullptr, DensityMethod::sweep}),
                 std::invalid_argument);
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
    for (const Kernel kernel : all_kernels) {
        for (const DensityMethod method : all_density_methods) {
            if (!can_compute(method, kernel)) continue;
            const DensityParams params{kernel, 300_m, nullptr, method};
            const DensityGrid first = estimate_density(points, spec, params);
            std::mt19937 rng{5};
            std::ranges::shuffle(points, rng);
            const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
            EXPECT_EQ(estimate_density(points, spec, params).values, first.values)
                << name_of(kernel) << ' ' << name_of(method);
        }
    }
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

TEST(Density, HoldsItsContractWhereTheBandwidthIsManyTimesTheGrid) {
    const auto points = random_points(200, {0, 0}, 1000, 21);
    const GridSpec spec{{0, 0}, 10_m, 30, 40};
    for (const double cells : {2.9e4, 3.1e4, 1e6, 9e7, 2e8, 1e12}) {
        for (const Kernel kernel : all_kernels) {
            const DensityParams params{kernel, cells * spec.cell};
            EXPECT_LT(error_of(points, spec, params), 1e-6) << name_of(kernel) << ' ' << cells;
        }
    }
}

TEST(Density, IsZeroAndNotNanWhereWeightsAreTooSmallForFloat) {
    const std::vector<WeightedPoint> points{{{55, 45}, 1e-310}, {{155, 145}, 5e-324}};
    for (const Kernel kernel : all_kernels) {
        for (const DensityMethod method : all_density_methods) {
            if (!can_compute(method, kernel)) continue;
            const DensityGrid grid =
                estimate_density(points, {{0, 0}, 10_m, 20, 20}, {kernel, 60_m, nullptr, method});
            EXPECT_TRUE(std::ranges::all_of(grid.values, [](float v) { return v == 0.0F; }))
                << name_of(kernel) << ' ' << name_of(method);
        }
    }
}

TEST(Density, RefusesABandwidthThatIsNone) {
    const GridSpec spec{{0, 0}, 50_m, 2, 2};
    EXPECT_THROW((void)estimate_density({}, spec, {Kernel::quartic, 0_m}), std::invalid_argument);
    EXPECT_THROW((void)estimate_density({}, spec, {Kernel::quartic, Metres{NAN}}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace beatline
