// Back-test: models learn from the past, rank cells, and are judged by what came next.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "geo/capture.hpp"
#include "geo/capture_intervals.hpp"
#include "geo/period_counts.hpp"
#include "geo/score_model.hpp"
#include "geo/street_cells.hpp"
#include "geo/study_cells.hpp"

namespace beatline {

/// Which periods serve for what. Period t is scored from periods 0 to t - 1. Parameters are chosen
/// on [tune_first, tune_end), judged on [test_first, test_end): the first lies wholly before the
/// second.
struct BacktestSchedule {
    std::size_t tune_first{0};
    std::size_t tune_end{0};
    std::size_t test_first{0};
    std::size_t test_end{0};
    std::vector<std::size_t> without_data{};  ///< neither tuned on nor scored; rising

    [[nodiscard]] bool has_data(std::size_t t) const {
        return !std::ranges::binary_search(without_data, t);
    }
    [[nodiscard]] bool tunes_on(std::size_t t) const {
        return t >= tune_first && t < tune_end && has_data(t);
    }
    [[nodiscard]] bool scores(std::size_t t) const {
        return t >= test_first && t < test_end && has_data(t);
    }
};

struct BacktestParams {
    BacktestSchedule schedule;
    std::vector<double> area_shares{0.005, 0.01, 0.02, 0.05};  ///< each in (0, 1]
    std::vector<ScoreMethod> methods;                          ///< to be compared
    ModelSetting setting;
    const StreetCells* streets{nullptr};  ///< given where setting.streets says so
    BootstrapParams bootstrap;
    /// Whether events in no cell count as missed: for cells that were drawn round past events.
    bool outside_is_missed{false};
    bool (*cancelled)(){nullptr};  ///< asked between periods; once it says yes the result is void
};

/// How a candidate did on the tuning periods.
struct TuningScore {
    ScoreModel model;
    /// Mean over the area shares of hits / hits with foresight. Where the model has fitted
    /// parameters, each half of the periods is scored by those that the other half gives.
    double efficiency{0.0};
    /// Its share by period, which adds up to `efficiency`: what differences are judged by.
    std::vector<double> by_period;
};

struct ShareResult {
    Capture total;                   ///< over all scoring periods
    std::vector<Capture> by_period;  ///< one a scoring period
    IntervalOf hit_rate;
    IntervalOf over_usual;  ///< hit rate minus that of the usual KDE
    IntervalOf over_count;  ///< and of plain count ranking
};

struct MethodResult {
    ScoreModel model;
    std::string role;  ///< the method's name; "usual" and "plain_count" for the two baselines
    double tuned{0.0};
    std::vector<ShareResult> shares;  ///< as BacktestParams::area_shares
    std::vector<double> curve;        ///< share of the events caught at each of curve_shares()
};

struct Backtest {
    std::vector<TuningScore> tuning;    ///< every candidate
    std::vector<MethodResult> methods;  ///< the two baselines, then one a method
    std::size_t chosen{0};              ///< `auto`: which of them tuning supports
    std::string why;                    ///< of that choice, in words
    std::vector<double> foresight;      ///< the curve of a ranking that knew what would happen
    double tuning_events{0.0};
    double test_events{0.0};
    double test_outside{0.0};  ///< of them in no cell: 0 unless BacktestParams::outside_is_missed
};

/// Area shares at which curves are given, from 0 to 1.
[[nodiscard]] const std::vector<double>& curve_shares();

/// `own` are the events that are foretold, `pooled` all that may help to (equal to `own`, or empty,
/// when BacktestParams::setting has no pooled incidents). The same answer for any number of
/// threads. Throws std::invalid_argument for a schedule that is out of order or without periods,
/// for no cells, shares outside (0, 1] or no methods.
[[nodiscard]] Backtest run_backtest(const StudyCells& cells, const PeriodCounts& own,
                                    const PeriodCounts& pooled, const BacktestParams& params);

/// The index in `tuning` of what is best supported: `reference` unless another is better by more
/// than tuning_noise allows, with as many comparisons as there are others (Bonferroni).
[[nodiscard]] std::size_t best_supported(const std::vector<TuningScore>& tuning,
                                         std::size_t reference);

/// What a difference of two candidates' efficiencies must exceed to be more than chance gives in
/// one of 20 tries: its standard error over the tuning periods times Student's t at
/// 1 - 0.05 / comparisons, one-sided, with one degree of freedom less than there are periods.
/// Infinite for fewer than three periods, which cannot tell.
[[nodiscard]] double tuning_noise(const TuningScore& a, const TuningScore& b,
                                  std::size_t comparisons = 1);

}  // namespace beatline
