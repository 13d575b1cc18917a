// SPDX-License-Identifier: Apache-2.0
#include "geo/relative_density.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "geo/edge_correction.hpp"
#include "geo/zone.hpp"

#include "tests/support/areas.hpp"

namespace beatline {
namespace {

constexpr Point corner{400'000.0, 300'000.0};
const MultiPolygon square = testing::square_area(corner, 4000.0);

RelativeRules rules_with(std::size_t replicates) {
    RelativeRules rules;
    rules.spec = {corner, Metres{50}, 80, 80};
    rules.area = square;
    rules.density = {Kernel::quartic, Metres{400}};
    rules.replicates = replicates;
    return rules;
}

/// 100 people a cell in the west, 300 in the east.
std::vector<WeightedPoint> people() {
    const std::vector<Zone> zones{{{{{corner,
                                      {corner.x + 2000, corner.y},
                                      {corner.x + 2000, corner.y + 4000},
                                      {corner.x, corner.y + 4000},
                                      corner},
                                     {}}},
                                   320'000.0},
                                  {{{{{corner.x + 2000, corner.y},
                                      {corner.x + 4000, corner.y},
                                      {corner.x + 4000, corner.y + 4000},
                                      {corner.x + 2000, corner.y + 4000},
                                      {corner.x + 2000, corner.y}},
                                     {}}},
                                   960'000.0}};
    return spread_zones(zones, {corner, Metres{50}, 80, 80}, square).points;
}

std::vector<WeightedPoint> drawn_from(const std::vector<WeightedPoint>& places, std::size_t n,
                                      std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::vector<double> weights;
    for (const WeightedPoint& p : places) weights.push_back(p.weight);
    std::discrete_distribution<std::size_t> pick{weights.begin(), weights.end()};
    std::vector<WeightedPoint> events;
    for (std::size_t i = 0; i < n; ++i) events.push_back({places[pick(rng)].at, 1.0});
    return events;
}

TEST(RelativeDensity, IsOneWhereTheSurfacesAreProportional) {
    const auto background = people();
    auto events = background;
    for (WeightedPoint& p : events) p.weight *= 1e-3;
    for (const double share : {0.0, 0.05, 0.5}) {
        RelativeRules rules = rules_with(0);
        rules.even_share = share;
        for (const RelativeDensity& found : {relative_to_background(events, background, rules),
                                             relative_to_events(events, background, rules)}) {
            for (const float ratio : found.ratio.values) EXPECT_NEAR(ratio, 1.0F, 1e-5F);
            for (const float z : found.z.values) EXPECT_NEAR(z, 0.0F, 1e-3F);
        }
    }
}

TEST(RelativeDensity, ExpectedIsTheBackgroundInEvents) {
    const auto background = people();
    const auto events = drawn_from(background, 500, 1);
    const RelativeDensity found = relative_to_background(events, background, rules_with(0));
    // A quarter of the people live on 8 km^2 in the west: 500 / 4 / 8 events per km^2.
    EXPECT_NEAR(found.expected.at(40, 15), 15.625, 1e-2);
    EXPECT_NEAR(found.expected.at(40, 65), 46.875, 1e-2);
    const RelativeDensity sampled = relative_to_events(events, background, rules_with(0));
    EXPECT_NEAR(sampled.expected.at(40, 65), 46.875, 1e-2);
}

TEST(RelativeDensity, TakesOutWhatTheBackgroundExplainsAndFindsWhatItDoesNot) {
    const auto background = people();
    auto events = drawn_from(background, 600, 2);
    for (int i = 0; i < 40; ++i)  // in the west, where few live
        events.push_back(
            {{corner.x + 900.0 + 20.0 * (i % 7), corner.y + 1500.0 + 20.0 * (i / 7)}, 1.0});
    const RelativeDensity found = relative_to_background(events, background, rules_with(199));
    const auto highest = std::ranges::max_element(found.z.values);
    const auto cell = static_cast<std::size_t>(highest - found.z.values.begin());
    const Point at = found.z.spec.centre(cell / 80, cell % 80);
    EXPECT_LT(distance(at, {corner.x + 960, corner.y + 1550}).value, 200.0);
    EXPECT_LE(found.chance.p_of(*highest), 0.01);
    EXPECT_GT(found.ratio.values[cell], 3.0F);
    EXPECT_NEAR(found.ratio.at(60, 60), 1.0F, 0.6F);
}

TEST(RelativeDensity, EventsDrawnFromTheBackgroundAreSeldomCalledMore) {
    const auto background = people();
    int claimed = 0;
    int claimed_of_labels = 0;
    for (std::uint64_t t = 0; t < 100; ++t) {
        const auto events = drawn_from(background, 150, 50 + t);
        RelativeRules rules = rules_with(39);
        rules.spec = {corner, Metres{100}, 40, 40};
        rules.seed = t;
        const auto largest = [](const RelativeDensity& found) {
            double most = 0.0;
            for (const float z : found.z.values) most = std::max(most, std::abs(double(z)));
            return found.chance.p_of(most);
        };
        claimed += largest(relative_to_background(events, background, rules)) <= 0.05 ? 1 : 0;
        const auto others = drawn_from(background, 600, 5000 + t);
        claimed_of_labels += largest(relative_to_events(events, others, rules)) <= 0.05 ? 1 : 0;
    }
    // 12 or more of 100 at 0.05 have a probability below 0.005.
    EXPECT_LE(claimed, 11);
    EXPECT_LE(claimed_of_labels, 11);
}

TEST(RelativeDensity, EdgeCorrectionCancels) {
    const auto background = people();
    const auto events = drawn_from(background, 800, 3);
    RelativeRules rules = rules_with(0);
    rules.even_share = 0.0;
    const RelativeDensity found = relative_to_background(events, background, rules);
    DensityGrid above = estimate_density(events, rules.spec, rules.density);
    DensityGrid below = estimate_density(background, rules.spec, rules.density);
    correct_uniform(above, square, rules.density);
    correct_uniform(below, square, rules.density);
    for (std::size_t i = 0; i < above.values.size(); ++i) {
        const double corrected = above.values[i] / 800.0 / (below.values[i] / 1.28e6);
        EXPECT_NEAR(found.ratio.values[i], corrected, 1e-4 * corrected + 1e-6);
    }
}

TEST(RelativeDensity, CellsOutsideAreNoRatioAndEmptyOnesAreFinite) {
    RelativeRules rules = rules_with(0);
    rules.area = testing::square_area({corner.x + 1000, corner.y + 1000}, 2000.0);
    const std::vector<WeightedPoint> here{{{corner.x + 1500, corner.y + 1500}, 1.0}};
    const std::vector<WeightedPoint> there{{{corner.x + 2500, corner.y + 2500}, 1.0}};
    const RelativeDensity found = relative_to_background(here, there, rules);
    EXPECT_TRUE(std::isnan(found.ratio.at(5, 5)));
    for (const float ratio : found.ratio.values) {
        if (!std::isnan(ratio)) {
            EXPECT_TRUE(std::isfinite(ratio));
        }
    }
    EXPECT_GT(found.ratio.at(30, 30), 10.0F);
    EXPECT_LT(found.ratio.at(50, 50), 0.1F);
    EXPECT_NEAR(found.ratio.at(30, 58), 1.0F, 1e-5F) << "neither has anything there";
    EXPECT_THROW((void)relative_to_background({}, there, rules), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
