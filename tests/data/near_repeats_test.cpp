// SPDX-License-Identifier: Apache-2.0
#include "data/near_repeats.hpp"

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "geo/rng.hpp"

#include "tests/support/message_of.hpp"

namespace beatline {
namespace {

const LocalOffset utc = [](Instant) { return Seconds{0}; };
const std::vector<std::string> kinds{"Burglary", "Drugs"};

Instant on_day(std::int64_t day) {
    return Instant{std::chrono::days{20'000 + day} + std::chrono::hours{12}};
}

/// 300 burglaries of a year, each third followed within 60 m and 3 days; and drugs without pattern.
std::vector<PointEvent> burglaries() {
    Rng rng{8};
    std::vector<PointEvent> events;
    for (int i = 0; i < 300; ++i) {
        const Point at{rng.unit() * 5000.0, rng.unit() * 5000.0};
        const std::int64_t day = rng.below(360);
        events.push_back({at, {on_day(day), on_day(day)}, 1.0, 0});
        const std::int64_t later = rng.below(360);
        events.push_back(
            {{rng.unit() * 5000.0, rng.unit() * 5000.0}, {on_day(later), on_day(later)}, 1.0, 1});
        if (i % 3 != 0) continue;
        const Instant next = on_day(day + 1 + rng.below(3));
        events.push_back({{at.x + 40.0, at.y - 30.0}, {next, next}, 1.0, 0});
    }
    return events;
}

NearRepeatRules two_groups() {
    NearRepeatRules rules;
    rules.knox.distance_m = {0, 100, 200};
    rules.knox.days = {0, 7, 14};
    rules.knox.simulations = 199;
    rules.groups = {{"break-ins", {"Burglary"}}, {"drugs", {"Drugs"}}};
    return rules;
}

TEST(NearRepeats, AreFoundInTheGroupThatHasThem) {
    std::vector<std::string> unknown;
    const auto found = find_near_repeats(burglaries(), kinds, two_groups(), utc, unknown);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].events, 400U);
    EXPECT_LE(found[0].table->at(0, 0).p_max, 0.01);
    EXPECT_GT(found[0].boost[0], 5.0);
    EXPECT_LE(found[0].boost[1], 2.0) << "nothing is planted in the second week";
    EXPECT_GT(found[1].table->at(0, 0).p_max, 0.05);
    EXPECT_EQ(found[1].boost, (std::vector<double>{1.0, 1.0}));
    EXPECT_TRUE(unknown.empty());
    EXPECT_EQ(near_repeat_table(found).features.size(), 8U);
}

TEST(NearRepeats, BoostWhatIsRecentAndOnlyThat) {
    std::vector<std::string> unknown;
    std::vector<PointEvent> events = burglaries();
    const auto found = find_near_repeats(events, kinds, two_groups(), utc, unknown);
    const Instant now = on_day(200);
    const std::size_t boosted = boost_recent(events, found, now, utc);
    std::size_t seen = 0;
    for (const PointEvent& e : events) {
        const auto age = (now - e.when.from) / std::chrono::days{1};
        const bool recent = e.kind == 0 && age >= 0 && age < 7;
        const bool future = e.kind == 0 && age < 0;  // counts as today
        const bool later = e.kind == 0 && age >= 7 && age < 14;
        EXPECT_DOUBLE_EQ(e.weight, recent || future ? found[0].boost[0]
                                   : later          ? found[0].boost[1]
                                                    : 1.0);
        seen += e.weight > 1.0 ? 1 : 0;
    }
    EXPECT_EQ(seen, boosted);
    EXPECT_GT(boosted, 0U);
}

TEST(NearRepeats, BoostNeverRisesWithTheDelay) {
    NearRepeatRules rules = two_groups();
    rules.knox.days = {0, 7, 14, 21, 28, 35, 42};
    std::vector<std::string> unknown;
    const auto found = find_near_repeats(burglaries(), kinds, rules, utc, unknown);
    ASSERT_EQ(found[0].boost.size(), 6U);
    for (std::size_t t = 1; t < 6; ++t) EXPECT_LE(found[0].boost[t], found[0].boost[t - 1]);
    EXPECT_GE(found[0].boost.back(), 1.0);
}

TEST(NearRepeats, MonthsAreTooCoarseForWeeks) {
    std::vector<PointEvent> events = burglaries();
    for (PointEvent& e : events) e.when.to = e.when.from + std::chrono::days{30};
    std::vector<std::string> unknown;
    const auto found = find_near_repeats(events, kinds, two_groups(), utc, unknown);
    EXPECT_EQ(found[0].dated, 0U);
    EXPECT_FALSE(found[0].table);
    EXPECT_EQ(boost_recent(events, found, on_day(200), utc), 0U);
    EXPECT_TRUE(near_repeat_table(found).features.empty());
}

TEST(NearRepeats, IntervalsWithinABandTakeTheirMiddleDay) {
    std::vector<PointEvent> events = burglaries();
    std::vector<std::string> unknown;
    const auto exact = find_near_repeats(events, kinds, two_groups(), utc, unknown);
    for (PointEvent& e : events)
        e.when = {e.when.from - std::chrono::hours{48}, e.when.to + std::chrono::hours{48}};
    const auto spread = find_near_repeats(events, kinds, two_groups(), utc, unknown);
    EXPECT_EQ(spread[0].spread, 400U);
    for (std::size_t c = 0; c < 4; ++c)
        EXPECT_EQ(spread[0].table->cells[c].observed, exact[0].table->cells[c].observed);
}

TEST(NearRepeats, NameTheCategoryThatNobodyHas) {
    NearRepeatRules rules = two_groups();
    rules.groups[0].categories.emplace_back("Burglery");
    std::vector<std::string> unknown;
    static_cast<void>(find_near_repeats(burglaries(), kinds, rules, utc, unknown));
    EXPECT_EQ(unknown, std::vector<std::string>{"Burglery"});
}

TEST(NearRepeats, RefuseMorePairsThanCanBeListed) {
    NearRepeatRules rules = two_groups();
    rules.knox.most_pairs = 10;
    std::vector<std::string> unknown;
    EXPECT_THAT(testing::message_of<LimitError>([&] {
                    static_cast<void>(find_near_repeats(burglaries(), kinds, rules, utc, unknown));
                }),
                ::testing::HasSubstr("near_repeat.distance_m"));
}

}  // namespace
}  // namespace beatline
