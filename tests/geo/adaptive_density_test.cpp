// SPDX-License-Identifier: Apache-2.0
#include "geo/adaptive_density.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/global_control.h>
#include <random>

#include <gtest/gtest.h>

#include "geo/density_at.hpp"

#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::random_points;

std::vector<KernelPoint> mixed_bandwidths(Point corner, double middle_m, std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::uniform_real_distribution<double> octaves{-2.0, 2.0};
    std::vector<KernelPoint> points;
    for (const WeightedPoint& p : random_points(300, corner, 3000, seed))
        points.push_back({p.at, p.weight, Metres{middle_m * std::exp2(octaves(rng))}});
    return points;
}

TEST(AdaptiveDensity, EqualsBruteForceForEveryKernelAndScale) {
    for (const Point corner : {Point{0, 0}, Point{412345.5, 289001.25}, Point{1e7, 1e7}}) {
        const GridSpec spec{{corner.x - 333, corner.y - 100}, Metres{61.7}, 45, 58};
        for (const double middle : {60.0, 400.0}) {
            const auto points = mixed_bandwidths(corner, middle, 7);
            for (const Kernel kernel : all_kernels) {
                const DensityGrid grid = estimate_adaptive_density(points, spec, {kernel});
                double peak = 0.0;
                std::vector<double> truth;
                for (std::size_t i = 0; i < spec.size(); ++i) {
                    const Point centre = spec.centre(i / spec.cols, i % spec.cols);
                    double sum = 0.0;
                    for (const KernelPoint& p : points)
                        sum += 1e6 * p.weight *
                               kernel_density(kernel, distance(p.at, centre), p.bandwidth);
                    truth.push_back(sum);
                    peak = std::max(peak, sum);
                }
                for (std::size_t i = 0; i < truth.size(); ++i)
                    ASSERT_NEAR(grid.values[i], truth[i], 1e-6 * std::max(truth[i], 1e-3 * peak))
                        << name_of(kernel) << ' ' << middle << " cell " << i;
            }
        }
    }
}

TEST(AdaptiveDensity, OfEqualBandwidthsIsTheOrdinarySurface) {
    const auto points = random_points(800, {100, 100}, 3000, 4);
    const GridSpec spec{{0, 0}, 50_m, 64, 66};
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, 275_m};
        const DensityGrid plain = estimate_density(points, spec, params);
        const DensityGrid own =
            estimate_adaptive_density(with_bandwidth(points, params.bandwidth), spec, params);
        const float peak = *std::ranges::max_element(plain.values);
        for (std::size_t i = 0; i < plain.values.size(); ++i)
            ASSERT_NEAR(own.values[i], plain.values[i], 1e-6 * peak) << name_of(kernel);
    }
}

TEST(AdaptiveDensity, KeepsTheMass) {
    const auto points = random_points(1000, {1000, 1000}, 2000, 3);
    double weight = 0.0;
    for (const WeightedPoint& p : points) weight += p.weight;
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, 150_m};
        const auto kernels = abramson_bandwidths(points, params);
        const Metres reach = support_radius(kernel, widest_bandwidth(kernels));
        Box box;
        for (const KernelPoint& p : kernels) box.include(p.at);
        const GridSpec spec = grid_over(box.grown(reach), 10_m);
        EXPECT_NEAR(total_mass(estimate_adaptive_density(kernels, spec, params)) / weight, 1.0,
                    5e-4)
            << name_of(kernel);
    }
}

TEST(AdaptiveDensity, DoesNotDependOnOrderOrThreads) {
    auto points = random_points(3000, {0, 0}, 5000, 11);
    points.insert(points.end(), points.begin(), points.begin() + 500);  // coincident ones, too
    const GridSpec spec{{0, 0}, 50_m, 100, 100};
    const auto surface = [&] {
        return estimate_adaptive_density(abramson_bandwidths(points, {}), spec, {}).values;
    };
    const auto first = surface();
    std::mt19937 rng{5};
    std::ranges::shuffle(points, rng);
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    EXPECT_EQ(surface(), first);
}

TEST(AdaptiveDensity, AbramsonsRuleIsTheFormula) {
    const auto points = merge_coincident(random_points(500, {0, 0}, 3000, 13));
    const DensityParams params{Kernel::gaussian, 120_m};
    const auto kernels = abramson_bandwidths(points, params);
    ASSERT_EQ(kernels.size(), points.size());
    std::vector<double> pilot;
    double logs = 0.0;
    double weight = 0.0;
    for (const WeightedPoint& p : points) {
        double f = 0.0;
        for (const WeightedPoint& q : points)
            f += 1e6 * q.weight *
                 kernel_density(params.kernel, distance(p.at, q.at), params.bandwidth);
        pilot.push_back(f);
        logs += p.weight * std::log(f);
        weight += p.weight;
    }
    const double geometric_mean = std::exp(logs / weight);
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        EXPECT_EQ(kernels[i].at, points[i].at);
        EXPECT_EQ(kernels[i].weight, points[i].weight);
        const double h = 120.0 * std::sqrt(geometric_mean / pilot[i]);
        EXPECT_NEAR(kernels[i].bandwidth.value, std::clamp(h, 30.0, 480.0), 1e-6);
    }
}

TEST(AdaptiveDensity, AbramsonsRuleIsNarrowWhereThereIsMuchAndClamped) {
    std::vector<WeightedPoint> points{{{50000, 50000}, 1.0}, {{90000, 0}, 0.0}};
    for (int i = 0; i < 2000; ++i) points.push_back({{i % 50 * 1.0, i / 50 * 1.0}, 1.0});
    const auto kernels = abramson_bandwidths(points, {Kernel::quartic, 200_m});
    ASSERT_EQ(kernels.size(), 2001U) << "no weight, no kernel";
    EXPECT_EQ(kernels.back().bandwidth, 800_m) << "alone: the widest";
    EXPECT_LT(kernels.front().bandwidth, 210_m);
    const auto floored = abramson_bandwidths(points, {Kernel::quartic, 200_m}, 205_m);
    for (const KernelPoint& k : floored) EXPECT_GE(k.bandwidth, 205_m);
}

TEST(AdaptiveDensity, OfWeightsTimesAFactorKeepsTheBandwidths) {
    auto points = random_points(300, {0, 0}, 3000, 2);
    const auto once = abramson_bandwidths(points, {});
    for (WeightedPoint& p : points) p.weight *= 8.0;
    const auto more = abramson_bandwidths(points, {});
    for (std::size_t i = 0; i < once.size(); ++i)
        EXPECT_NEAR(more[i].bandwidth.value, once[i].bandwidth.value, 1e-9);
}

TEST(AdaptiveDensity, RefusesABandwidthThatIsNone) {
    const GridSpec spec{{0, 0}, 50_m, 2, 2};
    EXPECT_THROW((void)estimate_adaptive_density({{{0, 0}, 1.0, 0_m}}, spec, {}),
                 std::invalid_argument);
    EXPECT_THROW((void)estimate_adaptive_density({{{0, 0}, 1.0, Metres{NAN}}}, spec, {}),
                 std::invalid_argument);
}

TEST(NearestBandwidths, AreTheDistancesToTheKthOtherPlace) {
    std::mt19937_64 rng{4};
    std::uniform_real_distribution<double> anywhere{0.0, 6000.0};
    std::vector<WeightedPoint> points;
    for (int i = 0; i < 300; ++i)
        points.push_back({{anywhere(rng), anywhere(rng)}, 1.0 + static_cast<double>(i % 5)});
    const DensityParams params{Kernel::quartic, 300_m};
    for (const std::size_t k : {1U, 5U, 40U}) {
        for (const KernelPoint& p : nearest_bandwidths(points, k, params)) {
            std::vector<double> distances;
            for (const WeightedPoint& q : points) {
                if (q.at != p.at) distances.push_back(distance(p.at, q.at).value);
            }
            std::ranges::sort(distances);
            EXPECT_NEAR(p.bandwidth.value, std::clamp(distances[k - 1], 75.0, 1200.0), 1e-9);
        }
    }
}

TEST(NearestBandwidths, ManyEventsOnOneSpotAreOnePlace) {
    std::vector<WeightedPoint> points{{{0, 0}, 1.0}, {{500, 0}, 1.0}, {{0, 700}, 1.0}};
    for (int i = 0; i < 50; ++i) points.push_back({{0, 0}, 1.0});
    const DensityParams params{Kernel::quartic, 300_m};
    const auto kernels = nearest_bandwidths(points, 2, params);
    ASSERT_EQ(kernels.size(), 3U);
    EXPECT_DOUBLE_EQ(kernels[0].weight, 51.0);
    EXPECT_DOUBLE_EQ(kernels[0].bandwidth.value, 700.0);
    EXPECT_EQ(nearest_bandwidths(points, 9, params)[0].bandwidth, 1200_m) << "no nine others";
    EXPECT_THROW((void)nearest_bandwidths(points, 0, params), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
