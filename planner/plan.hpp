// A patrol plan: who goes where and when, and why some places are left out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/problem.hpp"

namespace beatline {

struct Visit {
    std::uint32_t site{0};
    PlanTime arrive{0};
    PlanTime start{0};   ///< of service; waiting before it is free
    PlanTime depart{0};  ///< start + service

    bool operator==(const Visit&) const = default;
};

struct Route {
    std::uint32_t unit{0};
    std::vector<Visit> visits;
    std::optional<PlanWindow> rest;  ///< when the break is taken, if the unit has one
    PlanTime leave{0};               ///< the base
    PlanTime back{0};                ///< at the end place
    PlanTime driving{0};
    PlanTime waiting{0};
};

enum class WhyUnserved : std::uint8_t {
    unreachable,     ///< no road leads there and back
    lacks_skill,     ///< no unit has the skills
    lacks_crew,      ///< fewer units than the visit needs share a shift there
    outside_shifts,  ///< no window meets a shift in which a unit could get there and back
    too_far,  ///< reachable, but no shift is long enough for the way, the dwell and the way back
    no_time_left,  ///< it would fit empty shifts, but displaces at least what it brings
    not_found      ///< it fits as far as was tested, yet no plan with it was found
};
[[nodiscard]] std::string_view name_of(WhyUnserved why);

/// A site that nobody visits.
struct Unserved {
    std::uint32_t site{0};
    WhyUnserved why{WhyUnserved::no_time_left};
    std::string reason;  ///< one sentence
};

struct PatrolPlan {
    std::vector<Route> routes;       ///< one a unit, in the problem's order
    std::vector<Unserved> unserved;  ///< sites without any visit, in the problem's order
    double value{0.0};        ///< sum over visits of Site::value (a crew's visit counts once)
    double upper_bound{0.0};  ///< no plan is worth more
    bool required_met{true};
    std::uint64_t iterations{0};
    bool ended_on_time_limit{false};  ///< or paced by it: another run may differ
};

}  // namespace beatline
