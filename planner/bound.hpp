// An upper bound on what any plan can be worth, cheap enough to stand beside every plan.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "planner/model.hpp"

namespace beatline {

/// No feasible plan of the model's problem is worth more. The lesser of two bounds: every visit
/// that each site could have on its own, and a fractional knapsack of such visits over the units'
/// time.
[[nodiscard]] double value_bound(const Model& model);

}  // namespace beatline
