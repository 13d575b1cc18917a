// The problem made ready for the search: who can go where, who is near whom, what counts how much.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "planner/possible.hpp"
#include "planner/problem.hpp"

namespace beatline {

struct SiteModel {
    PlanTime separation{1};            ///< begin to begin of its visits
    std::uint32_t most_visits{0};      ///< that it can have; 0: none
    std::vector<std::uint32_t> units;  ///< that could visit it, others aside
    std::vector<std::uint32_t> near;   ///< other sites by travel time, nearest first
    PlanTime reach{0};                 ///< travel from the nearest base
    PlanTime window_length{0};
    /// One visit by one unit at most: its windows need no reservation against other visits.
    bool single{true};
};

/// Immutable during a search. Refers to the problem, which must outlive it.
struct Model {
    explicit Model(const PatrolProblem& patrol_problem);

    const PatrolProblem* problem;
    ShortestWays ways;
    std::vector<SiteModel> sites;
    std::vector<std::uint32_t> placeable;  ///< sites that can have a visit
    double typical_value{1.0};             ///< mean over the placeable sites that have one
    double required_weight{0.0};  ///< a missing required site outweighs all values together
    double travel_weight{0.0};    ///< per time unit: breaks ties between equal values

    [[nodiscard]] const Site& site(std::uint32_t index) const { return problem->sites[index]; }
};

}  // namespace beatline
