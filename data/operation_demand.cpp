// SPDX-License-Identifier: Apache-2.0
#include "data/operation_demand.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "data/error.hpp"

namespace beatline {

PlanClock plan_clock(const Operation& operation) {
    TimeZone zone{operation.timezone};
    const Instant origin = zone.at(operation.days.front(), Seconds{0}).instant;
    return {std::move(zone), origin};
}

std::string hotspot_name(const Hotspot& hotspot) {
    return fmt::format("H{}", hotspot.id);
}

namespace {

PlanWindow on_day(const PlanClock& clock, Day day, const ClockWindow& window) {
    return {clock.plan_time(clock.zone.at(day, window.from).instant),
            clock.plan_time(clock.zone.at(day, window.to).instant)};
}

/// The break's window: as given, else the middle half of the shift, widened when the break is
/// longer. A clock change may swallow part of it: then it reaches on until the break fits.
PlanWindow rest_window(const PlanClock& clock, Day day, const UnitRules& unit, PlanWindow shift) {
    const PlanTime rest = unit.rest.count();
    const PlanTime length = shift.close - shift.open;
    if (length < rest)
        throw UsageError{
            fmt::format("unit {}: on {} the clock change leaves {} min of the shift, too few for a "
                        "break of {} min; give it another shift or leave the day out of its days",
                        unit.callsign, to_string(day), length / 60, rest / 60)};
    if (const auto given = unit.rest_in_shift()) {
        PlanWindow w = on_day(clock, day, *given);
        w.close = std::min(std::max(w.close, w.open + rest), shift.close);
        w.open = std::max(std::min(w.open, w.close - rest), shift.open);
        return w;
    }
    const PlanTime margin = std::min(length / 4, (length - rest) / 2);
    return {shift.open + margin, shift.close - margin};
}

ShiftDemand shift_of(const PlanClock& clock, Day day, const UnitRules& unit) {
    ShiftDemand shift;
    shift.id = fmt::format("{} {}", unit.callsign, to_string(day));
    shift.base = unit.base;
    shift.end = unit.end.value_or(unit.base);
    shift.shift = on_day(clock, day, unit.shift);
    if (unit.rest > Seconds{0})
        shift.rest = {unit.rest.count(), rest_window(clock, day, unit, shift.shift)};
    shift.skills = unit.skills;
    return shift;
}

/// A task begins in its window and, where the window is long enough, also ends in it.
PlanWindow start_window(const PlanClock& clock, Day day, const TaskRules& task) {
    PlanWindow w = on_day(clock, day, task.window);
    if (w.close - w.open >= task.duration.count()) w.close -= task.duration.count();
    return w;
}

/// When visits may take place, by the clock of every day; windows of the day before the period and
/// of the day after it may meet its shifts. A clock change can leave a window too short for a
/// visit. When none is left, the next one later on stands for the wish, so that the plan can say
/// why nobody goes.
std::vector<PlanWindow> allowed_windows(const Operation& operation, const PlanClock& clock,
                                        const std::vector<WeekWindow>& windows) {
    const PlanTime visit = operation.dose.visit.count();
    std::vector<PlanWindow> allowed;
    const auto add = [&](int d) {
        const Day day = next_day(operation.days.front(), d);
        for (const WeekWindow& window : windows) {
            if (((window.days >> weekday_of(day)) & 1U) == 0) continue;
            PlanWindow w = on_day(clock, day, window.clock);
            if (d < 0) w.open = std::max<PlanTime>(w.open, 0);
            if (w.close - w.open >= visit) allowed.push_back(w);
        }
    };
    const auto after = static_cast<int>(operation.days.size());
    for (int d = -7; d <= after; ++d) add(d);
    for (int d = after + 1; d <= after + 8 && allowed.empty(); ++d) add(d);
    std::ranges::sort(allowed, {}, &PlanWindow::open);
    return allowed;
}

}  // namespace

OperationDemand operation_demand(const Operation& operation, const PlanClock& clock,
                                 std::span<const Hotspot> hotspots) {
    OperationDemand demand;
    for (const UnitRules& unit : operation.units) {
        if (std::ranges::find(demand.modes, unit.mode) == demand.modes.end())
            demand.modes.push_back(unit.mode);
    }
    for (const Day day : operation.days) {
        for (std::size_t u = 0; u < operation.units.size(); ++u) {
            const UnitRules& unit = operation.units[u];
            if (std::ranges::find(unit.days, day) == unit.days.end()) continue;
            ShiftDemand shift = shift_of(clock, day, unit);
            shift.mode = static_cast<std::uint32_t>(std::ranges::find(demand.modes, unit.mode) -
                                                    demand.modes.begin());
            demand.shifts.push_back(std::move(shift));
            demand.origins.push_back({u, day});
        }
    }
    demand.dose.allowed = allowed_windows(operation, clock, operation.hotspots.timing.given);
    for (const Hotspot& h : hotspots) {
        HotspotDemand& wanted = demand.hotspots.emplace_back();
        wanted.id = hotspot_name(h);
        wanted.at = h.peak;
        wanted.value = h.mass;
        if (h.timing && !h.timing->windows.empty())
            wanted.allowed = allowed_windows(operation, clock, windows_of(h.timing->windows));
    }
    for (const TaskRules& task : operation.tasks) {
        TaskDemand& wanted = demand.tasks.emplace_back();
        wanted.id = task.id;
        wanted.at = task.at;
        wanted.duration = task.duration.count();
        wanted.crew = task.units;
        wanted.skills = task.skills;
        for (const Day day : operation.days) {
            if (!task.day || *task.day == day)
                wanted.windows.push_back(start_window(clock, day, task));
        }
    }
    demand.dose.visit = operation.dose.visit.count();
    demand.dose.visits_per_shift = operation.dose.visits_per_shift;
    demand.dose.min_gap = operation.dose.min_gap.count();
    return demand;
}

}  // namespace beatline
