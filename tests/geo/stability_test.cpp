// SPDX-License-Identifier: Apache-2.0
#include "geo/stability.hpp"

#include <cmath>
#include <numeric>
#include <oneapi/tbb/global_control.h>

#include <gtest/gtest.h>

#include "geo/density_surfaces.hpp"
#include "geo/extract.hpp"
#include "geo/random_stream.hpp"

namespace beatline {
namespace {

TEST(ResampleCounts, ArePoissonNumbersOfMeanOne) {
    const auto counts = resample_counts(200'000, 4, 9);
    std::vector<double> seen(8, 0.0);
    for (const std::uint8_t c : counts) seen[std::min<std::size_t>(c, 7)] += 1.0;
    double p = std::exp(-1.0);
    for (std::size_t k = 0; k < 6; ++k) {
        EXPECT_NEAR(seen[k], 200'000.0 * p, 5.0 * std::sqrt(200'000.0 * p)) << k;
        p /= static_cast<double>(k + 1);
    }
    EXPECT_EQ(resample_counts(100, 4, 9), resample_counts(100, 4, 9));
    EXPECT_NE(resample_counts(100, 4, 9), resample_counts(100, 4, 10));
    EXPECT_NE(resample_counts(100, 4, 9), resample_counts(100, 5, 9));
}

/// A town whose one cluster is strong and whose other is three events by chance.
struct Town {
    std::vector<Point> places;
    std::vector<double> weights;
    GridSpec spec{{0, 0}, 50_m, 80, 80};
    SharedPlaces shared;
    HotspotParams params;
    std::vector<Hotspot> hotspots;

    static std::vector<Point> events() {
        std::vector<Point> all;
        RandomStream random{6};
        for (int i = 0; i < 60; ++i)
            all.push_back({1000.0 + 120.0 * random.unit(), 1000.0 + 120.0 * random.unit()});
        for (int i = 0; i < 3; ++i)
            all.push_back({3000.0 + 60.0 * random.unit(), 3000.0 + 60.0 * random.unit()});
        for (int i = 0; i < 150; ++i)
            all.push_back({4000.0 * random.unit(), 4000.0 * random.unit()});
        return all;
    }
    Town()
        : places{events()},
          weights(places.size(), 1.0),
          shared{places, spec, {Kernel::quartic, 250_m}} {
        params.count = 5;
        hotspots = find(weights);
    }
    [[nodiscard]] std::vector<Hotspot> find(std::span<const double> w) const {
        return extract_hotspots(shared.surface(w), {}, params);
    }
    [[nodiscard]] Stability resampled(std::size_t n) const {
        return bootstrap_hotspots(hotspots, weights, spec, {n, 3},
                                  [this](std::span<const double> w) { return find(w); });
    }
};

TEST(Stability, AStrongClusterIsAlwaysThereAndWeakOnesAreNot) {
    const Town town;
    const auto stability = town.resampled(100);
    ASSERT_EQ(stability.shares.size(), town.hotspots.size());
    ASSERT_GE(town.hotspots.size(), 3U);
    EXPECT_LT(distance(town.hotspots.front().peak, {1060, 1060}), 150_m);
    EXPECT_EQ(stability.shares.front(), 1.0);
    EXPECT_LT(stability.shares.back(), 0.9);
    const std::size_t cell = 21 * 80 + 21;
    EXPECT_EQ(stability.cells.values[cell], 1.0F);
    for (const float share : stability.cells.values) {
        EXPECT_GE(share, 0.0F);
        EXPECT_LE(share, 1.0F);
    }
}

TEST(Stability, WithoutRandomnessEverythingAppears) {
    const Town town;
    const auto stability =
        bootstrap_hotspots(town.hotspots, town.weights, {}, {10, 1},
                           [&](std::span<const double>) { return town.hotspots; });
    for (const double share : stability.shares) EXPECT_EQ(share, 1.0);
    EXPECT_TRUE(stability.cells.values.empty());
    const auto nowhere = bootstrap_hotspots(town.hotspots, town.weights, {}, {10, 1},
                                            [&](auto) { return std::vector<Hotspot>{}; });
    for (const double share : nowhere.shares) EXPECT_EQ(share, 0.0);
}

TEST(Stability, DoesNotDependOnThreads) {
    const Town town;
    const auto many = town.resampled(20);
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    const auto alone = town.resampled(20);
    EXPECT_EQ(many.shares, alone.shares);
    EXPECT_EQ(many.cells.values, alone.cells.values);
}

}  // namespace
}  // namespace beatline
