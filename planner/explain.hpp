// Why a site has no visit: each reason tested before it is given.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "planner/budget.hpp"
#include "planner/solution.hpp"
#include "planner/time_text.hpp"

namespace beatline {

/// One entry for every site without a visit, in the problem's order. What the budget leaves
/// untested is not claimed.
[[nodiscard]] std::vector<Unserved> explain_unserved(const Solution& solution, Budget& budget,
                                                     const TimeText& text);

}  // namespace beatline
