// SPDX-License-Identifier: Apache-2.0
#include "geo/backtest.hpp"

#include <algorithm>
#include <stdexcept>

#include "geo/backtest_steps.hpp"

namespace beatline {

namespace {

void check(const StudyCells& cells, const PeriodCounts& own, const BacktestParams& params) {
    const BacktestSchedule& s = params.schedule;
    if (cells.size() == 0) throw std::invalid_argument{"run_backtest: no cells"};
    if (!(s.tune_first < s.tune_end && s.tune_end <= s.test_first && s.test_first < s.test_end &&
          s.test_end <= own.periods.size()))
        throw std::invalid_argument{"run_backtest: tuning must come before scoring, both in time"};
    if (params.area_shares.empty() || !std::ranges::all_of(params.area_shares, [](double share) {
            return share > 0.0 && share <= 1.0;
        }))
        throw std::invalid_argument{"run_backtest: area shares lie in (0, 1]"};
    if (params.methods.empty()) throw std::invalid_argument{"run_backtest: no methods"};
}

/// The blend unless tuning says otherwise beyond its noise; without a blend, what tuning liked
/// best.
void choose(Backtest& backtest, const std::vector<Player>& players) {
    std::vector<TuningScore> tuned;
    for (const Player& p : players) tuned.push_back(backtest.tuning[p.candidate]);
    const auto blend = std::ranges::find(players, name_of(ScoreMethod::blend), &Player::role);
    const bool has_blend = blend != players.end();
    const auto reference = static_cast<std::size_t>(
        (has_blend
             ? blend
             : players.begin() + (std::ranges::max_element(tuned, {}, &TuningScore::efficiency) -
                                  tuned.begin())) -
        players.begin());
    backtest.chosen = best_supported(tuned, reference);
    if (backtest.chosen != reference)
        backtest.why = "did better on the tuning periods than " + tuned[reference].model.name +
                       " by more than chance gives, for as many methods as were compared";
    else if (has_blend)
        backtest.why =
            "nothing did better on the tuning periods by more than chance gives, for as many "
            "methods as were compared";
    else
        backtest.why = "did best on the tuning periods";
}

}  // namespace

Backtest run_backtest(const StudyCells& cells, const PeriodCounts& own, const PeriodCounts& pooled,
                      const BacktestParams& params) {
    check(cells, own, params);
    BacktestGround ground{cells, own, pooled, params, {}};
    for (const double share : params.area_shares)
        ground.cuts.push_back(cells_of_share(share, cells.size()));
    Backtest backtest;
    for (std::size_t t = params.schedule.tune_first; t < params.schedule.tune_end; ++t)
        backtest.tuning_events += outcome_of(ground, t).events;
    for (std::size_t t = params.schedule.test_first; t < params.schedule.test_end; ++t)
        backtest.test_outside += outcome_of(ground, t).outside;
    backtest.tuning = tune_candidates(ground);
    const auto players = players_of(backtest.tuning, params.methods);
    backtest.methods = score_players(ground, backtest.tuning, players);
    backtest.test_events = backtest.methods.front().shares.front().total.events;
    backtest.foresight = foresight_curve(ground);
    choose(backtest, players);
    return backtest;
}

}  // namespace beatline
