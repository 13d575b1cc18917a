// SPDX-License-Identifier: Apache-2.0
#include "geo/choose_bandwidth.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/leaning_points.hpp"

namespace beatline {
namespace {

constexpr Seconds day{24 * 3600};

/// Events about 40 homes of a town, a day after another; on a lattice where it is wider than 0.
std::vector<PointEvent> events_about_homes(std::size_t n, double spread, double lattice = 0.0) {
    std::mt19937_64 rng{3};
    std::normal_distribution<double> stray{0.0, spread};
    const auto homes = testing::leaning_points(40);
    std::vector<PointEvent> events;
    for (std::size_t i = 0; i < n; ++i) {
        const Point home = homes[rng() % homes.size()].at;
        Point at{4e5 + 12.0 * home.x + stray(rng), 3e5 + 12.0 * home.y + stray(rng)};
        if (lattice > 0.0)
            at = {std::round(at.x / lattice) * lattice, std::round(at.y / lattice) * lattice};
        const Instant when{static_cast<int>(i) * day};
        events.push_back({at, {when, when}, 1.0, 0});
    }
    return events;
}

TEST(ChooseBandwidth, AutomaticHoldsTheLastOut) {
    const auto events = events_about_homes(2000, 150.0);
    const ChosenBandwidth chosen = choose_bandwidth(events, {});
    EXPECT_EQ(chosen.used, BandwidthRule::held_out);
    EXPECT_EQ(chosen.later, 400U);
    EXPECT_EQ(chosen.cut, Instant{1600 * day});
    ASSERT_TRUE(chosen.scores);
    // A home has 40 events: Scott's rule for one hump of 150 m is 2.78 * 150 * 40^(-1/6) = 225 m,
    // and one for the whole town would be far wider.
    EXPECT_GT(chosen.bandwidth.value, 150.0);
    EXPECT_LT(chosen.bandwidth.value, 500.0);
    EXPECT_GT(chosen.reference.bandwidth.value, 1000.0);
}

TEST(ChooseBandwidth, SnappedEventsDoNotChooseTheirOwnSpots) {
    // All on a lattice of 100 m: without a floor the narrowest kernels would only redraw it.
    const auto events = events_about_homes(2000, 150.0, 100.0);
    BandwidthWish wish;
    wish.spacing = Metres{100};
    const ChosenBandwidth chosen = choose_bandwidth(events, wish);
    EXPECT_EQ(chosen.floor, 100_m);
    EXPECT_GE(chosen.bandwidth.value, 100.0);
    const ChosenBandwidth fine = choose_bandwidth(events_about_homes(2000, 150.0), {});
    EXPECT_NEAR(chosen.bandwidth.value, fine.bandwidth.value, 0.6 * fine.bandwidth.value);
}

TEST(ChooseBandwidth, WithoutTimesItLeavesPlacesOut) {
    auto events = events_about_homes(1000, 150.0);
    for (PointEvent& e : events) e.when = {};
    const ChosenBandwidth chosen = choose_bandwidth(events, {});
    EXPECT_EQ(chosen.used, BandwidthRule::likelihood);
    EXPECT_GT(chosen.bandwidth.value, 150.0);
    EXPECT_LT(chosen.bandwidth.value, 600.0);
}

TEST(ChooseBandwidth, OfTooFewItTakesTheRuleOfThumb) {
    auto events = events_about_homes(6, 150.0);
    EXPECT_EQ(choose_bandwidth(events, {}).used, BandwidthRule::silverman);
    for (PointEvent& e : events) e.at = events[0].at;
    const ChosenBandwidth chosen = choose_bandwidth(events, {});
    EXPECT_TRUE(chosen.degenerate);
    EXPECT_EQ(chosen.bandwidth, 300_m);
}

TEST(ChooseBandwidth, EveryRuleIsReadBackAndChoosesNoLessThanTheCell) {
    const auto events = events_about_homes(500, 30.0);
    for (const BandwidthRule rule : all_bandwidth_rules) {
        EXPECT_EQ(bandwidth_rule_named(name_of(rule)), rule);
        BandwidthWish wish;
        wish.rule = rule;
        EXPECT_GE(choose_bandwidth(events, wish).bandwidth.value, 25.0) << name_of(rule);
        wish.least = Metres{9000};
        const ChosenBandwidth wide = choose_bandwidth(events, wish);
        EXPECT_GE(wide.bandwidth.value, 9000.0) << name_of(rule);
    }
    EXPECT_FALSE(bandwidth_rule_named("held-out likelihood")) << "not to be asked for by name";
}

TEST(ChooseBandwidth, GrowsWithTheMap) {
    const auto events = events_about_homes(800, 100.0);
    auto wider = events;
    for (PointEvent& e : wider) e.at = {3.0 * (e.at.x - 4e5), 3.0 * (e.at.y - 3e5)};
    for (const BandwidthRule rule : all_bandwidth_rules) {
        BandwidthWish wish;
        wish.rule = rule;
        const double before = choose_bandwidth(events, wish).bandwidth.value;
        wish.least = 3.0 * wish.least;
        EXPECT_NEAR(choose_bandwidth(wider, wish).bandwidth.value, 3.0 * before, 1e-6 * before)
            << name_of(rule);
    }
}

}  // namespace
}  // namespace beatline
