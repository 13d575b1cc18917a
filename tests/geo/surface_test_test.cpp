// SPDX-License-Identifier: Apache-2.0
#include "geo/surface_test.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <oneapi/tbb/global_control.h>

#include <gtest/gtest.h>

#include "geo/adaptive_density.hpp"
#include "geo/extract.hpp"
#include "geo/peak_scan.hpp"

#include "tests/support/areas.hpp"
#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::ragged_area;
using testing::random_points;
using testing::square_area;

const MultiPolygon town = square_area({0, 0}, 4000);

std::vector<WeightedPoint> by_chance(const NullModel& model, std::size_t n, std::uint64_t seed) {
    std::vector<Point> places(n);
    model.draw(RandomStream{seed}, places);
    std::vector<WeightedPoint> points;
    for (const Point p : places) points.push_back({p, 1.0});
    return points;
}

SurfaceTestRules rules_for(double bandwidth_m, std::size_t replicates = 99) {
    SurfaceTestRules rules;
    rules.surface.density = {Kernel::quartic, Metres{bandwidth_m}};
    rules.replicates = replicates;
    return rules;
}

std::size_t significant(const SurfaceTest& test) {
    return static_cast<std::size_t>(std::ranges::count_if(
        test.peaks, [](const TestedPeak& p) { return p.verdict.significant; }));
}

TEST(PeakScore, IsTheLikelihoodRatioOfACount) {
    EXPECT_EQ(peak_score(5.0, 5.0), 0.0);
    EXPECT_NEAR(peak_score(12.0, 4.0), std::sqrt(2.0 * (12.0 * std::log(3.0) - 8.0)), 1e-12);
    EXPECT_LT(peak_score(2.0, 9.0), 0.0);
    EXPECT_GT(peak_score(1.0, 0.0), 0.0);
    EXPECT_EQ(peak_score(1.0, 0.0), peak_score(1.0, 0.05)) << "never against nothing";
    for (double k = 0.0; k < 30.0; k += 0.25)
        EXPECT_GT(peak_score(k + 0.25, 7.0), peak_score(k, 7.0));
}

TEST(PeakScan, FindsThePeaksThatTheWatershedHas) {
    DensityGrid grid{{{0, 0}, 10_m, 37, 53}, {}};
    RandomStream random{8};
    for (std::size_t i = 0; i < grid.spec.size(); ++i) {
        const auto v = static_cast<float>(random.below(6));  // plateaus, zeros
        grid.values.push_back(random.below(9) == 0 ? -1.0F : v);
    }
    std::vector<std::pair<std::size_t, std::size_t>> found;
    PeakScan scan{grid.spec.cols,
                  [&](std::size_t r, std::size_t c, float) { found.emplace_back(r, c); }};
    for (std::size_t r = grid.spec.rows; r > 0; --r)
        scan.add_row(r - 1,
                     std::span{grid.values}.subspan((r - 1) * grid.spec.cols, grid.spec.cols));
    scan.finish();
    std::vector<std::pair<std::size_t, std::size_t>> wanted;
    const auto at = [&](std::ptrdiff_t r, std::ptrdiff_t c) {
        if (r < 0 || c < 0 || r >= 37 || c >= 53) return -1.0F;
        return grid.at(static_cast<std::size_t>(r), static_cast<std::size_t>(c));
    };
    for (std::ptrdiff_t r = 36; r >= 0; --r) {
        for (std::ptrdiff_t c = 0; c < 53; ++c) {
            const float v = at(r, c);
            if (v > 0.0F && v > at(r - 1, c) && v > at(r, c - 1) && v >= at(r + 1, c) &&
                v >= at(r, c + 1))
                wanted.emplace_back(r, c);
        }
    }
    EXPECT_EQ(found, wanted);
    // And none of a hotspot's densest cells is missed.
    std::ranges::replace_if(
        grid.values, [](float v) { return v < 0.0F; }, std::nanf(""));
    HotspotParams params;
    params.min_area = SquareMetres{0};
    params.min_separation = 0_m;
    params.count = 10'000;
    for (const Hotspot& h : extract_hotspots(grid, {}, params)) {
        const std::pair cell{static_cast<std::size_t>(h.peak.y / 10.0),
                             static_cast<std::size_t>(h.peak.x / 10.0)};
        EXPECT_NE(std::ranges::find(found, cell), found.end());
    }
}

/// Sets of random places in which anything is called a hotspot.
int false_alarms(int sets, std::size_t events, SurfaceTestRules rules) {
    const NullModel anywhere = NullModel::anywhere(town);
    const GridSpec spec = grid_over(bounds(town), 100_m);
    int alarms = 0;
    for (int set = 0; set < sets; ++set) {
        rules.seed = 1000 + static_cast<std::uint64_t>(set);
        const auto test = test_surface(by_chance(anywhere, events, static_cast<std::uint64_t>(set)),
                                       spec, town, anywhere, rules);
        alarms += significant(test) > 0 ? 1 : 0;
    }
    return alarms;
}

TEST(SurfaceTest, AtMostSixInAHundredSetsOfRandomPlacesHaveAHotspot) {
    EXPECT_LE(false_alarms(200, 400, rules_for(400, 99)), 12);
    EXPECT_LE(false_alarms(200, 30, rules_for(400, 99)), 12) << "few events";
}

TEST(SurfaceTest, NeitherWeightsNorCorrectionsMakeHotspotsOfChance) {
    const NullModel anywhere = NullModel::anywhere(town);
    const GridSpec spec = grid_over(bounds(town), 100_m);
    for (const EdgeCorrection edge : all_edge_corrections) {
        for (const bool adaptive : {false, true}) {
            if (adaptive && edge == EdgeCorrection::uniform) continue;
            int alarms = 0;
            for (std::uint64_t set = 0; set < 20; ++set) {
                SurfaceTestRules rules = rules_for(400, 59);
                rules.surface.edge = edge;
                rules.surface.adaptive = adaptive;
                rules.seed = 500 + set;
                auto points = by_chance(anywhere, 200, set);
                for (std::size_t i = 0; i < points.size(); ++i)
                    points[i].weight = i % 10 == 0 ? 20.0 : 1.0;
                alarms +=
                    significant(test_surface(points, spec, town, anywhere, rules)) > 0 ? 1 : 0;
            }
            EXPECT_LE(alarms, 4) << name_of(edge) << (adaptive ? " adaptive" : "");
        }
    }
}

TEST(SurfaceTest, OnceStoppedItJudgesNothing) {
    static std::atomic<int> asked;  // several threads ask
    const GridSpec spec = grid_over(bounds(town), 100_m);
    const std::vector<Zone> people{{town, 5.0}};
    const NullModel chance = NullModel::by_zones(people, town);
    for (const int when : {0, 1, 30}) {
        asked = -when;
        SurfaceTestRules rules = rules_for(400, 100'000);
        rules.surface.density.cancelled = [] { return ++asked > 0; };
        EXPECT_TRUE(
            test_surface(by_chance(chance, 200, 1), spec, town, chance, rules).peaks.empty());
        EXPECT_LT(asked, 1'000) << "of 100,000 simulations few were begun";
    }
}

TEST(SurfaceTest, APlantedClusterIsFoundWhereItIs) {
    const NullModel anywhere = NullModel::anywhere(town);
    const GridSpec spec = grid_over(bounds(town), 50_m);
    int found = 0;
    int elsewhere = 0;
    for (std::uint64_t set = 0; set < 20; ++set) {
        auto points = by_chance(anywhere, 400, set);  // 5 in a disc of 250 m
        RandomStream random{900 + set};
        for (int i = 0; i < 30; ++i)
            points.push_back(
                {{2500.0 + 200.0 * random.unit(), 1200.0 + 200.0 * random.unit()}, 1.0});
        SurfaceTestRules rules = rules_for(400, 99);
        rules.seed = set;
        const auto test = test_surface(points, spec, town, anywhere, rules);
        bool here = false;
        for (const TestedPeak& peak : test.peaks) {
            if (!peak.verdict.significant) continue;
            const bool near = distance(peak.at, {2600, 1300}) < 300_m;
            here = here || near;
            elsewhere += near ? 0 : 1;
            if (!near) continue;
            EXPECT_GT(peak.height, 3.0 * peak.expected);
            EXPECT_LE(peak.verdict.p_family, 0.05);
        }
        found += here ? 1 : 0;
    }
    EXPECT_EQ(found, 20);
    EXPECT_LE(elsewhere, 3) << "of all that is reported, few are false";
}

TEST(SurfaceTest, WhatABackgroundExplainsIsNoHotspot) {
    // Nine in ten people live in one corner, and so happens what happens.
    const std::vector<Zone> people{{square_area({0, 0}, 4000), 1000.0},
                                   {square_area({500, 500}, 800), 9000.0}};
    const NullModel by_people = NullModel::by_zones(people, town);
    const NullModel anywhere = NullModel::anywhere(town);
    const GridSpec spec = grid_over(bounds(town), 50_m);
    int by_area = 0;
    int by_head = 0;
    for (std::uint64_t set = 0; set < 20; ++set) {
        const auto points = by_chance(by_people, 300, set);
        by_area += significant(test_surface(points, spec, town, anywhere, rules_for(300))) > 0;
        by_head += significant(test_surface(points, spec, town, by_people, rules_for(300))) > 0;
    }
    EXPECT_EQ(by_area, 20);
    EXPECT_LE(by_head, 4);
    // A cluster where hardly anybody lives stands out against people, though not by its height.
    auto points = by_chance(by_people, 300, 50);
    for (int i = 0; i < 12; ++i)
        points.push_back({{3000.0 + 10.0 * i, 3000.0 + 7.0 * (i % 4)}, 1.0});
    const auto test = test_surface(points, spec, town, by_people, rules_for(300));
    ASSERT_EQ(significant(test), 1U);
    const auto peak = std::ranges::max_element(test.peaks, {}, &TestedPeak::score);
    EXPECT_LT(distance(peak->at, {3050, 3010}), 150_m);
    EXPECT_LT(peak->height, std::ranges::max(test.peaks, {}, &TestedPeak::height).height);
}

TEST(SurfaceTest, ScoresCountEventsAgainstWhatIsExpected) {
    // Sixty events on one spot: at the peak they count as K(0) / R(K) = 5/3 of sixty.
    std::vector<WeightedPoint> points(60, WeightedPoint{{2025, 2025}, 2.0});
    const NullModel anywhere = NullModel::anywhere(town);
    const auto test =
        test_surface(points, grid_over(bounds(town), 50_m), town, anywhere, rules_for(500, 49));
    ASSERT_EQ(test.peaks.size(), 1U);
    const TestedPeak& peak = test.peaks.front();
    EXPECT_EQ(peak.at, (Point{2025, 2025}));
    EXPECT_NEAR(peak.height / test.one_event, 60.0 * 5.0 / 3.0, 1e-4);
    EXPECT_NEAR(peak.expected, 120.0 / 16.0, 0.02);
    EXPECT_TRUE(peak.verdict.significant);
    EXPECT_NEAR(test.events_expected, 60.0 / 16.0 * std::numbers::pi * 0.25 * 5.0 / 9.0, 0.15);
    EXPECT_GT(test.events_needed, test.events_expected);
    EXPECT_LT(test.events_needed, 30.0);
}

TEST(SurfaceTest, DoesNotDependOnThreadsAndRepeatsWithItsSeed) {
    const MultiPolygon area = ragged_area({2000, 2000}, 1800);
    const NullModel anywhere = NullModel::anywhere(area);
    auto points = points_inside(random_points(500, {0, 0}, 4000, 3), area);
    SurfaceTestRules rules = rules_for(250, 49);
    rules.surface.edge = EdgeCorrection::diggle;
    const GridSpec spec = grid_over(bounds(area), 40_m);
    const auto many = test_surface(points, spec, area, anywhere, rules);
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    const auto alone = test_surface(points, spec, area, anywhere, rules);
    ASSERT_EQ(many.peaks.size(), alone.peaks.size());
    for (std::size_t i = 0; i < many.peaks.size(); ++i) {
        EXPECT_EQ(many.peaks[i].height, alone.peaks[i].height);
        EXPECT_EQ(many.peaks[i].verdict.p_value, alone.peaks[i].verdict.p_value);
        EXPECT_EQ(many.peaks[i].verdict.p_adjusted, alone.peaks[i].verdict.p_adjusted);
    }
}

TEST(SurfaceTest, RefusesWhatCannotBeTested) {
    const NullModel anywhere = NullModel::anywhere(town);
    const GridSpec spec = grid_over(bounds(town), 100_m);
    const std::vector<WeightedPoint> none{{{10, 10}, 0.0}};
    EXPECT_THROW((void)test_surface(none, spec, town, anywhere, rules_for(300)),
                 std::invalid_argument);
    const std::vector<WeightedPoint> one{{{10, 10}, 1.0}};
    EXPECT_THROW((void)test_surface(one, spec, town, anywhere, rules_for(300, 0)),
                 std::invalid_argument);
}

TEST(SurfaceTest, ObservesTheSurfaceThatTheMapShows) {
    const NullModel anywhere = NullModel::anywhere(town);
    const GridSpec spec{{0, 0}, 50_m, 80, 80};
    const auto events = by_chance(anywhere, 200, 9);
    for (const std::optional<std::size_t> nearest : {std::optional<std::size_t>{}, {5}}) {
        SurfaceTestRules rules = rules_for(300, 19);
        rules.surface.adaptive = true;
        rules.surface.nearest = nearest;
        rules.least_bandwidth = 50_m;
        const SurfaceTest test = test_surface(events, spec, town, anywhere, rules);
        const DensityGrid map =
            estimate_surface(with_bandwidths(events, rules.surface.density, 50_m, true, nearest),
                             spec, town, rules.surface)
                .density;
        EXPECT_EQ(test.observed.values, map.values) << (nearest ? "nearest" : "abramson");
    }
}

}  // namespace
}  // namespace beatline
