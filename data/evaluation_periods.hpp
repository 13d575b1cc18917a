// The periods of a back-test on the local calendar, and which of them serve for what.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "data/operation_evaluate.hpp"
#include "geo/backtest.hpp"

namespace beatline {

struct EvaluationPeriods {
    PeriodBounds bounds;
    std::vector<std::string> names;  ///< "2025-01", or the first day: "2025-01-06"
    BacktestSchedule schedule;
    double per_month{1.0};  ///< periods in a month, on average
};

/// Periods from the first event's to the last one's; a week begins on Monday. Without `test` the
/// last quarter of them is scored, six at most; without `tune` the third before that, twelve at
/// most, serves for tuning; what lies before is for learning only, one period at least. Given spans
/// take the periods that lie wholly inside. Throws InputError when events are vaguer than the
/// period, NothingToDo when there are too few periods or none in a span, LimitError beyond 4,000
/// periods.
[[nodiscard]] EvaluationPeriods evaluation_periods(std::span<const PointEvent> events,
                                                   const EvaluateRules& rules,
                                                   const TimeZone& zone);

}  // namespace beatline
