// SPDX-License-Identifier: Apache-2.0
#include "data/read_roads.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "geo/quickest_path.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/osm_text.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::message_of;
using testing::osm_crossroads;
using testing::OsmText;
using testing::TagList;
using testing::TempFolder;

RoadReading read(const std::filesystem::path& path, TravelMode mode = TravelMode::car,
                 const std::string& crs = "EPSG:27700") {
    return read_roads({path, path.filename().string(), crs, mode});
}

RoadReading read(const OsmText& osm, TravelMode mode = TravelMode::car) {
    const TempFolder folder;
    return read(folder.file("roads.osm", osm.str()), mode);
}

std::size_t streets_named(const RoadReading& roads, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::count_if(
        roads.network.streets,
        [&](const Street& s) { return roads.network.names[s.name] == name; }));
}

/// From the middle of the first street of one name to that of another, in milliseconds.
std::uint32_t drive_ms(const RoadReading& roads, std::string_view from, std::string_view to) {
    const auto middle_of = [&](std::string_view name) {
        const auto street = std::ranges::find_if(roads.network.streets, [&](const Street& s) {
            return roads.network.names[s.name] == name;
        });
        EXPECT_NE(street, roads.network.streets.end()) << name;
        return RoadPosition{static_cast<StreetId>(street - roads.network.streets.begin()),
                            Metres{street->length_m / 2},
                            {},
                            Metres{0}};
    };
    const RoadPosition target = middle_of(to);
    return quickest_times(roads.network, middle_of(from), {&target, 1}).front();
}

std::uint64_t accounted(const RoadReading& roads) {
    std::uint64_t sum = roads.features_used;
    for (const auto& [reason, count] : roads.features_left_out) sum += count;
    return sum;
}

TEST(ReadRoads, CutsWaysOnlyWhereTheyMeet) {
    OsmText osm = osm_crossroads();
    osm.node(5, 200, 10).node(6, 300, 0).node(7, 300, 100);
    osm.way(20, {2, 5, 6, 7}, {{"highway", "unclassified"}, {"name", "Long Lane"}});
    const RoadReading roads = read(osm);
    EXPECT_EQ(streets_named(roads, "Long Lane"), 1U);
    EXPECT_EQ(roads.network.streets.size(), 5U);
    EXPECT_EQ(roads.network.nodes.size(), 6U);
    EXPECT_NEAR(roads.report.length_km, 0.7, 0.01);
}

TEST(ReadRoads, HonoursBannedAndOnlyAllowedTurns) {
    const RoadReading free = read(osm_crossroads());
    const std::uint32_t straight = drive_ms(free, "Arm 1", "Arm 4");

    const RoadReading banned =
        read(osm_crossroads().restriction(11, 0, 14, {{"restriction", "no_left_turn"}}));
    EXPECT_GT(drive_ms(banned, "Arm 1", "Arm 4"), 2 * straight);
    EXPECT_EQ(drive_ms(banned, "Arm 1", "Arm 3"), drive_ms(free, "Arm 1", "Arm 3"));
    EXPECT_EQ(drive_ms(banned, "Arm 4", "Arm 1"), drive_ms(free, "Arm 4", "Arm 1"));
    EXPECT_EQ(banned.report.turn_bans, 1U);

    const RoadReading only =
        read(osm_crossroads().restriction(11, 0, 12, {{"restriction", "only_straight_on"}}));
    EXPECT_EQ(drive_ms(only, "Arm 1", "Arm 2"), drive_ms(free, "Arm 1", "Arm 2"));
    EXPECT_GT(drive_ms(only, "Arm 1", "Arm 3"), 2 * straight);
    EXPECT_GT(drive_ms(only, "Arm 1", "Arm 4"), 2 * straight);
    EXPECT_EQ(only.report.turn_bans, 3U);
}

TEST(ReadRoads, LeavesOutRestrictionsThatDoNotBindAPatrolCar) {
    const TagList no_left{{"restriction", "no_left_turn"}};
    const auto bans = [](const TagList& tags, TravelMode mode = TravelMode::car) {
        return read(osm_crossroads().restriction(11, 0, 14, tags), mode).report.turn_bans;
    };
    EXPECT_EQ(bans(no_left), 1U);
    EXPECT_EQ(bans(no_left, TravelMode::foot), 0U);
    EXPECT_EQ(bans({{"restriction", "no_left_turn"}, {"except", "psv;motorcar"}}), 0U);
    EXPECT_EQ(bans({{"restriction", "no_left_turn"}, {"except", "psv"}}), 1U);
    EXPECT_EQ(bans({{"restriction:hgv", "no_left_turn"}}), 0U);
    EXPECT_EQ(bans({{"restriction:motorcar", "no_left_turn"}}), 1U);
    EXPECT_EQ(bans({{"restriction:conditional", "no_left_turn @ (07:00-09:00)"}}), 0U);
    EXPECT_EQ(bans({{"restriction:motor_vehicle:conditional", "no_left_turn @ (Mo)"}}), 0U);
    const RoadReading by_the_clock = read(osm_crossroads().restriction(
        11, 0, 14, {{"restriction:conditional", "no_left_turn @ (Mo)"}}));
    ASSERT_FALSE(by_the_clock.notes.empty());
    EXPECT_NE(by_the_clock.notes[0].find("1 for some hours only"), std::string::npos)
        << by_the_clock.notes[0];
}

TEST(ReadRoads, ForbidsAUTurnAtAViaInTheMiddleOfAWay) {
    OsmText osm;
    osm.node(1, 0, 0).node(2, 100, 0).node(3, 200, 0);
    osm.way(10, {1, 2, 3}, {{"highway", "residential"}, {"name", "Street"}});
    EXPECT_EQ(read(osm).report.turn_bans, 0U);
    EXPECT_EQ(read(osm.restriction(10, 2, 10, {{"restriction", "no_u_turn"}})).report.turn_bans,
              2U);
}

TEST(ReadRoads, CutsAWayAtABarrierForCarsButNotOnFoot) {
    OsmText osm = osm_crossroads();
    osm.node(5, 200, 0).node(6, 300, 0, {{"barrier", "bollard"}}).node(7, 400, 0).node(8, 400, 100);
    osm.way(20, {2, 5, 6, 7}, {{"highway", "residential"}, {"name", "Through"}});
    osm.way(21, {7, 8}, {{"highway", "residential"}, {"name", "Behind"}});
    const RoadReading car = read(osm);
    EXPECT_EQ(streets_named(car, "Through"), 1U);
    EXPECT_EQ(streets_named(car, "Behind"), 0U);
    EXPECT_EQ(car.report.links_cut_off, 2U);
    EXPECT_EQ(streets_named(read(osm, TravelMode::foot), "Behind"), 1U);
}

TEST(ReadRoads, CutsOffIslandsAndOneWayTraps) {
    OsmText osm = osm_crossroads();
    osm.node(5, 200, 0).node(20, 900, 900).node(21, 1000, 900);
    osm.way(30, {2, 5}, {{"highway", "residential"}, {"oneway", "yes"}, {"name", "Trap"}});
    osm.way(31, {20, 21}, {{"highway", "residential"}, {"name", "Island"}});
    const RoadReading roads = read(osm);
    EXPECT_EQ(roads.report.links_cut_off, 2U);
    EXPECT_EQ(streets_named(roads, "Trap") + streets_named(roads, "Island"), 0U);
}

TEST(ReadRoads, CountsWaysWithMissingNodesAndWarns) {
    OsmText osm = osm_crossroads();
    osm.way(30, {2, 999}, {{"highway", "residential"}, {"name", "Half"}});
    osm.way(31, {2, 3}, {{"building", "yes"}});
    osm.way(32, {2}, {{"highway", "residential"}});
    const RoadReading roads = read(osm);
    EXPECT_EQ(roads.features_left_out.at("missing_nodes"), 1U);
    EXPECT_EQ(roads.features_left_out.at("not_a_road"), 1U);
    EXPECT_EQ(roads.features_left_out.at("bad_geometry"), 1U);
    EXPECT_EQ(roads.features_read, accounted(roads));
    EXPECT_TRUE(std::ranges::any_of(roads.warnings, [](const std::string& w) {
        return w.find("lacks some of their nodes") != w.npos;
    }));
}

TEST(ReadRoads, GivesAFerryTheSpeedThatItsDurationImplies) {
    OsmText osm = osm_crossroads();
    osm.node(5, 5100, 0);
    osm.way(
        30, {2, 5},
        {{"route", "ferry"}, {"motor_vehicle", "yes"}, {"duration", "00:20"}, {"name", "Ferry"}});
    const RoadReading roads = read(osm);
    const auto ferry =
        std::ranges::find(roads.network.streets, RoadClass::ferry, &Street::road_class);
    ASSERT_NE(ferry, roads.network.streets.end());
    const auto street = static_cast<StreetId>(ferry - roads.network.streets.begin());
    EXPECT_NEAR(roads.network.arcs[roads.network.arcs_of(street)[0]].drive_ms, 1'200'000.0, 2.0);
}

std::string geojson(const std::string& features) {
    return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},)"
           R"("features":[)" +
           features + "]}";
}
std::string line(const std::string& properties, const std::string& coordinates,
                 const char* type = "LineString") {
    return std::string{R"({"type":"Feature","properties":{)"} + properties +
           R"(},"geometry":{"type":")" + type + R"(","coordinates":)" + coordinates + "}}";
}

TEST(ReadRoads, JoinsLinesAtEndsAndWhereOneEndsOnAVertexOfAnother) {
    const TempFolder folder;
    const RoadReading roads = read(folder.file(
        "roads.geojson",
        geojson(line(R"("name":"Main","class":"A Road")",
                     "[[375000,165000],[375100,165000],[375200,165000]]") +
                "," +
                line(R"("name":"Side","class":"Local Road")",
                     "[[375100.04,165000.03],[375100,165200]]") +
                "," +
                line(R"("name":"Bridge","class":"B Road")", "[[375050,164900],[375050,165100]]"))));
    EXPECT_EQ(streets_named(roads, "Main"), 2U);
    EXPECT_EQ(streets_named(roads, "Side"), 1U);
    EXPECT_EQ(streets_named(roads, "Bridge"), 0U)
        << "lines that cross without a vertex do not meet";
    EXPECT_EQ(roads.report.links_cut_off, 1U);
}

TEST(ReadRoads, JoinsOsmLayersAtInnerVerticesToo) {
    const TempFolder folder;
    const std::string cross = line(R"("name":"Main","highway":"primary")",
                                   "[[375000,165000],[375100,165000],[375200,165000]]") +
                              "," +
                              line(R"("name":"Cross","highway":"primary")",
                                   "[[375100,164900],[375100,165000],[375100,165100]]");
    EXPECT_EQ(read(folder.file("osm.geojson", geojson(cross))).network.streets.size(), 4U);
}

TEST(ReadRoads, KnowsOneWaysClassesAndBrokenGeometryOfLayers) {
    const TempFolder folder;
    const auto feature = [](const char* properties, const char* coordinates,
                            const char* type = "LineString") {
        return line(properties, coordinates, type);
    };
    const RoadReading roads = read(folder.file(
        "roads.geojson",
        geojson(
            feature(R"("fclass":"primary","oneway":"B","maxspeed":48)",
                    "[[375000,165000],[375100,165000]]") +
            "," +
            feature(R"("fclass":"residential","oneway":"F")", "[[375100,165000],[375100,165100]]") +
            "," +
            feature(R"("fclass":"residential","oneway":"T")", "[[375000,165000],[375100,165100]]") +
            "," +
            feature(R"("fclass":"footway","oneway":"B")", "[[375000,165000],[375100,165500]]") +
            "," +
            feature(R"("fclass":"service","oneway":"B")", "[[375000,165000],[375000,165000]]") +
            "," +
            feature(R"("fclass":"service","oneway":"B")",
                    "[[[375000,165000],[374900,165000]],[[374900,165000],[374900,"
                    "164900]]]",
                    "MultiLineString") +
            "," + R"({"type":"Feature","properties":{"fclass":"service"},"geometry":null})")));
    EXPECT_EQ(roads.features_read, 7U);
    EXPECT_EQ(roads.features_used, 4U);
    EXPECT_EQ(roads.features_left_out.at("bad_geometry"), 2U);
    EXPECT_EQ(roads.features_left_out.at("not_for_mode"), 1U);
    EXPECT_EQ(roads.features_read, accounted(roads));
    EXPECT_EQ(roads.report.one_way, 2U);
    EXPECT_EQ(roads.network.streets.size(), 5U);
    const auto oneway = std::ranges::find_if(roads.network.arcs, [&](const RoadArc& arc) {
        return roads.network.arcs_of(arc.street).size() == 1 && !arc.forward;
    });
    EXPECT_NE(oneway, roads.network.arcs.end()) << "T runs against the line";
}

TEST(ReadRoads, ClosesRestrictedAccessRoadsAndNotesUnknownClasses) {
    const TempFolder folder;
    const RoadReading roads = read(folder.file(
        "os.geojson",
        geojson(
            line(
                R"("classifica":"Primary Road, Collapsed Dual Carriageway","distname":"London Road")",
                "[[375000,165000],[375100,165000]]") +
            "," +
            line(R"("classifica":"Restricted Local Access Road","distname":"Private")",
                 "[[375100,165000],[375200,165000]]") +
            "," +
            line(R"("classifica":"Moon Road","distname":"Moon")",
                 "[[375000,165000],[374900,165000]]"))));
    EXPECT_EQ(roads.features_left_out.at("no_access"), 1U);
    EXPECT_EQ(roads.network.streets[0].road_class, RoadClass::trunk);
    EXPECT_TRUE(std::ranges::any_of(
        roads.notes, [](const std::string& n) { return n.find("Moon Road") != n.npos; }));
}

TEST(ReadRoads, RefusesWhatIsNoRoadFileWithTheNextStep) {
    const TempFolder folder;
    const auto refused = [](const std::filesystem::path& path) {
        return message_of<InputError>([&] { (void)read(path); });
    };
    EXPECT_NE(refused(folder.file("empty.osm.pbf", "")).find("empty"), std::string::npos);
    EXPECT_NE(refused(folder.file("text.osm.pbf", "hello")).find("not a road file"),
              std::string::npos);
    EXPECT_NE(refused(folder.file("no_ways.osm", OsmText{}.node(1, 0, 0).str())).find("no ways"),
              std::string::npos);
    EXPECT_NE(
        refused(
            folder.file(
                "house.osm",
                OsmText{}.node(1, 0, 0).node(2, 1, 1).way(3, {1, 2}, {{"building", "yes"}}).str()))
            .find("1 not_a_road"),
        std::string::npos);
    EXPECT_NE(refused(folder.file("points.geojson",
                                  geojson(R"({"type":"Feature","properties":{},"geometry":)"
                                          R"({"type":"Point","coordinates":[1,2]}})")))
                  .find("no layer of lines"),
              std::string::npos);
    EXPECT_NE(
        refused(folder.file("hidden.csv",
                            "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/etc/passwd"
                            "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"))
            .find("not a road file"),
        std::string::npos);
    const std::string osm = osm_crossroads().str();
    EXPECT_FALSE(refused(folder.file("cut.osm", osm.substr(0, osm.size() / 2))).empty());
    const std::string json = geojson(line(R"("name":"Main")", "[[375000,165000],[375100,165000]]"));
    EXPECT_FALSE(refused(folder.file("cut.geojson", json.substr(0, json.size() - 5))).empty());
    for (const char* remote : {"/vsicurl/http://localhost/x.gpkg", "/vsizip/x.zip", "PG:dbname=x",
                               "https://localhost/x.osm.pbf"})
        EXPECT_NE(refused(remote).find("files on this machine only"), std::string::npos) << remote;
    EXPECT_THROW((void)read(folder.path() / "missing.osm.pbf"), FileError);
    EXPECT_THROW((void)read(folder.path()), FileError);
}

TEST(ReadRoads, SaysWhenTheRoadsAreOutsideTheWorkingCrs) {
    const TempFolder folder;
    const auto path = folder.file("roads.osm", osm_crossroads().str());
    const std::string message =
        message_of<InputError>([&] { (void)read(path, TravelMode::car, "EPSG:32755"); });
    EXPECT_NE(message.find("4 outside_crs"), std::string::npos) << message;
}

}  // namespace
}  // namespace beatline
