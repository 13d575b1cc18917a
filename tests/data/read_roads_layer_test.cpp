// Line layers that the user explains, and what is said of any roads that were read.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/read_roads.hpp"

#include "tests/support/line_layers.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/osm_text.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::add_layer;
using testing::any_holds;
using testing::create_dataset;
using testing::kmh_of;
using testing::LayerColumn;
using testing::message_of;
using testing::read_layer;
using testing::street_named;
using testing::TempFolder;

/// A council's own layer, with words of its own and a name that is not the first "name".
std::string council_roads(const TempFolder& folder) {
    const std::string path = folder / "council.gpkg";
    const auto file = create_dataset(path);
    const std::vector<LayerColumn> columns{
        {"Hierarchy"}, {"Traffic"}, {"Limit", OFTReal}, {"Label"}, {"name"}};
    add_layer(*file, "old_roads", wkbLineString, columns,
              {{{{0, 0}, {100, 0}}, {"Distributor", "", "", "Old Road", "x"}}});
    add_layer(*file, "network", wkbLineString, columns,
              {{{{0, 0}, {1000, 0}}, {"Distributor", "Two way", "40", "Ring Road", "x"}},
               {{{1000, 0}, {1000, 500}}, {"Estate", "FT", "20", "Estate Road", "x"}},
               {{{1000, 500}, {0, 0}}, {"Estate", "FT", "", "Return Road", "x"}},
               {{{0, 0}, {0, 200}}, {"residential", "B", "30", "Plain Street", "x"}},
               {{{0, 0}, {0, -200}}, {"Footway link", "B", "", "Steps", "x"}}});
    return path;
}

RoadLayout council_layout() {
    RoadLayout layout;
    layout.layer = "network";
    layout.road_class = "Hierarchy";
    layout.one_way = "Traffic";
    layout.speed = "Limit";
    layout.name = "Label";
    layout.speed_unit = "mph";
    layout.classes = {
        {"distributor", "primary"}, {"estate", "residential"}, {"footway link", "footway"}};
    return layout;
}

TEST(RoadLayout, WhatTheUserNamesWinsOverWhatIsKnown) {
    const TempFolder folder;
    const RoadReading roads = read_layer(council_roads(folder), council_layout());
    EXPECT_EQ(roads.features_read, 5U);
    EXPECT_EQ(roads.features_left_out.at("not_for_mode"), 1U);
    EXPECT_EQ(street_named(roads, "Ring Road").road_class, RoadClass::primary);
    EXPECT_EQ(street_named(roads, "Estate Road").road_class, RoadClass::residential);
    EXPECT_EQ(street_named(roads, "Plain Street").road_class, RoadClass::residential)
        << "OSM's own words need no explanation";
    // Limit x pace of the class (docs/roads.md).
    EXPECT_NEAR(kmh_of(roads, "Ring Road"), 40 * 1.609344 * 0.65, 0.01);
    EXPECT_NEAR(kmh_of(roads, "Estate Road"), 20 * 1.609344 * 0.60, 0.01);
    EXPECT_NEAR(kmh_of(roads, "Return Road"), 30 * 1.609344 * 0.60, 0.01) << "assumed";
    EXPECT_EQ(roads.report.speed_assumed, 1U);
    EXPECT_EQ(roads.report.one_way, 2U);
    EXPECT_TRUE(any_holds(roads.warnings, "\"Two way\" (1)"))
        << "a sign of the named column that means nothing to us is warned of";
}

TEST(RoadLayout, LimitsAreInKilometresAnHourUnlessItSaysMiles) {
    const TempFolder folder;
    RoadLayout layout = council_layout();
    layout.speed_unit.clear();
    EXPECT_NEAR(kmh_of(read_layer(council_roads(folder), layout), "Ring Road"), 40 * 0.65, 0.01);
}

TEST(RoadLayout, AMissingColumnIsRefusedWithTheNearestAndAll) {
    const TempFolder folder;
    const std::string path = council_roads(folder);
    const auto refused = [&](std::string RoadLayout::*member, const char* column) {
        RoadLayout layout = council_layout();
        layout.*member = column;
        return message_of<UsageError>([&] { (void)read_layer(path, layout); });
    };
    const std::string message = refused(&RoadLayout::road_class, "Hierachy");
    for (const char* part : {"roads.class", "\"Hierachy\"", "Did you mean \"Hierarchy\"?",
                             "\"Hierarchy\", \"Traffic\", \"Limit\", \"Label\", \"name\""})
        EXPECT_NE(message.find(part), std::string::npos) << part << "\n" << message;
    EXPECT_NE(refused(&RoadLayout::one_way, "x").find("roads.one_way"), std::string::npos);
    EXPECT_NE(refused(&RoadLayout::speed, "x").find("roads.speed"), std::string::npos);
    EXPECT_NE(refused(&RoadLayout::name, "x").find("roads.name"), std::string::npos);
    const std::string layer = refused(&RoadLayout::layer, "netwrok");
    EXPECT_NE(layer.find("Did you mean \"network\"?"), std::string::npos) << layer;
    EXPECT_NE(layer.find("\"old_roads\""), std::string::npos) << layer;
}

TEST(RoadLayout, WordsThatNobodyUnderstandsOrUsesAreWarnedOf) {
    const TempFolder folder;
    RoadLayout layout = council_layout();
    layout.classes = {{"distributor", "primary"}, {"motorway spur", "motorway"}};
    const RoadReading roads = read_layer(council_roads(folder), layout);
    EXPECT_TRUE(any_holds(roads.warnings, "\"Estate\" (2), \"Footway link\" (1)"));
    EXPECT_TRUE(any_holds(roads.warnings, "no feature has: \"motorway spur\""));
}

TEST(RoadLayout, IsRefusedForOpenStreetMapData) {
    const TempFolder folder;
    const auto path = folder.file("roads.osm", testing::osm_crossroads().str());
    RoadLayout layout;
    layout.name = "name";
    layout.speed_unit = "mph";
    const std::string message = message_of<UsageError>([&] { (void)read_layer(path, layout); });
    EXPECT_NE(message.find("OpenStreetMap"), std::string::npos) << message;
    EXPECT_NE(message.find("leave out speed_unit, name"), std::string::npos) << message;
}

TEST(RoadLayout, ExplainsWordsOfLayersWithOsmColumnsToo) {
    const TempFolder folder;
    const std::string path = folder / "osm.gpkg";
    {
        const auto file = create_dataset(path);
        add_layer(*file, "roads", wkbLineString, {{"highway"}, {"maxspeed"}},
                  {{{{0, 0}, {100, 0}}, {"primary", "30"}},
                   {{{0, 0}, {0, 100}}, {"proposed_link", "20 mph"}}});
    }
    EXPECT_EQ(read_layer(path).features_left_out.at("not_a_road"), 1U);
    RoadLayout layout;
    layout.classes = {{"proposed_link", "service"}};
    layout.speed_unit = "mph";
    const RoadReading roads = read_layer(path, layout);
    EXPECT_EQ(roads.features_used, 2U);
    EXPECT_EQ(roads.report.speed_assumed, 0U);
    const auto arc = [&](std::size_t s) {
        return roads.network.arcs[roads.network.arcs_of(static_cast<StreetId>(s)).front()];
    };
    EXPECT_NEAR(arc(0).drive_ms, 100 / (30 * 1.609344 * 0.65) * 3600, 1) << "30 is in mph here";
    EXPECT_NEAR(arc(1).drive_ms, 100 / (20 * 1.609344 * 0.60) * 3600, 1) << "and 20 mph its own";
}

TEST(ReadRoads, SaysHowMuchOfTheSpeedsIsAssumed) {
    testing::OsmText osm = testing::osm_crossroads();
    osm.node(5, 200, 0);
    osm.way(20, {2, 5}, {{"highway", "residential"}, {"maxspeed", "20 mph"}});
    const TempFolder folder;
    const RoadReading roads = read_layer(folder.file("roads.osm", osm.str()));
    EXPECT_EQ(roads.report.speed_assumed, 4U);
    EXPECT_TRUE(any_holds(roads.notes, "4 of 5 streets"));
    EXPECT_FALSE(any_holds(roads.warnings, "no speed limit"));
}

TEST(ReadRoads, WarnsWhenMoreThanATenthIsCutOff) {
    testing::OsmText osm = testing::osm_crossroads();
    osm.node(20, 9000, 0).node(21, 9100, 0);
    osm.way(31, {20, 21}, {{"highway", "residential"}});
    const TempFolder folder;
    const RoadReading roads = read_layer(folder.file("roads.osm", osm.str()));
    EXPECT_NEAR(roads.report.share_kept(), 0.8, 1e-3);
    EXPECT_TRUE(any_holds(roads.warnings, "1 of 5 links"));
}

}  // namespace
}  // namespace beatline
