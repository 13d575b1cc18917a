// SPDX-License-Identifier: Apache-2.0
#include "data/road_rules.hpp"

#include <initializer_list>
#include <utility>

#include <gtest/gtest.h>

#include "data/road_speed.hpp"

namespace beatline {
namespace {

using List = std::initializer_list<std::pair<std::string_view, std::string_view>>;

RoadTags tags(List list) {
    RoadTags all;
    for (const auto& [key, value] : list) all.add(key, value);
    return all;
}
RoadVerdict car(List list) {
    return judge_road(tags(list), TravelMode::car);
}
RoadVerdict foot(List list) {
    return judge_road(tags(list), TravelMode::foot);
}

bool both_ways(const RoadVerdict& v) {
    return v.left_out.empty() && v.use.forward_kmh > 0.0 && v.use.backward_kmh > 0.0;
}
bool forward_only(const RoadVerdict& v) {
    return v.left_out.empty() && v.use.forward_kmh > 0.0 && v.use.backward_kmh == 0.0;
}
bool backward_only(const RoadVerdict& v) {
    return v.left_out.empty() && v.use.forward_kmh == 0.0 && v.use.backward_kmh > 0.0;
}

TEST(RoadRules, TheMostSpecificAccessTagWins) {
    EXPECT_TRUE(both_ways(car({{"highway", "residential"}})));
    EXPECT_EQ(car({{"highway", "service"}, {"access", "private"}}).left_out, "no_access");
    EXPECT_TRUE(
        both_ways(car({{"highway", "service"}, {"access", "no"}, {"motor_vehicle", "yes"}})));
    EXPECT_TRUE(
        both_ways(car({{"highway", "service"}, {"vehicle", "no"}, {"motorcar", "destination"}})));
    EXPECT_EQ(car({{"highway", "service"}, {"access", "yes"}, {"motorcar", "no"}}).left_out,
              "no_access");
    EXPECT_EQ(car({{"highway", "primary"}, {"motor_vehicle", "agricultural;forestry"}}).left_out,
              "no_access");
    EXPECT_TRUE(
        both_ways(car({{"highway", "primary"}, {"motor_vehicle", "agricultural; destination"}})));
    EXPECT_TRUE(both_ways(car({{"highway", "primary"}, {"access", "some words"}})))
        << "unknown words say nothing";
    EXPECT_TRUE(both_ways(foot({{"highway", "footway"}, {"access", "no"}, {"foot", "yes"}})));
    EXPECT_EQ(foot({{"highway", "residential"}, {"foot", "no"}}).left_out, "no_access");
}

TEST(RoadRules, ClassesAreOpenToTheModesThatMayUseThem) {
    for (const std::string_view value : {"footway", "cycleway", "bridleway", "steps", "path"}) {
        EXPECT_EQ(car({{"highway", value}, {"motor_vehicle", "yes"}}).left_out, "not_for_mode")
            << value;
        EXPECT_TRUE(both_ways(foot({{"highway", value}}))) << value;
    }
    EXPECT_EQ(foot({{"highway", "motorway"}}).left_out, "not_for_mode");
    EXPECT_EQ(foot({{"highway", "trunk"}, {"motorroad", "yes"}}).left_out, "not_for_mode");
    EXPECT_TRUE(both_ways(foot({{"highway", "trunk"}})));
    EXPECT_EQ(car({{"highway", "track"}}).left_out, "not_for_mode");
    EXPECT_EQ(car({{"highway", "track"}, {"access", "yes"}}).left_out, "not_for_mode");
    EXPECT_TRUE(both_ways(car({{"highway", "track"}, {"motor_vehicle", "yes"}})));
    EXPECT_EQ(car({{"highway", "construction"}}).left_out, "not_a_road");
    EXPECT_EQ(car({{"building", "yes"}}).left_out, "not_a_road");
    EXPECT_EQ(car({{"highway", "service"}, {"area", "yes"}}).left_out, "area");
    EXPECT_EQ(car({{"highway", "busway"}}).left_out, "not_for_mode");
}

TEST(RoadRules, OneWaySignsHoldForCarsAndNotForFeet) {
    EXPECT_TRUE(forward_only(car({{"highway", "residential"}, {"oneway", "yes"}})));
    EXPECT_TRUE(backward_only(car({{"highway", "residential"}, {"oneway", "-1"}})));
    EXPECT_TRUE(forward_only(car({{"highway", "motorway"}})));
    EXPECT_TRUE(both_ways(car({{"highway", "motorway"}, {"oneway", "no"}})));
    EXPECT_TRUE(forward_only(car({{"highway", "primary"}, {"junction", "roundabout"}})));
    EXPECT_TRUE(both_ways(
        car({{"highway", "primary"}, {"oneway", "yes"}, {"oneway:motor_vehicle", "no"}})));
    EXPECT_TRUE(both_ways(car({{"highway", "primary"}, {"oneway", "alternating"}})));
    EXPECT_EQ(car({{"highway", "primary"}, {"oneway", "reversible"}}).left_out, "reversible");
    EXPECT_TRUE(forward_only(car({{"highway", "primary"}, {"motor_vehicle:backward", "no"}})));
    EXPECT_TRUE(both_ways(foot({{"highway", "residential"}, {"oneway", "yes"}})));
    EXPECT_TRUE(backward_only(foot({{"highway", "footway"}, {"oneway:foot", "-1"}})));
}

TEST(RoadRules, FerriesTakeCarsOnlyWhenTheySaySo) {
    EXPECT_EQ(car({{"route", "ferry"}}).left_out, "not_for_mode");
    EXPECT_EQ(car({{"route", "ferry"}, {"motor_vehicle", "no"}}).left_out, "no_access");
    const RoadVerdict ferry = car({{"route", "ferry"}, {"motorcar", "yes"}, {"duration", "00:20"}});
    EXPECT_TRUE(both_ways(ferry));
    EXPECT_EQ(ferry.use.road_class, RoadClass::ferry);
    EXPECT_EQ(ferry.use.duration_s, 1200.0);
    EXPECT_TRUE(both_ways(foot({{"route", "ferry"}})));
}

TEST(RoadRules, SpeedFollowsTheLimitAndTheClass) {
    const double by_class = car({{"highway", "residential"}}).use.forward_kmh;
    EXPECT_DOUBLE_EQ(car({{"highway", "residential"}, {"maxspeed", "30 mph"}}).use.forward_kmh,
                     by_class);
    EXPECT_NEAR(car({{"highway", "residential"}, {"maxspeed", "20 mph"}}).use.forward_kmh,
                by_class * 2 / 3, 1e-9);
    const RoadUse uneven =
        car({{"highway", "primary"}, {"maxspeed", "50"}, {"maxspeed:backward", "30"}}).use;
    EXPECT_NEAR(uneven.backward_kmh / uneven.forward_kmh, 0.6, 1e-12);
    EXPECT_EQ(foot({{"highway", "primary"}, {"maxspeed", "60 mph"}}).use.forward_kmh, walking_kmh);
    EXPECT_EQ(foot({{"highway", "steps"}}).use.forward_kmh, steps_kmh);
}

TEST(RoadRules, RulesByTheClockAreReportedAndNotApplied) {
    const RoadVerdict gate =
        car({{"highway", "primary"}, {"motor_vehicle:conditional", "no @ (Mo-Fr 08:00-18:00)"}});
    EXPECT_TRUE(both_ways(gate));
    EXPECT_TRUE(gate.use.by_the_clock);
    EXPECT_FALSE(
        foot({{"highway", "primary"}, {"motor_vehicle:conditional", "no @ wet"}}).use.by_the_clock);
}

TEST(RoadRules, NamesFallBackToTheNumberAndFitAnyFile) {
    EXPECT_EQ(car({{"highway", "trunk"}, {"ref", "A36"}}).use.name, "A36");
    EXPECT_EQ(car({{"highway", "trunk"}, {"ref", "A36"}, {"name", "London Road"}}).use.name,
              "London Road");
    EXPECT_EQ(car({{"highway", "trunk"}, {"name", "Ca\xE9"}}).use.name, "Ca");
    EXPECT_EQ(car({{"highway", "trunk"}, {"name", "a\nb"}}).use.name, "a b");
    EXPECT_LE(car({{"highway", "trunk"}, {"name", std::string(100'000, 'x')}}).use.name.size(),
              255U);
}

TEST(RoadRules, BarriersStopCarsUnlessTheyMayPass) {
    const auto stops = [](List list) { return is_barrier(tags(list), TravelMode::car); };
    EXPECT_TRUE(stops({{"barrier", "bollard"}}));
    EXPECT_TRUE(stops({{"barrier", "block"}}));
    EXPECT_TRUE(stops({{"barrier", "something new"}}));
    EXPECT_FALSE(stops({{"barrier", "gate"}}));
    EXPECT_TRUE(stops({{"barrier", "gate"}, {"access", "private"}}));
    EXPECT_TRUE(stops({{"barrier", "gate"}, {"locked", "yes"}}));
    EXPECT_FALSE(stops({{"barrier", "bollard"}, {"motor_vehicle", "yes"}}));
    EXPECT_FALSE(stops({{"barrier", "bollard"}, {"bollard", "rising"}}));
    EXPECT_FALSE(stops({{"barrier", "cattle_grid"}}));
    EXPECT_FALSE(stops({{"highway", "crossing"}, {"access", "no"}}));
    EXPECT_FALSE(is_barrier(tags({{"barrier", "bollard"}}), TravelMode::foot));
    EXPECT_TRUE(is_barrier(tags({{"barrier", "gate"}, {"access", "no"}}), TravelMode::foot));
}

TEST(RoadSpeed, ReadsLimitsAsPeopleWriteThem) {
    const HighwayKind& primary = *highway_kind("primary");
    const auto kmh = [&](std::string_view text) {
        return parse_speed_limit(text, primary).value_or(-1.0);
    };
    EXPECT_DOUBLE_EQ(kmh("50"), 50.0);
    EXPECT_DOUBLE_EQ(kmh("30 mph"), 30 * kmh_per_mph);
    EXPECT_DOUBLE_EQ(kmh("30mph"), 30 * kmh_per_mph);
    EXPECT_DOUBLE_EQ(kmh("50 km/h"), 50.0);
    EXPECT_DOUBLE_EQ(kmh("GB:nsl_single"), 60 * kmh_per_mph);
    EXPECT_DOUBLE_EQ(kmh("GB:nsl_dual"), 70 * kmh_per_mph);
    EXPECT_DOUBLE_EQ(kmh("national"), 60 * kmh_per_mph);
    EXPECT_DOUBLE_EQ(parse_speed_limit("national", *highway_kind("motorway")).value_or(0),
                     70 * kmh_per_mph);
    EXPECT_DOUBLE_EQ(kmh("DE:urban"), 50.0);
    EXPECT_DOUBLE_EQ(kmh("DE:zone:30"), 30.0);
    EXPECT_DOUBLE_EQ(kmh("walk"), 6.0);
    EXPECT_DOUBLE_EQ(kmh("60 mph;40 mph"), 40 * kmh_per_mph);
    for (const std::string_view bad :
         {"", "none", "signals", "fast", "0", "-30", "nan", "inf", "1e9", "30 furlongs"})
        EXPECT_EQ(kmh(bad), -1.0) << bad;
}

TEST(RoadSpeed, ReadsDurations) {
    EXPECT_EQ(parse_duration("45"), 2700.0);
    EXPECT_EQ(parse_duration("1:30"), 5400.0);
    EXPECT_EQ(parse_duration("00:12:30"), 750.0);
    EXPECT_EQ(parse_duration("PT1H30M"), 5400.0);
    EXPECT_EQ(parse_duration("PT45S"), 45.0);
    for (const std::string_view bad :
         {"", "0", "soon", "1:", "1:2:3:4", "PT", "PT5", "PTM5", "PT5M3H", "1e300"})
        EXPECT_FALSE(parse_duration(bad)) << bad;
}

TEST(RoadRules, ASpeedIsStatedWhenEveryOpenDirectionHasALimit) {
    const auto stated = [](List list) { return car(list).use.speed_stated; };
    EXPECT_TRUE(stated({{"highway", "primary"}, {"maxspeed", "30 mph"}}));
    EXPECT_FALSE(stated({{"highway", "primary"}}));
    EXPECT_FALSE(stated({{"highway", "primary"}, {"maxspeed", "signals"}}));
    EXPECT_FALSE(stated({{"highway", "primary"}, {"maxspeed:forward", "50"}}));
    EXPECT_TRUE(
        stated({{"highway", "primary"}, {"maxspeed:forward", "50"}, {"maxspeed:backward", "40"}}));
    EXPECT_TRUE(stated({{"highway", "primary"}, {"maxspeed:forward", "50"}, {"oneway", "yes"}}));
    EXPECT_FALSE(stated({{"highway", "primary"}, {"maxspeed:forward", "50"}, {"oneway", "-1"}}));
    EXPECT_TRUE(stated({{"route", "ferry"}, {"motorcar", "yes"}, {"duration", "10"}}));
    EXPECT_FALSE(stated({{"route", "ferry"}, {"motorcar", "yes"}}));
}

TEST(RoadSpeed, EveryClassThatCarsMayUseHasASpeed) {
    for (const std::string_view value :
         {"motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
          "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
          "living_street", "service", "road"}) {
        ASSERT_NE(highway_kind(value), nullptr) << value;
        EXPECT_TRUE(highway_kind(value)->limit_mph > 0 && highway_kind(value)->pace > 0) << value;
    }
    EXPECT_EQ(highway_kind("bus_stop"), nullptr);
}

}  // namespace
}  // namespace beatline
