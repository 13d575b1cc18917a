// SPDX-License-Identifier: Apache-2.0
#include "geo/extract.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "geo/density.hpp"

#include "tests/support/random_points.hpp"
#include "tests/support/valid_polygon.hpp"

namespace beatline {
namespace {

using testing::random_points;
using testing::valid;

DensityGrid noise(std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::uniform_int_distribution<int> level{0, 6};  // many ties and saddles on purpose
    DensityGrid grid{{{1000, 2000}, 10_m, 40, 50}, {}};
    for (std::size_t i = 0; i < grid.spec.size(); ++i)
        grid.values.push_back(level(rng) == 0 ? std::numeric_limits<float>::quiet_NaN()
                                              : static_cast<float>(level(rng)));
    return grid;
}

TEST(Extract, OutlinesAreValidPolygonsOnSmoothAndOnWildSurfaces) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const auto points = random_points(300, {0, 0}, 4000, seed);
        const DensityGrid smooth =
            estimate_density(points, grid_over({{-300, -300}, {4300, 4300}}, 25_m), {});
        for (const DensityGrid& grid : {smooth, noise(seed)}) {
            const auto hotspots = extract_hotspots(
                grid, {},
                {.count = 1000, .min_separation = 20_m, .peak_share = 0.3, .min_area = 0_m2});
            ASSERT_FALSE(hotspots.empty());
            for (const Hotspot& h : hotspots) {
                EXPECT_TRUE(valid(h.outline)) << "seed " << seed << " hotspot " << h.id;
                EXPECT_TRUE(contains(h.outline, h.peak));
                EXPECT_GT(signed_area(h.outline.outer).value, 0.0);
            }
        }
    }
}

TEST(Extract, RanksByMassAndKeepsPeaksApart) {
    const auto points = random_points(2000, {0, 0}, 6000, 4);
    const DensityGrid grid = estimate_density(points, grid_over({{0, 0}, {6000, 6000}}, 25_m), {});
    for (const double apart : {0.0, 300.0, 1200.0}) {
        const auto hotspots = extract_hotspots(grid, {}, {.min_separation = Metres{apart}});
        ASSERT_GT(hotspots.size(), 3U);
        for (std::size_t i = 0; i < hotspots.size(); ++i) {
            EXPECT_EQ(hotspots[i].id, i + 1);
            if (i > 0) {
                EXPECT_GE(hotspots[i - 1].mass, hotspots[i].mass);
            }
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_GE(distance(hotspots[i].peak, hotspots[j].peak).value, apart);
        }
    }
}

TEST(Extract, MassOfDisjointHotspotsIsPartOfTheWhole) {
    const auto points = random_points(2000, {0, 0}, 6000, 5);
    const DensityGrid grid = estimate_density(points, grid_over({{0, 0}, {6000, 6000}}, 25_m), {});
    double shares = 0.0;
    for (const Hotspot& h : extract_hotspots(grid, {}, {.count = 10'000, .min_area = 0_m2}))
        shares += h.mass_share;
    EXPECT_GT(shares, 0.3);
    EXPECT_LE(shares, 1.0);
}

TEST(Extract, AreaShareKeepsNoMoreThanTheDensestShare) {
    const auto points = random_points(2000, {0, 0}, 6000, 6);
    const DensityGrid grid = estimate_density(points, grid_over({{0, 0}, {6000, 6000}}, 25_m), {});
    double kept = 0.0;
    for (const Hotspot& h : extract_hotspots(
             grid, {},
             {.count = 10'000, .area_share = 0.01, .min_separation = 0_m, .min_area = 0_m2}))
        kept += h.area.value;
    EXPECT_LE(kept, 0.0115 * 36e6);  // outlines interpolate: a little more or less than whole cells
    EXPECT_GT(kept, 0.001 * 36e6);
}

TEST(Extract, VolumeShareKeepsTheFewestCellsThatHoldIt) {
    // Two cones far apart; the contour of a share is where the sorted cells reach it.
    DensityGrid grid{{{0, 0}, 10_m, 60, 120}, std::vector<float>(60 * 120, 0.0F)};
    for (std::size_t r = 0; r < 60; ++r) {
        for (std::size_t c = 0; c < 120; ++c) {
            const Point at = grid.spec.centre(r, c);
            const double near =
                std::min(distance(at, {305, 305}).value, distance(at, {905, 305}).value + 100.0);
            grid.values[r * 120 + c] = static_cast<float>(std::max(0.0, 250.0 - near));
        }
    }
    std::vector<float> sorted = grid.values;
    std::ranges::sort(sorted, std::greater{});
    const double all = std::accumulate(sorted.begin(), sorted.end(), 0.0);
    for (const double share : {0.3, 0.6, 0.9}) {
        std::size_t cells = 0;
        for (double sum = 0.0; sum < share * all; ++cells) sum += sorted[cells];
        double area = 0.0;
        double mass = 0.0;
        for (const Hotspot& h : extract_hotspots(
                 grid, {}, {.volume_share = share, .peak_share = 1e-6, .min_area = 0_m2})) {
            area += h.area.value;
            mass += h.mass_share;
        }
        EXPECT_NEAR(mass, share, 0.02);
        EXPECT_NEAR(area, static_cast<double>(cells) * 100.0, 0.05 * area);
    }
}

TEST(Extract, CountsTheEventsInside) {
    std::vector<PointEvent> events(7, {{1000, 1000}, {}, 1.0, 0});
    events.push_back({{5000, 5000}, {}, 1.0, 0});
    const DensityGrid grid =
        estimate_density(merge_coincident(events), grid_over({{0, 0}, {6000, 6000}}, 25_m), {});
    const auto hotspots = extract_hotspots(grid, events, {});
    ASSERT_EQ(hotspots.size(), 2U);
    EXPECT_EQ(hotspots[0].event_count, 7U);
    EXPECT_EQ(hotspots[1].event_count, 1U);
    // Quartic of 300 m: half the peak is reached at 300 * sqrt(1 - sqrt(1/2)) = 162.4 m.
    EXPECT_NEAR(std::sqrt(hotspots[0].area.value / M_PI), 162.4, 3.0);
}

TEST(Extract, NothingGivesNothing) {
    const DensityGrid flat{{{0, 0}, 25_m, 4, 4}, std::vector<float>(16, 0.0F)};
    EXPECT_TRUE(extract_hotspots(flat, {}, {}).empty());
}

TEST(Extract, RefusesSharesOutOfRange) {
    const DensityGrid flat{{{0, 0}, 25_m, 1, 1}, {1.0F}};
    EXPECT_THROW((void)extract_hotspots(flat, {}, {.area_share = 0.0}), std::invalid_argument);
    EXPECT_THROW((void)extract_hotspots(flat, {}, {.peak_share = 1.5}), std::invalid_argument);
    EXPECT_THROW((void)extract_hotspots(flat, {}, {.volume_share = 0.0}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
