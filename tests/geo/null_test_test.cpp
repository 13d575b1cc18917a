// SPDX-License-Identifier: Apache-2.0
#include "geo/null_test.hpp"

#include <cmath>
#include <oneapi/tbb/global_control.h>

#include <gtest/gtest.h>

namespace beatline {
namespace {

/// Twenty candidates of chance's own: minus the logarithm of a uniform number.
void twenty_by_chance(RandomStream random, ScoreCounts& scores,
                      std::vector<double>* list = nullptr) {
    for (int i = 0; i < 20; ++i) {
        const double score = -std::log1p(-random.unit());
        scores.add(score);
        if (list != nullptr) list->push_back(score);
    }
}

NullScores chance(std::size_t replicates, std::uint64_t seed) {
    const RandomStream random{seed};
    return simulate_null(replicates, [&](std::size_t r, ScoreCounts& scores) {
        twenty_by_chance(random.branch(r), scores);
    });
}

TEST(ScoreCounts, CountWhatIsAsHighAndNeverTooFew) {
    ScoreCounts counts;
    for (const double score : {-100.0, 1.0, 1.0, 2.5, 3.0, 200.0}) counts.add(score);
    EXPECT_EQ(counts.total(), 6U);
    EXPECT_EQ(counts.largest(), 200.0);
    EXPECT_EQ(counts.at_least(-100.0), 6U);
    EXPECT_EQ(counts.at_least(1.0), 5U);
    EXPECT_EQ(counts.at_least(1.02), 3U);
    EXPECT_EQ(counts.at_least(2.501), 3U) << "2.5 is in the same step";
    EXPECT_EQ(counts.at_least(500.0), 1U) << "as is 200";
    EXPECT_EQ(ScoreCounts{}.at_least(0.0), 0U);
}

TEST(PlaceTest, PValuesAreSharesOfChance) {
    const PlaceTest test{chance(999, 1), std::vector{0.1, 9.9}, 0.05};
    for (const double score : {0.5, 1.0, 2.0, 3.0}) {
        const ChanceVerdict verdict = test.judge(score);
        EXPECT_NEAR(verdict.p_value, std::exp(-score), 0.015);
        EXPECT_NEAR(verdict.p_family, 1.0 - std::pow(1.0 - std::exp(-score), 20), 0.05);
    }
    EXPECT_DOUBLE_EQ(test.judge(60.0).p_value, 1.0 / 19'981.0);
    EXPECT_DOUBLE_EQ(test.judge(60.0).p_family, 1.0 / 1'000.0);
}

TEST(PlaceTest, OneHighPlaceAmongManyIsFoundAndTheOthersAreNot) {
    std::vector<double> observed;
    ScoreCounts unused;
    twenty_by_chance(RandomStream{77}, unused, &observed);
    observed.push_back(14.0);
    const PlaceTest test{chance(199, 1), observed, 0.05};
    EXPECT_TRUE(test.judge(14.0).significant);
    EXPECT_LE(test.judge(14.0).p_adjusted, 0.05);
    observed.pop_back();
    for (const double score : observed) EXPECT_FALSE(test.judge(score).significant);
}

TEST(PlaceTest, ReportsNothingOfChanceInMoreThanTheLevelOfCases) {
    int reported = 0;
    constexpr int sets = 1000;
    for (int set = 0; set < sets; ++set) {
        std::vector<double> observed;
        ScoreCounts unused;
        twenty_by_chance(RandomStream{5}.branch(static_cast<std::uint64_t>(set)), unused,
                         &observed);
        const PlaceTest test{chance(99, 1000 + static_cast<std::uint64_t>(set)), observed, 0.05};
        bool any = false;
        for (const double score : observed) any = any || test.judge(score).significant;
        reported += any ? 1 : 0;
    }
    EXPECT_LE(reported, sets * 0.05);
    EXPECT_GE(reported, sets * 0.005) << "and it is no test that never reports";
}

TEST(PlaceTest, VerdictsFallAsScoresRise) {
    std::vector<double> observed;
    ScoreCounts unused;
    twenty_by_chance(RandomStream{9}, unused, &observed);
    observed.push_back(9.0);
    const PlaceTest test{chance(199, 3), observed, 0.05};
    ChanceVerdict before;
    for (double score = -1.0; score < 12.0; score += 0.05) {
        const ChanceVerdict verdict = test.judge(score);
        EXPECT_LE(verdict.p_value, before.p_value);
        EXPECT_LE(verdict.p_family, before.p_family);
        EXPECT_LE(verdict.p_adjusted, before.p_adjusted);
        before = verdict;
    }
}

TEST(PlaceTest, DoesNotDependOnThreads) {
    const NullScores many = chance(199, 7);
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    const NullScores alone = chance(199, 7);
    EXPECT_EQ(many.largest, alone.largest);
    for (double score = 0.0; score < 10.0; score += 0.1)
        EXPECT_EQ(many.pooled.at_least(score), alone.pooled.at_least(score));
}

TEST(UpperShare, IsClopperAndPearsons) {
    // R 4.2.2: qbeta(0.9, k + 1, n - k)
    EXPECT_NEAR(upper_share(0, 199), 0.011504095, 1e-9);
    EXPECT_NEAR(upper_share(5, 199), 0.046106743, 1e-9);
    EXPECT_NEAR(upper_share(6, 199), 0.052322992, 1e-9);
    EXPECT_NEAR(upper_share(3, 10), 0.55173083, 1e-8);
    EXPECT_EQ(upper_share(10, 10), 1.0);
    EXPECT_EQ(fewest_replicates(0.05), 45U);
    EXPECT_LE(upper_share(0, fewest_replicates(0.01)), 0.01);
    EXPECT_GT(upper_share(0, fewest_replicates(0.01) - 1), 0.01);
    EXPECT_EQ(fewest_replicates(1e-6), 2'302'584U);  // ln(0.1) / ln(1 - 1e-6)
    for (const double level : {0.0, 1e-308, 1e-7, 1.0})
        EXPECT_THROW((void)fewest_replicates(level), std::invalid_argument) << level;
}

}  // namespace
}  // namespace beatline
