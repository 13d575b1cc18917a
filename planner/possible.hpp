// What each site could have at best: the ways there and back, and when some unit could be there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "planner/problem.hpp"

namespace beatline {

/// Shortest ways from each unit's start to each place and on to its end, by way of other sites'
/// places where that is shorter: no route does better, whatever it visits between. Refers to the
/// problem.
class ShortestWays {
public:
    explicit ShortestWays(const PatrolProblem& problem);

    /// At least `no_way` where none leads.
    static constexpr PlanTime no_way = TravelMatrix::unreachable;
    [[nodiscard]] PlanTime out(std::uint32_t unit, PlaceIndex place) const {
        return ways_[out_[unit]][place];
    }
    [[nodiscard]] PlanTime home(std::uint32_t unit, PlaceIndex place) const {
        return ways_[home_[unit]][place];
    }

private:
    std::vector<std::vector<PlanTime>> ways_;
    std::vector<std::size_t> out_;   ///< by unit, into ways_
    std::vector<std::size_t> home_;  ///< by unit, into ways_
};

/// Times that contain every begin of service that `unit` could make at `site` in any route, the
/// break kept: sorted windows without overlap. Empty when it lacks a skill, a way or the time.
[[nodiscard]] std::vector<PlanWindow> possible_begins(const PatrolProblem& problem,
                                                      const ShortestWays& ways, std::uint32_t unit,
                                                      const Site& site);

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

/// A site that can have visits: how many, and by which units.
struct Possible {
    std::uint32_t most_visits{0};
    std::vector<std::uint32_t> units;
};
[[nodiscard]] Possible possible_visits(const PatrolProblem& problem, const ShortestWays& ways,
                                       const Site& site);

}  // namespace beatline
