// SPDX-License-Identifier: Apache-2.0
#include "geo/backtest.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/global_control.h>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "geo/backtest_steps.hpp"
#include "geo/recommend_method.hpp"

namespace beatline {
namespace {

constexpr std::size_t months = 30;

/// A town where a few places keep happening: `drift` moves half of them every month.
struct Town {
    StudyCells cells;
    PeriodCounts counts;

    explicit Town(unsigned seed, bool drift = false) {
        cells =
            study_cells(MultiPolygon{{{{0, 0}, {5000, 0}, {5000, 5000}, {0, 5000}, {0, 0}}, {}}},
                        {Metres{250}});
        std::mt19937 random{seed};
        for (int i = 0; i < 300; ++i)
            counts.places.push_back({static_cast<double>(random() % 5000), i * 16.0 + 5.0});
        counts.periods.resize(months);
        for (std::size_t t = 0; t < months; ++t) {
            std::vector<std::uint32_t> at(300, 0);
            for (int i = 0; i < 120; ++i) {
                const bool hot = random() % 2 == 0;
                const std::size_t from = drift ? 8 * t : 0;
                ++at[hot ? (from + random() % 8) % 300 : random() % 300];
            }
            for (std::uint32_t p = 0; p < 300; ++p) {
                if (at[p] > 0) counts.periods[t].push_back({p, at[p]});
            }
        }
    }
};

BacktestParams params_for_tests() {
    BacktestParams params;
    params.schedule = {12, 24, 24, 30};
    params.methods = {ScoreMethod::count, ScoreMethod::kde, ScoreMethod::kde_recency,
                      ScoreMethod::mix, ScoreMethod::blend};
    params.bootstrap.replicates = 99;
    return params;
}

TEST(Backtest, FindsThePlacesThatKeepHappening) {
    const Town town{1};
    const Backtest result = run_backtest(town.cells, town.counts, {}, params_for_tests());
    EXPECT_DOUBLE_EQ(result.test_events, 6 * 120);
    EXPECT_DOUBLE_EQ(result.tuning_events, 12 * 120);
    ASSERT_EQ(result.methods.size(), 7U);
    EXPECT_EQ(result.methods[0].role, "usual");
    EXPECT_EQ(result.methods[1].role, "plain_count");
    const ShareResult& at_2_percent = result.methods[result.chosen].shares[2];
    EXPECT_GT(at_2_percent.total.pai(), 15.0);
    EXPECT_GT(at_2_percent.total.pei(), 0.75);
    EXPECT_LT(at_2_percent.hit_rate.low, at_2_percent.hit_rate.value);
}

TEST(Backtest, AMethodNeverDiffersFromItselfWhateverTheTies) {
    const Town town{2};
    const Backtest result = run_backtest(town.cells, town.counts, {}, params_for_tests());
    const auto is_nothing = [](const IntervalOf& i) {
        return i.low == 0.0 && i.value == 0.0 && i.high == 0.0;
    };
    for (const ShareResult& s : result.methods[0].shares) EXPECT_TRUE(is_nothing(s.over_usual));
    for (const ShareResult& s : result.methods[1].shares) EXPECT_TRUE(is_nothing(s.over_count));
    EXPECT_FALSE(is_nothing(result.methods[1].shares[3].over_usual));
}

TEST(Backtest, APeriodWithoutDataIsNeitherTunedOnNorScored) {
    Town town{1};
    BacktestParams params = params_for_tests();
    params.methods.push_back(ScoreMethod::self_exciting);
    params.schedule.without_data = {5, 17, 26, 27};
    for (const std::size_t t : params.schedule.without_data) town.counts.periods[t].clear();
    const Backtest result = run_backtest(town.cells, town.counts, {}, params);
    EXPECT_DOUBLE_EQ(result.tuning_events, 11 * 120);
    EXPECT_DOUBLE_EQ(result.test_events, 4 * 120);
    for (const TuningScore& tuned : result.tuning) EXPECT_EQ(tuned.by_period.size(), 11U);
    for (const MethodResult& method : result.methods) {
        for (const ShareResult& share : method.shares) {
            ASSERT_EQ(share.by_period.size(), 4U);
            for (const Capture& capture : share.by_period) EXPECT_EQ(capture.events, 120.0);
        }
    }
    // The same figures as with the empty periods in, for nothing is caught in them.
    params.schedule.without_data.clear();
    const Backtest with_empty = run_backtest(town.cells, town.counts, {}, params);
    ASSERT_EQ(with_empty.methods[1].shares[2].by_period.size(), 6U);
    EXPECT_EQ(with_empty.methods[1].shares[2].total.hits, result.methods[1].shares[2].total.hits);
}

TEST(Backtest, CurvesRiseFromNothingToEverything) {
    const Town town{2};
    for (const MethodResult& m :
         run_backtest(town.cells, town.counts, {}, params_for_tests()).methods) {
        ASSERT_EQ(m.curve.size(), curve_shares().size());
        EXPECT_EQ(m.curve.front(), 0.0);
        EXPECT_NEAR(m.curve.back(), 1.0, 1e-9);
        EXPECT_TRUE(std::ranges::is_sorted(m.curve)) << m.role;
    }
    EXPECT_TRUE(std::ranges::is_sorted(curve_shares()));
    EXPECT_EQ(curve_shares().back(), 1.0);
}

TEST(Backtest, WhatIsScoredDoesNotShowInWhatIsChosen) {
    Town town{3};
    const Backtest before = run_backtest(town.cells, town.counts, {}, params_for_tests());
    for (std::size_t t = 24; t < months; ++t) town.counts.periods[t] = {{9, 40}, {200, 3}};
    const Backtest after = run_backtest(town.cells, town.counts, {}, params_for_tests());
    ASSERT_EQ(before.tuning.size(), after.tuning.size());
    for (std::size_t c = 0; c < before.tuning.size(); ++c)
        EXPECT_EQ(before.tuning[c].by_period, after.tuning[c].by_period);
    EXPECT_EQ(before.chosen, after.chosen);
    for (std::size_t m = 0; m < before.methods.size(); ++m) {
        const auto& a = before.methods[m].model;
        const auto& b = after.methods[m].model;
        EXPECT_EQ(a.name, b.name);
        for (std::size_t k = 0; k < a.terms.size(); ++k)
            EXPECT_EQ(a.terms[k].weight, b.terms[k].weight);
        // Only the first scoring period's ranking is free of the change; what lies there was
        // chosen before.
        EXPECT_EQ(before.methods[m].shares[0].by_period[0].past_hits,
                  after.methods[m].shares[0].by_period[0].past_hits);
    }
}

TEST(Backtest, ThreadsChangeNothing) {
    const Town town{4};
    const auto run = [&](std::size_t threads) {
        const tbb::global_control limit{tbb::global_control::max_allowed_parallelism, threads};
        return run_backtest(town.cells, town.counts, town.counts, params_for_tests());
    };
    const Backtest one = run(1);
    const Backtest many = run(7);
    for (std::size_t m = 0; m < one.methods.size(); ++m) {
        EXPECT_EQ(one.methods[m].curve, many.methods[m].curve);
        for (std::size_t s = 0; s < one.methods[m].shares.size(); ++s) {
            EXPECT_EQ(one.methods[m].shares[s].total.hits, many.methods[m].shares[s].total.hits);
            EXPECT_EQ(one.methods[m].shares[s].hit_rate.low,
                      many.methods[m].shares[s].hit_rate.low);
        }
    }
}

TEST(Backtest, LearnsToForgetWherePlacesMove) {
    const auto memory_of = [](const Town& town) {
        BacktestParams params = params_for_tests();
        params.methods = {ScoreMethod::count};
        const Backtest result = run_backtest(town.cells, town.counts, {}, params);
        return result.methods[2].model.terms.front().memory;
    };
    EXPECT_EQ(memory_of(Town{5, true}).half_life, 3.0);
    EXPECT_NE(memory_of(Town{5, false}).half_life, 3.0);
}

TEST(Backtest, PrefersTheReferenceWithinNoise) {
    std::vector<TuningScore> tuning(3);
    tuning[0] = {{}, 0.60, {0.20, 0.20, 0.20}};
    tuning[1] = {{}, 0.63, {0.10, 0.33, 0.20}};  // better in one period, worse in another
    tuning[2] = {{}, 0.60, {0.20, 0.20, 0.20}};
    EXPECT_EQ(best_supported(tuning, 0), 0U);
    tuning[2] = {{}, 0.69, {0.23, 0.23, 0.23}};  // better in all
    EXPECT_EQ(best_supported(tuning, 0), 2U);
    std::vector<TuningScore> two = tuning;
    for (TuningScore& score : two) score.by_period.pop_back();
    EXPECT_EQ(best_supported(two, 0), 0U);  // two periods cannot tell
    // By hand: differences 0.10, -0.13, 0 about -0.01, so sqrt(3 / 2 * (0.0121 + 0.0144 + 0.0001))
    // is the standard error; Student's t with two degrees of freedom is 2.920 at 0.95 and 4.303 at
    // 0.975 (tables).
    const double error = std::sqrt(1.5 * 0.0266);
    EXPECT_NEAR(tuning_noise(tuning[0], tuning[1]) / error, 2.920, 5e-4);
    EXPECT_NEAR(tuning_noise(tuning[0], tuning[1], 2) / error, 4.303, 5e-4);
}

TEST(Backtest, AsksMoreOfADifferenceTheMoreMethodsAreCompared) {
    const std::vector<double> flat{0.2, 0.2, 0.2, 0.2};
    const TuningScore reference{{}, 0.8, flat};
    const TuningScore better{{}, 0.824, {0.206, 0.202, 0.210, 0.206}};
    const double needed = tuning_noise(better, reference);
    EXPECT_LT(needed, 0.024);
    std::vector<TuningScore> two{reference, better};
    EXPECT_EQ(best_supported(two, 0), 1U);
    std::vector<TuningScore> many(20, reference);
    many.push_back(better);
    EXPECT_EQ(best_supported(many, 0), 0U);
}

// Nine methods of which none is better: the correction keeps false choices to one in twenty.
TEST(Backtest, RarelyPrefersOneOfManyThatAreAlike) {
    std::mt19937 random{11};
    std::normal_distribution<double> noise{0.05, 0.01};
    int wrong = 0;
    for (int draw = 0; draw < 400; ++draw) {
        std::vector<TuningScore> tuning(9);
        for (TuningScore& score : tuning) {
            for (int t = 0; t < 12; ++t) score.by_period.push_back(noise(random));
            score.efficiency = sum_of(score.by_period);
        }
        wrong += best_supported(tuning, 0) != 0 ? 1 : 0;
    }
    EXPECT_LE(wrong, 400 / 20 + 8);  // 20 expected at most; standard deviation 4.4
}

TEST(Backtest, AHalfOfTheTuningPeriodsIsScoredByWhatTheOtherGives) {
    BacktestParams params = params_for_tests();
    ASSERT_EQ(tuning_middle(params.schedule), 18U);
    const auto fitted = [&](const Town& town) {
        std::vector<ScoreModel> models = candidates(ScoreMethod::blend, params.setting);
        for (ScoreModel& m : candidates(ScoreMethod::self_exciting, params.setting))
            models.push_back(std::move(m));
        return fit_models({town.cells, town.counts, {}, params, {6}}, models);
    };
    const auto weights = [](const std::vector<ScoreModel>& models) {
        std::vector<double> all;
        for (const ScoreModel& m : models) {
            for (const ScoreTerm& t : m.terms) all.push_back(t.weight);
        }
        return all;
    };
    const Town town{9};
    const FittedModels before = fitted(town);
    Town late = town;  // the second half is another town's
    for (std::size_t t = 18; t < 24; ++t) late.counts.periods[t] = {{9, 40}, {200, 80}};
    const FittedModels after = fitted(late);
    EXPECT_EQ(weights(before.for_half[1]), weights(after.for_half[1]));
    EXPECT_NE(weights(before.for_half[0]), weights(after.for_half[0]));
    EXPECT_NE(weights(before.whole), weights(after.whole));
}

TEST(Backtest, EventsOutsideCellsDrawnBeforeThemAreMissed) {
    Town town{10};
    BacktestParams params = params_for_tests();
    const Backtest inside = run_backtest(town.cells, town.counts, {}, params);
    town.counts.places.push_back({9000, 9000});
    for (std::size_t t = 24; t < months; ++t) town.counts.periods[t].push_back({300, 30});
    const Backtest left_out = run_backtest(town.cells, town.counts, {}, params);
    EXPECT_EQ(left_out.test_events, inside.test_events);
    EXPECT_EQ(left_out.test_outside, 0.0);
    params.outside_is_missed = true;
    const Backtest missed = run_backtest(town.cells, town.counts, {}, params);
    EXPECT_EQ(missed.test_events, inside.test_events + 6 * 30);
    EXPECT_EQ(missed.test_outside, 6 * 30);
    EXPECT_EQ(missed.tuning_events, inside.tuning_events);
    for (std::size_t m = 0; m < missed.methods.size(); ++m) {
        EXPECT_NEAR(missed.methods[m].curve.back(), 720.0 / 900.0, 1e-9);
        for (std::size_t s = 0; s < 4; ++s) {
            EXPECT_EQ(missed.methods[m].shares[s].total.hits,
                      inside.methods[m].shares[s].total.hits);
            EXPECT_NEAR(missed.methods[m].shares[s].hit_rate.value,
                        inside.methods[m].shares[s].hit_rate.value * 720.0 / 900.0, 1e-12);
        }
    }
}

TEST(Backtest, WhatIsRecommendedExpectsAsMuchAsThePastYearHad) {
    const Town town{8};
    const RecommendedMethod r = recommend_method(town.cells, town.counts, {}, params_for_tests());
    EXPECT_EQ(r.model.name, r.backtest.methods[r.backtest.chosen].model.name);
    EXPECT_FALSE(r.why.empty());
    EXPECT_NEAR(total_mass(r.expected), 120.0, 0.1);
    // The eight places that keep happening, each in a cell with a sixteenth of all events.
    for (int i = 0; i < 8; ++i) {
        const auto cell = *town.cells.holding(town.counts.places[i]);
        EXPECT_GT(r.expected.values[town.cells.cells[cell]], 3.0F / 0.0625F) << i;
    }
}

TEST(Backtest, RefusesAScheduleOutOfOrder) {
    const Town town{6};
    const auto run = [&](BacktestSchedule schedule) {
        BacktestParams params = params_for_tests();
        params.schedule = schedule;
        return run_backtest(town.cells, town.counts, {}, params);
    };
    EXPECT_THROW((void)run({12, 12, 24, 30}), std::invalid_argument);
    EXPECT_THROW((void)run({12, 26, 24, 30}), std::invalid_argument);
    EXPECT_THROW((void)run({12, 24, 30, 30}), std::invalid_argument);
    EXPECT_THROW((void)run({12, 24, 24, 31}), std::invalid_argument);
    BacktestParams shares = params_for_tests();
    shares.area_shares = {0.0};
    EXPECT_THROW((void)run_backtest(town.cells, town.counts, {}, shares), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
