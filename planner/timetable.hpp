// The times a unit is given: the earliest its route allows, out of the base no sooner than due.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "planner/schedule.hpp"

namespace beatline {

/// Every visit begins as early as its window, the way and the break let it. The unit leaves its
/// base so that it is at its first stop when service begins there (not at the shift's start to wait
/// on the street), and drives on as soon as a visit or break ends. The break is taken as late in
/// the route as costs no time; at the end place after the last drive, if need be. A route without
/// visits has no break and neither leaves nor drives: its times are the shift's start.
[[nodiscard]] Route timetable(const RouteSchedule& schedule, std::uint32_t unit);

}  // namespace beatline
