// How times read in a plan's sentences.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "planner/problem.hpp"

namespace beatline {

/// Empty functions show plan units as they are; a caller that knows a clock says more.
struct TimeText {
    std::function<std::string(PlanTime)> clock;  ///< a point in time
    std::function<std::string(PlanTime)> span;   ///< a duration
};

}  // namespace beatline
