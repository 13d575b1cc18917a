// Plans patrols: a greedy start, then ruin and recreate.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "geo/time.hpp"
#include "planner/plan.hpp"

namespace beatline {

struct SearchParams {
    std::uint64_t seed{1};
    std::optional<std::uint64_t> iterations;               ///< default: by problem size
    std::optional<std::chrono::milliseconds> time_limit;   ///< whichever comes first
    std::function<bool()> cancelled;                       ///< asked now and then; may be empty
};

/// A feasible plan for a valid problem (see `validate`): required sites first, then value. The same
/// problem, seed and iterations give the same plan on any machine and number of threads, unless the time
/// limit ended it, which the plan says.
[[nodiscard]] PatrolPlan plan_patrols(const PatrolProblem& problem, const SearchParams& params);

}  // namespace beatline
