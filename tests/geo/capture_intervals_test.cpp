// SPDX-License-Identifier: Apache-2.0
#include "geo/capture_intervals.hpp"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(CaptureIntervals, HoldTheValueAndDifferWithTheSeedOnly) {
    const std::vector<Contest> periods{{10, 4, 2, 84}, {12, 3, 5, 80}, {8, 6, 1, 90}};
    const ContestIntervals a = bootstrap_contest(periods, {7});
    EXPECT_NEAR(a.first.value, 43.0 / 305.0, 1e-12);
    EXPECT_NEAR(a.difference.value, 5.0 / 305.0, 1e-12);
    EXPECT_LT(a.first.low, a.first.value);
    EXPECT_GT(a.first.high, a.first.value);
    EXPECT_LT(a.difference.low, a.difference.value);
    EXPECT_GT(a.difference.high, a.difference.value);
    const ContestIntervals again = bootstrap_contest(periods, {7});
    EXPECT_EQ(a.first.low, again.first.low);
    EXPECT_NE(a.first.low, bootstrap_contest(periods, {8}).first.low);
}

// One period: the share of a Poisson number of events is a binomial share, of which the standard
// error is known.
TEST(CaptureIntervals, AreAsWideAsABinomialShareForOnePeriod) {
    for (const double n : {100.0, 4000.0}) {
        const std::vector<Contest> one{{0.2 * n, 0, 0, 0.8 * n}};
        const ContestIntervals a = bootstrap_contest(one, {1, 4000});
        const double error = std::sqrt(0.2 * 0.8 / n);
        EXPECT_NEAR((a.first.high - a.first.low) / (2 * 1.96 * error), 1.0, 0.06) << n;
        EXPECT_EQ(a.difference.low, 0.0);
        EXPECT_EQ(a.difference.high, 0.0);
    }
}

TEST(CaptureIntervals, OfARankingWithTiesAgainstItselfAreNothing) {
    const std::vector<double> counts{10, 4, 6, 5};
    const std::vector<double> tied{1.0, 0.25, 0.5, 0.0};  // the parts of cells tied at the cut
    const Contest same = contest_of(counts, 30, tied, tied);
    EXPECT_EQ(same.both, 14.0);
    EXPECT_EQ(same.only_first, 0.0);
    EXPECT_EQ(same.only_second, 0.0);
    EXPECT_EQ(same.neither, 16.0);  // five of them in no cell
    const std::vector<Contest> periods{same, same, same};
    const IntervalOf difference = bootstrap_contest(periods, {1, 99}).difference;
    EXPECT_EQ(difference.low, 0.0);
    EXPECT_EQ(difference.value, 0.0);
    EXPECT_EQ(difference.high, 0.0);
}

TEST(CaptureIntervals, CountWhatEachOfTwoRankingsCatchesAlone) {
    const std::vector<double> counts{10, 4, 6, 5};
    const Contest c = contest_of(counts, 25, std::vector<double>{1, 0.5, 0, 0},
                                 std::vector<double>{0, 0.75, 1, 0});
    EXPECT_EQ(c.both, 2.0);         // the half of the second cell that both chose
    EXPECT_EQ(c.only_first, 10.0);  // caught by the first in all: 12
    EXPECT_EQ(c.only_second, 7.0);  // and by the second: 9
    EXPECT_EQ(c.neither, 6.0);
    EXPECT_THROW((void)contest_of(counts, 25, counts, std::vector<double>{1}),
                 std::invalid_argument);
}

TEST(CaptureIntervals, AreNoNumbersWithoutEventsOrReplicates) {
    EXPECT_TRUE(std::isnan(bootstrap_contest({}, {}).first.value));
    const std::vector<Contest> one{{1, 0, 0, 1}};
    const ContestIntervals a = bootstrap_contest(one, {1, 0});
    EXPECT_EQ(a.first.value, 0.5);
    EXPECT_TRUE(std::isnan(a.first.low));
}

}  // namespace
}  // namespace beatline
