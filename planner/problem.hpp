// The patrol problem: all that the search may read, validated once and then left alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "planner/travel.hpp"

namespace beatline {

/// Whole time units: seconds since the period's start in an operation, whatever a problem file says
/// in solve.
using PlanTime = std::int64_t;
using PlaceIndex = std::uint32_t;
using SkillSet = std::uint64_t;  ///< one bit a skill; bit i is PatrolProblem::skill_names[i]

/// What `validate` accepts: far enough from each other that an unreachable leg (2^32 - 1)
/// overshoots any window.
inline constexpr PlanTime earliest_plan_time = -(PlanTime{1} << 30);
inline constexpr PlanTime latest_plan_time = PlanTime{1} << 31;
inline constexpr double largest_site_value = 1e12;
inline constexpr std::uint32_t most_visits = 1000;  ///< at one site

/// Closed at both ends.
struct PlanWindow {
    PlanTime open{0};
    PlanTime close{0};

    bool operator==(const PlanWindow&) const = default;
};

/// A pause that lies whole inside its window, taken standing between two stops, before or after the
/// drive.
struct PatrolBreak {
    PlanTime duration{0};  ///< 0: none
    PlanWindow window;
};

/// One unit for one shift: a unit on three days is three of these.
struct PatrolUnit {
    std::string id;
    PlaceIndex start{0};
    PlaceIndex end{0};
    PlanWindow shift;  ///< leaves no earlier, is back no later
    PatrolBreak rest;
    SkillSet skills{0};
    std::uint32_t travel{0};  ///< index into PatrolProblem::travel
};

/// At most `most` visits begin in the windows `first` to `last` of a site together.
struct WindowLimit {
    std::uint32_t first{0};
    std::uint32_t last{0};
    std::uint32_t most{1};

    [[nodiscard]] bool covers(std::uint32_t window) const {
        return first <= window && window <= last;
    }
};

/// Somewhere to be visited: a hotspot, or a task that must be done.
struct Site {
    std::string id;
    PlaceIndex place{0};
    PlanTime service{0};              ///< dwell
    std::vector<PlanWindow> windows;  ///< service begins inside one; >= 1, sorted, may touch
    double value{0.0};                ///< of each visit, >= 0
    std::uint32_t max_visits{1};
    std::uint32_t max_per_window{0};  ///< 0: no limit but max_visits
    std::vector<WindowLimit> limits;  ///< disjoint, in order; windows of two do not touch
    PlanTime min_gap{0};              ///< from a visit's end to the next start
    bool required{false};             ///< at least one visit, before any optional value counts
    SkillSet skills{0};               ///< each unit on it has all of these
    std::uint32_t crew{1};            ///< units that begin and end each visit together
};

struct PatrolProblem {
    std::string name;
    std::vector<TravelMatrix> travel;  ///< one a mode, all of one size; places index their rows
    std::vector<PatrolUnit> units;
    std::vector<Site> sites;
    std::vector<std::string> skill_names;

    [[nodiscard]] std::size_t place_count() const {
        return travel.empty() ? 0 : travel.front().size();
    }
};

/// Throws std::invalid_argument naming the unit or site, and what is wrong, unless every index,
/// window, count and number in the problem is sound and ids are unique.
void validate(const PatrolProblem& problem);

}  // namespace beatline
