// The halves of a back-test: tuning every candidate, scoring the few that are left.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "geo/backtest.hpp"

namespace beatline {

/// One group of events on its cells, with all that the steps read.
struct BacktestGround {
    const StudyCells& cells;
    const PeriodCounts& own;
    const PeriodCounts& pooled;
    const BacktestParams& params;
    std::vector<std::size_t> cuts;  ///< whole cells of each area share

    [[nodiscard]] bool stopped() const { return params.cancelled != nullptr && params.cancelled(); }
};

/// What happened in a period, and how much of it foresight would have caught.
struct Outcome {
    std::vector<double> counts;  ///< events by cell
    double events{0.0};          ///< with those outside
    double outside{0.0};         ///< in no cell, where that counts as missed
    std::vector<double> ideal;   ///< per area share
};

[[nodiscard]] Outcome outcome_of(const BacktestGround& ground, std::size_t period);
[[nodiscard]] double sum_of(std::span<const double> values);

/// The models with the parameters that tuning periods make most likely; models without any as they
/// were.
struct FittedModels {
    std::array<std::vector<ScoreModel>, 2> for_half;  ///< fitted on the other half alone
    std::vector<ScoreModel> whole;                    ///< fitted on all tuning periods

    [[nodiscard]] std::vector<ScoreModel>& of(std::size_t which) {
        return which < 2 ? for_half[which] : whole;
    }
};

/// First period of the second half of the tuning periods; the end of a single one.
[[nodiscard]] std::size_t tuning_middle(const BacktestSchedule& schedule);

/// Fits blends and self-exciting models: for the score that is compared on one half of the tuning
/// periods by the other half (cross-fitting), and for use by all of them. A half without the other
/// (a single tuning period) gets models that learnt nothing.
[[nodiscard]] FittedModels fit_models(const BacktestGround& ground,
                                      const std::vector<ScoreModel>& models);

/// Every candidate on the tuning periods, the two baselines first: with the parameters fitted on
/// all of them, and the score of those fitted on the half that is not being scored.
[[nodiscard]] std::vector<TuningScore> tune_candidates(const BacktestGround& ground);

/// Whom the scoring periods are for.
struct Player {
    std::string role;
    std::size_t candidate{0};  ///< in the tuning scores
};

/// The baselines and the best tuned candidate of each method.
[[nodiscard]] std::vector<Player> players_of(const std::vector<TuningScore>& tuning,
                                             const std::vector<ScoreMethod>& methods);

/// The players on the scoring periods.
[[nodiscard]] std::vector<MethodResult> score_players(const BacktestGround& ground,
                                                      const std::vector<TuningScore>& tuning,
                                                      const std::vector<Player>& players);

/// What ranking the cells anew for each scoring period with foresight would have caught.
[[nodiscard]] std::vector<double> foresight_curve(const BacktestGround& ground);

}  // namespace beatline
