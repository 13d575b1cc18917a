// SPDX-License-Identifier: Apache-2.0
#include "geo/covered_time.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace beatline {
namespace {

Interval between(int from, int to) {
    return {Instant{Seconds{from}}, Instant{Seconds{to}}};
}

TEST(CoveredTime, IsThePeriodLessWhatTheGapsHoldOfIt) {
    const std::vector<Interval> gaps{between(-50, 10), between(20, 30), between(90, 500)};
    EXPECT_EQ(covered_time(between(0, 100), gaps).count(), 100 - 10 - 10 - 10);
    EXPECT_EQ(covered_time(between(0, 100), {}).count(), 100);
    EXPECT_EQ(covered_time(between(22, 28), gaps).count(), 0);
    EXPECT_EQ(covered_time(between(30, 90), gaps).count(), 60) << "gaps that only touch it";
}

TEST(CoveredTime, OfTwoPartsAddsUpToThatOfTheWhole) {
    const std::vector<Interval> gaps{between(13, 29), between(31, 40)};
    for (int cut = 0; cut <= 60; ++cut)
        EXPECT_EQ(covered_time(between(0, cut), gaps) + covered_time(between(cut, 60), gaps),
                  covered_time(between(0, 60), gaps))
            << cut;
}

TEST(CoveredTime, OfAPeriodThatEndsBeforeItBeginsIsNone) {
    EXPECT_EQ(covered_time(between(100, 0), std::vector{between(20, 30)}).count(), 0);
}

}  // namespace
}  // namespace beatline
