// What a site could have if nothing else were asked for: the begins of service that some unit can
// make. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "planner/problem.hpp"

namespace beatline {

/// Every begin of service that `unit` can make at `site` in an otherwise empty shift, its break
/// kept: sorted windows that do not overlap. Empty when it lacks a skill, a way or the time.
[[nodiscard]] std::vector<PlanWindow> begins_alone(const PatrolProblem& problem,
                                                   const PatrolUnit& unit, const Site& site);

/// The times that at least `depth` of the lists cover (a list's windows do not overlap; those of
/// different lists may), as sorted windows.
[[nodiscard]] std::vector<PlanWindow> covered(const std::vector<std::vector<PlanWindow>>& lists,
                                              std::size_t depth);

/// Begin to begin of a site's visits: service and gap, and never together.
[[nodiscard]] PlanTime separation(const Site& site);

/// The most visits that `site` can have when they begin inside `begins` only: no plan makes more.
/// Taking each visit as early as can be is optimal, since an exchange towards it loses none.
[[nodiscard]] std::uint32_t most_visits_within(const Site& site,
                                               const std::vector<PlanWindow>& begins);

}  // namespace beatline
