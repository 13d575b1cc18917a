// The back-test of an operation's incidents: which groups, on which cells, over which periods.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/stages.hpp"
#include "data/evaluation.hpp"

namespace beatline {

/// Incidents count one each, whatever their weight. Warnings join those of `inputs`. Throws
/// InputError, NothingToDo and LimitError as evaluation_periods does, UsageError for a category
/// that no incident has, NothingToDo when no group can be judged.
[[nodiscard]] Evaluation evaluate_incidents(const Operation& operation, Inputs& inputs);

/// The cells that are ranked: of operation.area, else of the hull of the incidents before period
/// `end`. Throws LimitError for too many, NothingToDo for none to go by.
[[nodiscard]] StudyCells evaluation_cells(const Inputs& inputs, const EvaluationPeriods& periods,
                                          std::size_t end, const StudyGrid& grid);

/// The settings of [evaluate] for a back-test on these periods; `pooled`: there are incidents
/// beyond those judged.
[[nodiscard]] BacktestParams backtest_params(const Operation& operation,
                                             const EvaluationPeriods& periods, bool pooled);

}  // namespace beatline
