// SPDX-License-Identifier: Apache-2.0
#include "geo/hold_out.hpp"

#include <gtest/gtest.h>

namespace beatline {
namespace {

constexpr Seconds day{24 * 3600};

PointEvent on_day(int number, Seconds lasting = Seconds{0}) {
    const Instant from{number * day};
    return {{static_cast<double>(number), 0.0}, {from, from + lasting}, 1.0, 0};
}

TEST(HoldOut, CutsTheLastFifth) {
    std::vector<PointEvent> events;
    for (int i = 99; i >= 0; --i) events.push_back(on_day(i));
    const auto held = hold_out_last(events, 0.2);
    ASSERT_TRUE(held);
    EXPECT_EQ(held->cut, Instant{80 * day});
    EXPECT_EQ(held->earlier_events, 80U);
    EXPECT_EQ(held->later_events, 20U);
    EXPECT_EQ(held->across, 0U);
}

TEST(HoldOut, DoesNotCutMonths) {
    std::vector<PointEvent> events;
    for (int month = 0; month < 4; ++month) {
        for (int i = 0; i < 10 * (month + 1); ++i) events.push_back(on_day(30 * month, 30 * day));
    }
    const auto held = hold_out_last(events, 0.2);  // 40 of 100 is the last month
    ASSERT_TRUE(held);
    EXPECT_EQ(held->cut, Instant{90 * day});
    EXPECT_EQ(held->later_events, 40U);
    EXPECT_EQ(held->earlier_events, 60U);
    EXPECT_EQ(held->later.size(), 1U) << "one place";
    EXPECT_DOUBLE_EQ(held->later[0].weight, 40.0);
}

TEST(HoldOut, WhatLiesAcrossTheCutIsOnNeitherSide) {
    std::vector<PointEvent> events;
    for (int i = 0; i < 10; ++i) events.push_back(on_day(i));
    events.push_back(on_day(5, 30 * day));
    const auto held = hold_out_last(events, 0.2);
    ASSERT_TRUE(held);
    EXPECT_EQ(held->across, 1U);
    EXPECT_EQ(held->earlier_events + held->later_events, 10U);
}

TEST(HoldOut, OneTimeOnlyCannotBeCut) {
    const std::vector<PointEvent> events(20, on_day(3, 30 * day));
    EXPECT_FALSE(hold_out_last(events, 0.2));
    EXPECT_FALSE(hold_out_last({}, 0.2));
    EXPECT_THROW((void)hold_out_last(events, 1.0), std::invalid_argument);
    std::vector<PointEvent> weightless{on_day(1), on_day(2)};
    weightless[1].weight = 0.0;
    EXPECT_FALSE(hold_out_last(weightless, 0.5));
}

}  // namespace
}  // namespace beatline
