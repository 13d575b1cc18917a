// SPDX-License-Identifier: Apache-2.0
#include "geo/capture.hpp"

#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

std::vector<double> random_values(std::size_t n, unsigned levels, unsigned seed) {
    std::mt19937 random{seed};
    std::vector<double> values(n);
    for (double& v : values) v = static_cast<double>(random() % levels);
    return values;
}

// By hand: ten cells, 20 events; the best two cells by score hold 5 + 3 of them, foresight finds
// 6 + 5; a year ago these two held 4 of 8.
TEST(Capture, IndicesAsWorkedByHand) {
    const std::vector<double> scores{9, 8, 1, 2, 3, 0, 4, 5, 6, 7};
    const std::vector<double> events{5, 3, 6, 0, 2, 0, 1, 1, 1, 1};
    const CellRanking ranking{scores};
    const Capture c{
        ranking.captured(events, 2), 20, CellRanking{events}.captured(events, 2), 4, 8, 0.2};
    EXPECT_DOUBLE_EQ(c.hits, 8.0);
    EXPECT_DOUBLE_EQ(c.ideal, 11.0);
    EXPECT_DOUBLE_EQ(c.hit_rate(), 0.4);
    EXPECT_DOUBLE_EQ(c.pai(), 2.0);
    EXPECT_DOUBLE_EQ(c.pei(), 8.0 / 11.0);
    EXPECT_DOUBLE_EQ(c.rri(), 0.8);
}

TEST(Capture, IndicesWithoutEventsAreNoNumbers) {
    const Capture nothing{0, 0, 0, 0, 0, 0.1};
    EXPECT_TRUE(std::isnan(nothing.hit_rate()));
    EXPECT_TRUE(std::isnan(nothing.pai()));
    EXPECT_TRUE(std::isnan(nothing.pei()));
    EXPECT_TRUE(std::isnan(nothing.rri()));
}

TEST(Capture, PerfectForesightHasAnEfficiencyOfOne) {
    const auto events = random_values(200, 5, 1);
    const CellRanking foresight{events};
    const double all = std::accumulate(events.begin(), events.end(), 0.0);
    for (const std::size_t cells : {1U, 7U, 50U, 200U}) {
        const double hits = foresight.captured(events, cells);
        for (const unsigned seed : {2U, 3U, 4U}) {
            const CellRanking other{random_values(200, 50, seed)};
            EXPECT_LE(other.captured(events, cells), hits);
        }
        EXPECT_DOUBLE_EQ((Capture{hits, all, hits, 0, 0, 0.1}.pei()), 1.0);
    }
}

TEST(Capture, ScoresThatSayNothingHaveAnAccuracyOfOne) {
    const auto events = random_values(400, 4, 5);
    const double all = std::accumulate(events.begin(), events.end(), 0.0);
    const CellRanking flat{std::vector<double>(400, 3.25)};
    for (const std::size_t cells : {4U, 20U, 300U}) {
        const Capture c{flat.captured(events, cells),      all, 0, 0, 0,
                        static_cast<double>(cells) / 400.0};
        EXPECT_NEAR(c.pai(), 1.0, 1e-12);
    }
    double mean = 0.0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        const CellRanking random{random_values(400, 1U << 30U, seed)};
        mean += Capture{random.captured(events, 20), all, 0, 0, 0, 0.05}.pai() / 400.0;
    }
    EXPECT_NEAR(mean, 1.0, 0.03);
}

TEST(Capture, CurveRisesToAllEventsAndAgreesWithEveryCut) {
    const auto events = random_values(60, 4, 6);
    const CellRanking ranking{random_values(60, 7, 7)};
    const auto curve = ranking.curve(events);
    ASSERT_EQ(curve.size(), 61U);
    EXPECT_EQ(curve.front(), 0.0);
    for (std::size_t i = 1; i < curve.size(); ++i) {
        EXPECT_GE(curve[i], curve[i - 1]);
        EXPECT_NEAR(curve[i], ranking.captured(events, i), 1e-9);
    }
    EXPECT_NEAR(curve.back(), std::accumulate(events.begin(), events.end(), 0.0), 1e-9);
}

TEST(Capture, CellsOfEqualScoreShareWhatTheCutLeavesThem) {
    const std::vector<double> scores{5, 2, 2, 2, 1};
    const std::vector<double> events{1, 6, 0, 3, 9};
    const CellRanking ranking{scores};
    EXPECT_DOUBLE_EQ(ranking.captured(events, 1), 1.0);
    EXPECT_DOUBLE_EQ(ranking.captured(events, 2), 4.0);
    EXPECT_DOUBLE_EQ(ranking.captured(events, 3), 7.0);
    EXPECT_DOUBLE_EQ(ranking.captured(events, 4), 10.0);
    const auto part = ranking.chosen(3);
    EXPECT_DOUBLE_EQ(part[0], 1.0);
    EXPECT_DOUBLE_EQ(part[2], 2.0 / 3.0);
    EXPECT_DOUBLE_EQ(part[4], 0.0);
    EXPECT_THROW((void)ranking.captured(std::vector<double>{1}, 1), std::invalid_argument);
}

TEST(Capture, ASharesCellsAreTheNearestWholeNumberAndAtLeastOne) {
    EXPECT_EQ(cells_of_share(0.01, 1172), 12U);
    EXPECT_EQ(cells_of_share(0.05, 1172), 59U);
    EXPECT_EQ(cells_of_share(0.001, 100), 1U);
    EXPECT_EQ(cells_of_share(1.0, 100), 100U);
}

TEST(Capture, PeriodsAddUpBeforeTheyAreDivided) {
    Capture sum{1, 2, 2, 1, 4, 0.1};
    sum += Capture{0, 8, 3, 1, 4, 0.1};
    EXPECT_DOUBLE_EQ(sum.hit_rate(), 0.1);
    EXPECT_DOUBLE_EQ(sum.pei(), 0.2);
}

}  // namespace
}  // namespace beatline
