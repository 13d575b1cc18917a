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

}  // namespace beatline
