// SPDX-License-Identifier: Apache-2.0
#include "planner/demand.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "planner/check.hpp"
#include "planner/search.hpp"

namespace beatline {
namespace {

constexpr PlanTime hour = 3600;

ShiftDemand shift(const std::string& id, PlanTime from_h, PlanTime to_h) {
    ShiftDemand s;
    s.id = id;
    s.shift = {from_h * hour, to_h * hour};
    return s;
}

const std::vector<HotspotDemand> one_hotspot{{"H1", {1000, 0}, 5.0, {}}};

/// The plan when every place is a minute from every other.
PatrolPlan planned(PatrolDemand demand) {
    const std::size_t n = demand.places.size();
    std::vector<std::uint32_t> times(n * n, 60);
    for (std::size_t i = 0; i < n; ++i) times[i * n + i] = 0;
    demand.problem.travel = {TravelMatrix{n, std::move(times)}};
    validate(demand.problem);
    PatrolPlan plan = plan_patrols(demand.problem, {.iterations = 300});
    EXPECT_EQ(check_plan(demand.problem, plan), std::vector<std::string>{});
    return plan;
}

std::vector<PlanTime> starts(const PatrolPlan& plan) {
    std::vector<PlanTime> all;
    for (const Route& route : plan.routes) {
        for (const Visit& v : route.visits) all.push_back(v.start);
    }
    std::ranges::sort(all);
    return all;
}

TEST(Demand, AHotspotGetsItsVisitsPerShiftInEveryBlockOfDuty) {
    const std::vector<ShiftDemand> shifts{shift("a", 6, 14), shift("b", 14, 22)};
    const PatrolPlan plan = planned(make_demand(shifts, one_hotspot, {}, {.visits_per_shift = 2}));
    EXPECT_EQ(starts(plan).size(), 4U);
}

TEST(Demand, SeveralAllowedWindowsOfAShiftShareItsVisits) {
    const std::vector<ShiftDemand> shifts{shift("a", 14, 22)};
    DoseDemand dose{.visits_per_shift = 1, .min_gap = 0};
    dose.allowed = {{15 * hour, 16 * hour}, {18 * hour, 19 * hour}, {20 * hour, 21 * hour}};
    EXPECT_EQ(starts(planned(make_demand(shifts, one_hotspot, {}, dose))).size(), 1U);
}

TEST(Demand, ALongRelayDoesNotRaiseTheVisitsOfALoneShift) {
    // Three shifts that overlap by half an hour, and one shift alone the next day.
    std::vector<ShiftDemand> shifts{shift("a", 6, 14), shift("b", 13, 22), shift("c", 21, 29),
                                    shift("d", 48, 56)};
    const PatrolPlan plan =
        planned(make_demand(shifts, one_hotspot, {}, {.visits_per_shift = 1, .min_gap = 0}));
    const auto all = starts(plan);
    EXPECT_EQ(std::ranges::count_if(all, [](PlanTime t) { return t >= 48 * hour; }), 1);
    EXPECT_EQ(all.size(), 4U);
}

TEST(Demand, VisitsAreOverBeforeTheirWindowCloses) {
    const std::vector<ShiftDemand> shifts{shift("a", 14, 22)};
    DoseDemand dose{.visit = 900, .visits_per_shift = 3, .min_gap = 0};
    dose.allowed = {{15 * hour, 15 * hour + 2000}};
    for (const PlanTime start : starts(planned(make_demand(shifts, one_hotspot, {}, dose))))
        EXPECT_LE(start + 900, 15 * hour + 2000);
    dose.allowed = {{15 * hour, 15 * hour + 600}};
    EXPECT_THROW((void)make_demand(shifts, one_hotspot, {}, dose), std::invalid_argument);
}

TEST(Demand, AHotspotsOwnWindowsTakeThePlaceOfTheCommonOnes) {
    const std::vector<ShiftDemand> shifts{shift("a", 14, 22)};
    std::vector<HotspotDemand> hotspots{{"H1", {1000, 0}, 5.0}, {"H2", {2000, 0}, 5.0}};
    hotspots[1].allowed = {{20 * hour, 21 * hour}};
    DoseDemand dose{.visit = 900, .visits_per_shift = 1, .min_gap = 0};
    dose.allowed = {{15 * hour, 16 * hour}};
    const PatrolDemand demand = make_demand(shifts, hotspots, {}, dose);
    EXPECT_EQ(demand.problem.sites[0].windows, (std::vector<PlanWindow>{{54'000, 56'700}}));
    EXPECT_EQ(demand.problem.sites[1].windows, (std::vector<PlanWindow>{{72'000, 74'700}}));
    const auto all = starts(planned(demand));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_LE(all[0], 56'700);
    EXPECT_GE(all[1], 20 * hour);
}

TEST(Demand, AHotspotWhoseWindowsNoShiftMeetsSaysSo) {
    const std::vector<ShiftDemand> shifts{shift("a", 6, 14)};
    std::vector<HotspotDemand> hotspots{{"H1", {1000, 0}, 5.0}, {"H2", {2000, 0}, 5.0}};
    hotspots[1].allowed = {{20 * hour, 26 * hour}};
    const PatrolPlan plan = planned(make_demand(shifts, hotspots, {}, {}));
    ASSERT_EQ(plan.unserved.size(), 1U);
    EXPECT_EQ(plan.unserved[0].site, 1U);
    EXPECT_EQ(plan.unserved[0].why, WhyUnserved::outside_shifts);
    hotspots[1].allowed = {{20 * hour, 20 * hour + 60}};
    EXPECT_THROW((void)make_demand(shifts, hotspots, {}, {}), std::invalid_argument);
}

TEST(Demand, AnAllowedWindowOutsideAllShiftsIsExplainedNotForgotten) {
    const std::vector<ShiftDemand> shifts{shift("a", 14, 22)};
    DoseDemand dose;
    dose.allowed = {{2 * hour, 4 * hour}};
    const PatrolPlan plan = planned(make_demand(shifts, one_hotspot, {}, dose));
    ASSERT_EQ(plan.unserved.size(), 1U);
    EXPECT_EQ(plan.unserved[0].why, WhyUnserved::outside_shifts);
}

TEST(Demand, PlacesThatAreEqualAreOne) {
    const std::vector<ShiftDemand> shifts{shift("a", 14, 22), shift("b", 14, 22)};
    const std::vector<TaskDemand> tasks{{"T", {1000, 0}, {{15 * hour, 16 * hour}}, 600, 1, {}}};
    const PatrolDemand demand = make_demand(shifts, one_hotspot, tasks, {});
    EXPECT_EQ(demand.places.size(), 2U);
    EXPECT_EQ(demand.problem.sites[0].place, demand.problem.sites[1].place);
    EXPECT_TRUE(demand.problem.sites[1].required);
}

TEST(Demand, AnUnplacedPointIsUnreachableAndTheRestIsNot) {
    const std::vector<RoadLink> links{{1, 2, {{0, 0}, {1000, 0}}, "", RoadClass::primary, 36, 36}};
    const BuiltRoads roads = build_road_network(links, {});
    const RoadIndex index{roads.network};
    const std::vector<std::optional<RoadPosition>> places{
        index.nearest({0, 0}, Metres{10}), std::nullopt, index.nearest({1000, 0}, Metres{10})};
    const TravelMatrix travel = travel_between(roads.network, places);
    EXPECT_EQ(travel(0, 2), 100U);
    EXPECT_EQ(travel(0, 1), TravelMatrix::unreachable);
    EXPECT_EQ(travel(1, 2), TravelMatrix::unreachable);
    EXPECT_EQ(travel(1, 1), 0U);
}

}  // namespace
}  // namespace beatline
