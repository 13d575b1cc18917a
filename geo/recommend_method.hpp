// What to expect of the next period, by the model that its own back-test supports.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "geo/backtest.hpp"
#include "geo/grid.hpp"

namespace beatline {

struct RecommendedMethod {
    ScoreModel model;
    std::string why;  ///< of the choice, in words
    Backtest backtest;
    /// Events per km^2 expected in the period after the last one; NaN outside the study area.
    /// Scaled to the mean number of events of the past year: the shape is what was tested.
    DensityGrid expected;
};

/// Runs the back-test, then scores the cells from every period there is. Throws as run_backtest.
[[nodiscard]] RecommendedMethod recommend_method(const StudyCells& cells, const PeriodCounts& own,
                                                 const PeriodCounts& pooled,
                                                 const BacktestParams& params);

}  // namespace beatline
