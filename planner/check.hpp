// An independent judge of plans: shares no code with the search.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "planner/plan.hpp"

namespace beatline {

/// Every way in which the plan breaks the problem's rules or misstates itself, one sentence each
/// that names the unit or site and the times; empty when the plan is sound.
[[nodiscard]] std::vector<std::string> check_plan(const PatrolProblem& problem,
                                                  const PatrolPlan& plan);

}  // namespace beatline
