// SPDX-License-Identifier: Apache-2.0
#include "geo/bandwidth_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "geo/bandwidth.hpp"

#include "tests/support/areas.hpp"
#include "tests/support/leaning_points.hpp"

namespace beatline {
namespace {

using testing::leaning_points;

BandwidthLadder of_deviations(Kernel kernel, std::initializer_list<double> deviations) {
    BandwidthLadder ladder;
    for (const double d : deviations) ladder.push_back(of_deviation(kernel, Metres{d}));
    return ladder;
}

const std::initializer_list<double> tried{20, 40, 60, 80, 100, 140, 200};

LikelihoodRules strict(Kernel kernel, std::initializer_list<double> deviations = tried) {
    LikelihoodRules rules;
    rules.kernel = kernel;
    rules.ladder = of_deviations(kernel, deviations);
    rules.even_share = 0.0;
    return rules;
}

/// The sum over 80 events of the log intensity left by the others.
double as_spatstat(double score) {
    return 80.0 * (score + std::log(79.0));
}

TEST(BandwidthLikelihood, LeaveOneOutEqualsSpatstatsWithoutEdgeCorrection) {
    // tests/reference/bandwidth.R
    const double gaussian[] = {-1034.736398617, -788.629056016, -756.452972507, -748.863745633,
                               -748.527567241,  -754.309284179, -766.483104593};
    const auto scored = leave_one_out_scores(leaning_points(80), strict(Kernel::gaussian));
    ASSERT_TRUE(scored);
    EXPECT_EQ(scored->scores[0], -std::numeric_limits<double>::infinity())
        << "at 20 m one event is more than 6 deviations from all others: ours ends there";
    for (std::size_t m = 1; m < 7; ++m)
        EXPECT_NEAR(as_spatstat(scored->scores[m]), gaussian[m], 2e-3);
    EXPECT_EQ(scored->best, 4U);

    const double quartic[] = {-753.657831036, -746.201578014, -747.640664082, -755.475527394,
                              -769.143200430};
    const auto compact = leave_one_out_scores(leaning_points(80), strict(Kernel::quartic));
    ASSERT_TRUE(compact);
    EXPECT_EQ(compact->scores[0], -std::numeric_limits<double>::infinity());
    EXPECT_EQ(compact->scores[1], -std::numeric_limits<double>::infinity());
    for (std::size_t m = 0; m < 5; ++m)
        EXPECT_NEAR(as_spatstat(compact->scores[m + 2]), quartic[m], 1e-6);
    EXPECT_EQ(compact->best, 3U);
}

TEST(BandwidthLikelihood, LeaveOneOutInAnAreaEqualsSpatstatsBwPpl) {
    // bw.ppl, uniform edge correction, the surface's mass on 512 x 512 pixels:
    // tests/reference/bandwidth.R
    const double ppl[] = {-855.885696918, -819.476345858, -808.066345762,
                          -804.179375084, -803.407410850, -806.492340012};
    LikelihoodRules rules = strict(Kernel::gaussian, {40, 60, 80, 100, 140, 200});
    rules.edge_area = testing::square_area({0.0, 0.0}, 1000.0);
    const auto scored = leave_one_out_scores(leaning_points(80), rules);
    ASSERT_TRUE(scored);
    for (std::size_t m = 0; m < 6; ++m)
        EXPECT_NEAR(as_spatstat(scored->scores[m]) - 80.0, ppl[m], 0.35)
            << "both know the kernels' mass inside and the surface's from cells";
    EXPECT_EQ(scored->best, 4U) << "140 m, as bw.ppl";
}

TEST(BandwidthLikelihood, EqualsTheDefinition) {
    auto points = leaning_points(60);
    for (std::size_t i = 0; i < points.size(); ++i) points[i].weight = 1.0 + double(i % 3);
    LikelihoodRules rules = strict(Kernel::epanechnikov);
    rules.even_share = 0.1;
    rules.even_area = SquareMetres{1e6};
    const auto scored = leave_one_out_scores(points, rules);
    ASSERT_TRUE(scored);
    double all = 0.0;
    for (const WeightedPoint& p : points) all += p.weight;
    for (std::size_t m = 0; m < rules.ladder.size(); ++m) {
        double sum = 0.0;
        for (const WeightedPoint& p : points) {
            double density = 0.0;
            for (const WeightedPoint& q : points) {
                if (q.at == p.at) continue;
                density += q.weight / (all - p.weight) *
                           kernel_density(rules.kernel, distance(p.at, q.at), rules.ladder[m]);
            }
            sum += p.weight / all * std::log(0.9 * density + 0.1 / 1e6);
        }
        EXPECT_NEAR(scored->scores[m], sum, 1e-10);
    }
}

TEST(BandwidthLikelihood, EventsOfOneSpotDoNotVouchForEachOther) {
    // Every place three times over: nothing changes but the weights.
    auto points = leaning_points(60);
    const LikelihoodRules rules = strict(Kernel::gaussian, {40, 60, 80, 100, 140, 200});
    const auto once = leave_one_out_scores(points, rules);
    for (WeightedPoint& p : points) p.weight = 3.0;
    const auto thrice = leave_one_out_scores(points, rules);
    ASSERT_TRUE(once && thrice);
    for (std::size_t m = 0; m < once->ladder.size(); ++m)
        EXPECT_NEAR(once->scores[m], thrice->scores[m], 1e-12);
    EXPECT_EQ(once->smoothest, thrice->smoothest);
}

TEST(BandwidthLikelihood, GrowsWithTheMapAndDoesNotDependOnTheOrder) {
    auto points = leaning_points(80);
    const auto before = leave_one_out_scores(points, strict(Kernel::quartic));
    std::ranges::shuffle(points, std::mt19937_64{5});
    for (WeightedPoint& p : points) p.at = {4.0 * p.at.x + 4e5, 4.0 * p.at.y + 3e5};
    LikelihoodRules wider = strict(Kernel::quartic);
    for (Metres& h : wider.ladder) h = 4.0 * h;
    const auto after = leave_one_out_scores(merge_coincident(points), wider);
    ASSERT_TRUE(before && after);
    EXPECT_EQ(before->best, after->best);
    for (std::size_t m = 2; m < before->ladder.size(); ++m)
        EXPECT_NEAR(before->scores[m] - std::log(16.0), after->scores[m], 1e-9);
}

TEST(BandwidthLikelihood, HeldOutEventsFindTheSpreadThatMadeThem) {
    // Events about fixed homes, normally with 120 m: a surface of the earlier foretells the later.
    std::mt19937_64 rng{11};
    std::normal_distribution<double> stray{0.0, 120.0};
    const auto homes = leaning_points(25);
    const auto draw = [&](int n) {
        std::vector<WeightedPoint> points;
        for (int i = 0; i < n; ++i) {
            const Point home = homes[rng() % homes.size()].at;
            points.push_back({{20.0 * home.x + stray(rng), 20.0 * home.y + stray(rng)}, 1.0});
        }
        return merge_coincident(std::move(points));
    };
    const auto earlier = draw(4000);
    const auto later = draw(1000);
    LikelihoodRules rules;
    rules.kernel = Kernel::gaussian;
    rules.ladder = bandwidth_ladder(Metres{5}, Metres{1000}, 24);
    rules.even_area = SquareMetres{4e8};
    const auto scored = held_out_scores(earlier, later, rules);
    ASSERT_TRUE(scored);
    // Each home has about 160 events: Scott's rule for one of them is 120 * 160^(-1/6) = 51 m.
    EXPECT_GT(scored->ladder[scored->best].value, 25.0);
    EXPECT_LT(scored->ladder[scored->best].value, 100.0);
    EXPECT_GE(scored->smoothest, scored->best);
    EXPECT_LE(scored->behind[scored->smoothest], scored->errors[scored->smoothest]);
    EXPECT_EQ(scored->behind[scored->best], 0.0);
    EXPECT_EQ(scored->errors[scored->best], 0.0);
}

TEST(BandwidthLikelihood, ABlurredEventAsksForTheMeanOfItsDisc) {
    const std::vector<WeightedPoint> one{{{0.0, 0.0}, 1.0}};
    LikelihoodRules rules;
    rules.ladder = {Metres{400}};
    rules.even_share = 0.0;
    rules.blur = Metres{100};
    const auto scored = held_out_scores(one, one, rules);
    ASSERT_TRUE(scored);
    // The quartic's mass within u of its centre is 1 - (1 - u^2)^3.
    const double u2 = 0.25 * 0.25;
    const double mass = 1.0 - std::pow(1.0 - u2, 3);
    EXPECT_NEAR(std::exp(scored->scores[0]), mass / (std::numbers::pi * 1e4), 1e-9 * mass);
}

TEST(BandwidthLikelihood, AnEventWhereNothingWasRulesNothingOut) {
    const std::vector<WeightedPoint> far{{{50'000.0, 50'000.0}, 1.0}};
    LikelihoodRules rules = strict(Kernel::quartic);
    rules.even_share = 0.05;
    rules.even_area = SquareMetres{1e9};
    const auto scored = held_out_scores(leaning_points(80), far, rules);
    ASSERT_TRUE(scored);
    for (const double score : scored->scores) EXPECT_NEAR(score, std::log(0.05 / 1e9), 1e-12);
}

TEST(BandwidthLikelihood, FewerPlacesAskedGiveAboutTheSameScores) {
    const auto points = leaning_points(900);
    LikelihoodRules rules = strict(Kernel::gaussian);
    const auto all = leave_one_out_scores(points, rules);
    rules.most_pairs = 1e6;
    const auto some = leave_one_out_scores(points, rules);
    ASSERT_TRUE(all && some);
    EXPECT_EQ(all->asked, 900U);
    EXPECT_LT(some->asked, 600U);
    for (std::size_t m = 0; m < all->scores.size(); ++m)
        EXPECT_NEAR(all->scores[m], some->scores[m], 0.2);
}

TEST(BandwidthLikelihood, FollowsCronieAndVanLieshoutAsSpatstatHasThem) {
    // bw.CvL, tests/reference/bandwidth.R
    const double squares[] = {695331131791.67, 277548762556.72, 96014518288.88, 33316483429.48,
                              8392073081.30,   2947970323.46,   62390190943.38};
    const auto criterion =
        cronie_criterion(leaning_points(80), of_deviations(Kernel::gaussian, tried),
                         Kernel::gaussian, SquareMetres{1e6});
    for (std::size_t m = 0; m < 7; ++m) EXPECT_NEAR(criterion[m], squares[m], 2e-4 * squares[m]);
}

TEST(BandwidthLikelihood, SaysNothingOfTooLittle) {
    EXPECT_FALSE(leave_one_out_scores(leaning_points(2), strict(Kernel::quartic)));
    EXPECT_FALSE(held_out_scores(leaning_points(2), {}, strict(Kernel::quartic)));
    LikelihoodRules without_area = strict(Kernel::quartic);
    without_area.even_share = 0.05;
    EXPECT_THROW((void)leave_one_out_scores(leaning_points(9), without_area),
                 std::invalid_argument);
}

}  // namespace
}  // namespace beatline
