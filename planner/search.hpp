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
    std::optional<std::chrono::milliseconds> time_limit;  ///< of all; whichever comes first
    std::function<bool()> cancelled;  ///< asked now and then; the best plan so far is returned
    TimeText time_text;               ///< for the reasons of what is unserved
};

/// A feasible plan for a valid problem (see `validate`): required sites first, then value. The same
/// problem, seed and iterations give the same plan on any machine and number of threads, unless the
/// time limit ended it or set its pace, which the plan says. What follows the iterations (the last
/// exchanges, and the reasons for what is left out) keeps to the time limit too, or else to a count
/// of work.
///
/// The default number of iterations aims at five seconds of one core: 2.5e8 / (S · min(U, 10) · L +
/// 10 · K · L), at least 3,000 and at most 200,000, for S sites that can have visits, U units, and
/// routes of L - 1 stops on average and at most K visits of one site in the greedy plan. An
/// iteration tries each site at every place in the routes that it changed, about 20 ns each.
[[nodiscard]] PatrolPlan plan_patrols(const PatrolProblem& problem, const SearchParams& params);

}  // namespace beatline
