// Plans patrols: a greedy start, then ruin and recreate.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "geo/time.hpp"
#include "planner/plan.hpp"
#include "planner/time_text.hpp"

namespace beatline {

struct SearchParams {
    std::uint64_t seed{1};
    std::optional<std::uint64_t> iterations;              ///< default: by problem size
    std::optional<std::chrono::milliseconds> time_limit;  ///< whichever comes first
    std::function<bool()> cancelled;  ///< asked now and then; the best plan so far is returned
    TimeText time_text;               ///< for the reasons of what is unserved
};

/// Iterations done when none are asked for: about five seconds of one core on a problem of any
/// size, from 3,000 to 200,000. One iteration looks at the absent visits in turn, each at every
/// place in the routes, so with S placeable sites, of which V visits could be made, and U units it
/// costs about S·(U + min(V, 20·U)) looks: the default is 2.4e9 looks.
[[nodiscard]] std::uint64_t default_iterations(const PatrolProblem& problem);

/// A feasible plan for a valid problem (see `validate`): required sites first, then value. The same
/// problem, seed and iterations give the same plan on any machine and number of threads, unless the
/// time limit ended it, which the plan says.
[[nodiscard]] PatrolPlan plan_patrols(const PatrolProblem& problem, const SearchParams& params);

}  // namespace beatline
