// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <oneapi/tbb/parallel_for.h>

#include "geo/backtest_steps.hpp"
#include "geo/cell_scorer.hpp"

namespace beatline {

namespace {

/// What a scoring period tells of one player.
struct Played {
    std::vector<Capture> captures;       // per share
    std::vector<Contest> against_usual;  // per share
    std::vector<Contest> against_count;
    std::vector<double> curve;  // events caught at curve_shares()
};

std::vector<double> curve_of(const CellRanking& ranking, std::span<const double> counts) {
    const std::vector<double> whole = ranking.curve(counts);
    std::vector<double> curve;
    for (const double share : curve_shares()) {
        const double at = share * static_cast<double>(ranking.size());
        const auto below = std::min(static_cast<std::size_t>(at), ranking.size());
        const std::size_t above = std::min(below + 1, ranking.size());
        curve.push_back(whole[below] +
                        (at - static_cast<double>(below)) * (whole[above] - whole[below]));
    }
    return curve;
}

/// What happened in the periods before another.
struct Past {
    std::vector<double> counts;  // by cell
    double events{0.0};          // with those outside, where they count as missed
};

/// The `year` periods before `period`.
Past past_of(const BacktestGround& ground, std::size_t period, std::size_t year) {
    Past past{std::vector<double>(ground.cells.size(), 0.0), 0.0};
    for (std::size_t t = period > year ? period - year : 0; t < period; ++t) {
        for (const PlaceCount& p : ground.own.periods[t]) {
            const auto cell = ground.cells.holding(ground.own.places[p.place]);
            if (cell) past.counts[*cell] += p.count;
            if (cell || ground.params.outside_is_missed) past.events += p.count;
        }
    }
    return past;
}

/// All players on one scoring period.
std::vector<Played> play(const std::vector<CellRanking>& rankings, const Outcome& outcome,
                         const Past& past, std::span<const std::size_t> cuts) {
    std::vector<Played> played(rankings.size());
    tbb::parallel_for(std::size_t{0}, rankings.size(), [&](std::size_t p) {
        for (std::size_t s = 0; s < cuts.size(); ++s) {
            const auto mine = rankings[p].chosen(cuts[s]);
            played[p].captures.push_back(
                {rankings[p].captured(outcome.counts, cuts[s]), outcome.events, outcome.ideal[s],
                 rankings[p].captured(past.counts, cuts[s]), past.events,
                 static_cast<double>(cuts[s]) / static_cast<double>(rankings[p].size())});
            played[p].against_usual.push_back(
                contest_of(outcome.counts, outcome.events, mine, rankings[0].chosen(cuts[s])));
            played[p].against_count.push_back(
                contest_of(outcome.counts, outcome.events, mine, rankings[1].chosen(cuts[s])));
        }
        played[p].curve = curve_of(rankings[p], outcome.counts);
    });
    return played;
}

/// One player's scoring periods made into its result.
MethodResult result_of(const TuningScore& tuned, std::string role,
                       const std::vector<std::vector<Played>>& periods, std::size_t player,
                       const BacktestParams& params) {
    MethodResult result{tuned.model, std::move(role), tuned.efficiency, {}, {}};
    double events = 0.0;
    for (std::size_t s = 0; s < params.area_shares.size(); ++s) {
        ShareResult share;
        std::vector<Contest> usual;
        std::vector<Contest> count;
        for (const auto& played : periods) {
            share.by_period.push_back(played[player].captures[s]);
            share.total += played[player].captures[s];
            usual.push_back(played[player].against_usual[s]);
            count.push_back(played[player].against_count[s]);
        }
        const ContestIntervals a = bootstrap_contest(usual, params.bootstrap);
        share.hit_rate = a.first;
        share.over_usual = a.difference;
        share.over_count = bootstrap_contest(count, params.bootstrap).difference;
        events = share.total.events;
        result.shares.push_back(std::move(share));
    }
    result.curve.assign(curve_shares().size(), 0.0);
    for (const auto& played : periods) {
        for (std::size_t i = 0; i < result.curve.size(); ++i)
            result.curve[i] += events > 0.0 ? played[player].curve[i] / events : 0.0;
    }
    return result;
}

}  // namespace

std::vector<MethodResult> score_players(const BacktestGround& ground,
                                        const std::vector<TuningScore>& tuning,
                                        const std::vector<Player>& players) {
    std::vector<ScoreModel> models;
    for (const Player& p : players) models.push_back(tuning[p.candidate].model);
    const BacktestSchedule& schedule = ground.params.schedule;
    const auto year =
        static_cast<std::size_t>(std::lround(12.0 * ground.params.setting.periods_per_month));
    std::vector<std::vector<Played>> periods;
    CellScorer scorer{ground.cells, ground.own, ground.pooled, models, ground.params.streets};
    for (std::size_t t = 0; t < schedule.test_end && !ground.stopped(); ++t) {
        if (schedule.scores(t)) {
            std::vector<CellRanking> rankings;
            for (const ScoreModel& model : models) rankings.emplace_back(scorer.scores(model));
            periods.push_back(
                play(rankings, outcome_of(ground, t), past_of(ground, t, year), ground.cuts));
        }
        if (t + 1 < schedule.test_end) scorer.advance();
    }
    std::vector<MethodResult> results(players.size());
    tbb::parallel_for(std::size_t{0}, players.size(), [&](std::size_t p) {
        results[p] =
            result_of(tuning[players[p].candidate], players[p].role, periods, p, ground.params);
    });
    return results;
}

std::vector<double> foresight_curve(const BacktestGround& ground) {
    std::vector<double> sum(curve_shares().size(), 0.0);
    double events = 0.0;
    const BacktestSchedule& schedule = ground.params.schedule;
    for (std::size_t t = schedule.test_first; t < schedule.test_end; ++t) {
        const Outcome outcome = outcome_of(ground, t);
        events += outcome.events;
        const auto curve = curve_of(CellRanking{outcome.counts}, outcome.counts);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += curve[i];
    }
    for (double& value : sum) value = events > 0.0 ? value / events : 0.0;
    return sum;
}

const std::vector<double>& curve_shares() {
    static const std::vector<double> shares = [] {
        std::vector<double> all{0.0};
        for (int i = 1; i <= 20; ++i) all.push_back(i * 0.0025);
        for (int i = 6; i <= 30; ++i) all.push_back(i * 0.01);
        for (int i = 7; i <= 20; ++i) all.push_back(i * 0.05);
        return all;
    }();
    return shares;
}

}  // namespace beatline
