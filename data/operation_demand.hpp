// From an operation's local clock times and rules to the demand that the planner works on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "data/operation.hpp"
#include "geo/hotspot.hpp"
#include "planner/demand.hpp"

namespace beatline {

/// Plan time zero: local midnight of the period's first day.
struct PlanClock {
    TimeZone zone;
    Instant origin;

    [[nodiscard]] Instant instant(PlanTime t) const { return origin + Seconds{t}; }
    [[nodiscard]] PlanTime plan_time(Instant when) const { return (when - origin).count(); }
};

[[nodiscard]] PlanClock plan_clock(const Operation& operation);

/// Which unit and day each shift is, beside the shift itself.
struct ShiftOrigin {
    std::size_t unit{0};  ///< into Operation::units
    Day day;
};

struct OperationDemand {
    std::vector<ShiftDemand> shifts;
    std::vector<ShiftOrigin> origins;  ///< one a shift
    std::vector<HotspotDemand> hotspots;
    std::vector<TaskDemand> tasks;
    DoseDemand dose;
    std::vector<TravelMode> modes;  ///< travel matrices wanted, in ShiftDemand::mode's order
};

/// Shifts in order of day, then of the file. A hotspot's value is its mass: weighted events in the
/// surface.
[[nodiscard]] OperationDemand operation_demand(const Operation& operation, const PlanClock& clock,
                                               std::span<const Hotspot> hotspots);

/// "H7": how hotspot 7 is called in plans.
[[nodiscard]] std::string hotspot_name(const Hotspot& hotspot);

}  // namespace beatline
