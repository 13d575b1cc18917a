// SPDX-License-Identifier: Apache-2.0
#include "data/operation_demand.hpp"

#include <gtest/gtest.h>

namespace beatline {
namespace {

constexpr PlanTime hour = 3600;

ClockWindow clock_window(int from_h, int to_h) {
    return {Seconds{from_h * hour}, Seconds{to_h * hour}};
}

Operation one_unit(Day first, Day last, ClockWindow shift) {
    Operation operation;
    for (Day day = first; day <= last; day = next_day(day)) operation.days.push_back(day);
    UnitRules unit;
    unit.callsign = "L1";
    unit.shift = shift;
    unit.days = operation.days;
    operation.units.push_back(unit);
    return operation;
}

OperationDemand demand_of(const Operation& operation) {
    return operation_demand(operation, plan_clock(operation), {});
}

TEST(OperationDemand, AShiftThroughTheSpringClockChangeIsAnHourShorter) {
    // 2026-03-29: 01:00 GMT becomes 02:00 BST.
    const auto night = demand_of(one_unit({2026, 3, 28}, {2026, 3, 28}, clock_window(22, 30)));
    ASSERT_EQ(night.shifts.size(), 1U);
    EXPECT_EQ(night.shifts[0].shift, (PlanWindow{22 * hour, 29 * hour}));
}

TEST(OperationDemand, WindowsOfSomeDaysHoldOnThoseAndReachIntoThePeriod) {
    // Saturday and Sunday; Friday night reaches into Saturday.
    Operation operation = one_unit({2025, 12, 6}, {2025, 12, 7}, clock_window(0, 24));
    operation.hotspots.timing.given = {{clock_window(20, 26), 0b0110000}};
    EXPECT_EQ(demand_of(operation).dose.allowed,
              (std::vector<PlanWindow>{{0, 2 * hour}, {20 * hour, 26 * hour}}));
}

TEST(OperationDemand, AWindowAfterMidnightIsOpenToTheLastNightsShift) {
    Operation operation = one_unit({2025, 12, 5}, {2025, 12, 5}, clock_window(20, 30));
    operation.hotspots.timing.given = {{clock_window(1, 3), 0b0100000}};  // Saturday morning
    EXPECT_EQ(demand_of(operation).dose.allowed, (std::vector<PlanWindow>{{25 * hour, 27 * hour}}));
    operation.hotspots.timing.given = {{clock_window(12, 14), 0b0000100}};  // the next Wednesday
    EXPECT_EQ(demand_of(operation).dose.allowed,
              (std::vector<PlanWindow>{{132 * hour, 134 * hour}}));
}

TEST(OperationDemand, AHotspotsWindowsAreThoseOfItsWeek) {
    Operation operation = one_unit({2025, 12, 1}, {2025, 12, 2}, clock_window(14, 22));
    std::vector<Hotspot> hotspots(2);
    hotspots[0].timing.emplace().windows = {{18, 3}, {24 + 20, 6}, {5 * 24, 4}};
    hotspots[1].timing.emplace();
    const auto demand = operation_demand(operation, plan_clock(operation), hotspots);
    EXPECT_EQ(demand.hotspots[0].allowed,
              (std::vector<PlanWindow>{{18 * hour, 21 * hour}, {44 * hour, 50 * hour}}));
    EXPECT_FALSE(demand.hotspots[1].allowed) << "no windows claimed: any time";
}

TEST(OperationDemand, AShiftThroughTheAutumnClockChangeIsAnHourLonger) {
    const auto night = demand_of(one_unit({2025, 10, 25}, {2025, 10, 25}, clock_window(22, 30)));
    EXPECT_EQ(night.shifts[0].shift, (PlanWindow{22 * hour, 31 * hour}));
}

TEST(OperationDemand, ShiftsRunByDayThenInTheFilesOrder) {
    Operation operation = one_unit({2025, 12, 1}, {2025, 12, 2}, clock_window(14, 22));
    operation.units.push_back(operation.units[0]);
    operation.units[1].callsign = "L2";
    operation.units[1].mode = TravelMode::foot;
    operation.units[1].days = {{2025, 12, 2}};
    const auto demand = demand_of(operation);
    ASSERT_EQ(demand.shifts.size(), 3U);
    EXPECT_EQ(demand.shifts[0].id, "L1 2025-12-01");
    EXPECT_EQ(demand.shifts[2].id, "L2 2025-12-02");
    EXPECT_EQ(demand.shifts[2].shift.open, 38 * hour);
    EXPECT_EQ(demand.modes, (std::vector<TravelMode>{TravelMode::car, TravelMode::foot}));
}

TEST(OperationDemand, ABreakFallsIntoTheMiddleHalfOfTheShiftUnlessItsWindowIsGiven) {
    Operation operation = one_unit({2025, 12, 1}, {2025, 12, 1}, clock_window(14, 22));
    operation.units[0].rest = Seconds{45 * 60};
    EXPECT_EQ(demand_of(operation).shifts[0].rest.window, (PlanWindow{16 * hour, 20 * hour}));
    operation.units[0].rest_window = clock_window(17, 18);
    EXPECT_EQ(demand_of(operation).shifts[0].rest.window, (PlanWindow{17 * hour, 18 * hour}));
    // In a night shift a window after midnight is the next morning's.
    operation.units[0].shift = clock_window(22, 30);
    operation.units[0].rest_window = clock_window(1, 3);
    EXPECT_EQ(demand_of(operation).shifts[0].rest.window, (PlanWindow{25 * hour, 27 * hour}));
}

TEST(OperationDemand, ATaskEndsInItsWindowWhereItFitsAndElseBeginsInIt) {
    Operation operation = one_unit({2025, 12, 1}, {2025, 12, 2}, clock_window(14, 22));
    TaskRules task;
    task.id = "T";
    task.window = clock_window(16, 18);
    task.duration = Seconds{hour};
    operation.tasks.push_back(task);
    auto demand = demand_of(operation);
    EXPECT_EQ(demand.tasks[0].windows,
              (std::vector<PlanWindow>{{16 * hour, 17 * hour}, {40 * hour, 41 * hour}}));
    operation.tasks[0].duration = Seconds{3 * hour};
    operation.tasks[0].day = Day{2025, 12, 2};
    demand = demand_of(operation);
    EXPECT_EQ(demand.tasks[0].windows, (std::vector<PlanWindow>{{40 * hour, 42 * hour}}));
}

TEST(OperationDemand, AWindowThatAClockChangeSwallowsAllowsNoVisit) {
    Operation operation = one_unit({2026, 3, 29}, {2026, 3, 29}, clock_window(0, 8));
    operation.hotspots.timing.given = {{clock_window(1, 2)}};  // does not exist on this day
    const auto demand = demand_of(operation);
    ASSERT_EQ(demand.dose.allowed.size(), 1U) << "the next day's, beyond the shift";
    EXPECT_GE(demand.dose.allowed[0].open, demand.shifts[0].shift.close);
}

}  // namespace
}  // namespace beatline
