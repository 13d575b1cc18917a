// SPDX-License-Identifier: Apache-2.0
#include "data/read_background.hpp"

#include <filesystem>
#include <gmock/gmock.h>

#include "data/error.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::message_of;
using testing::TempFolder;

std::string zone(int west, const std::string& properties) {
    const std::string w = std::to_string(west);
    const std::string e = std::to_string(west + 1000);
    return R"({"type":"Feature","properties":)" + properties +
           R"(,"geometry":{"type":"Polygon","coordinates":[[[)" + w + ",300000],[" + e +
           ",300000],[" + e + ",301000],[" + w + ",301000],[" + w + ",300000]]]}}";
}

std::string zones(const std::string& features) {
    return R"({"type":"FeatureCollection","name":"lsoa","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)" +
           features + "]}";
}

class ReadBackground : public ::testing::Test {
protected:
    Background read(const std::string& features, const std::string& column = "people",
                    const std::string& layer = "") const {
        return read_background(
            {folder.file("zones.geojson", zones(features)), "zones.geojson", column, layer},
            "EPSG:27700");
    }
    std::string complaint(const std::string& features, const std::string& column = "people",
                          const std::string& layer = "") const {
        return message_of<InputError>([&] { (void)read(features, column, layer); });
    }

    TempFolder folder;
};

TEST_F(ReadBackground, TakesEveryPolygonWithItsValue) {
    const Background read_zones =
        read(zone(450000, R"({"people":1500})") + "," + zone(451000, R"({"people":250.5})"));
    ASSERT_EQ(read_zones.zones.size(), 2U);
    EXPECT_DOUBLE_EQ(read_zones.zones[1].amount, 250.5);
    EXPECT_DOUBLE_EQ(read_zones.total, 1750.5);
    EXPECT_NEAR(area(read_zones.zones[0].shape).value, 1e6, 1e-3);
    EXPECT_TRUE(contains(read_zones.zones[0].shape, {450'500, 300'500}));
    EXPECT_TRUE(read_zones.warnings.empty());
}

TEST_F(ReadBackground, ReadsNumbersThatStandAsText) {
    EXPECT_DOUBLE_EQ(read(zone(450000, R"({"people":" 1500 "})")).total, 1500.0);
    EXPECT_THAT(complaint(zone(450000, R"({"people":"1,500"})")),
                AllOf(HasSubstr("zones.geojson"), HasSubstr("feature 0"), HasSubstr("1,500")));
}

TEST_F(ReadBackground, CountsPolygonsWithoutAValueAndSaysSo) {
    const Background read_zones =
        read(zone(450000, R"({"people":10})") + "," + zone(451000, R"({"people":null})") + "," +
             zone(452000, R"({"people":0})"));
    EXPECT_EQ(read_zones.zones.size(), 1U);
    EXPECT_EQ(read_zones.empty, 2U);
    ASSERT_EQ(read_zones.warnings.size(), 1U);
    EXPECT_THAT(read_zones.warnings[0], HasSubstr("1 of 3 polygons have no value"));
}

TEST_F(ReadBackground, NamesTheColumnsThatThereAre) {
    EXPECT_THAT(complaint(zone(450000, R"({"code":"E1","population":10})"), "populaton"),
                AllOf(HasSubstr("no column named \"populaton\""),
                      HasSubstr("Did you mean \"population\"?"), HasSubstr("code, population")));
}

TEST_F(ReadBackground, RefusesWhatCannotBeABackground) {
    EXPECT_THAT(complaint(zone(450000, R"({"people":-3})")),
                AllOf(HasSubstr("-3"), HasSubstr("0 or more")));
    EXPECT_THAT(complaint(zone(450000, R"({"people":0})")), HasSubstr("nothing to compare with"));
    EXPECT_THAT(complaint(zone(450000, R"({"people":5})"), "people", "wards"),
                AllOf(HasSubstr("wards"), HasSubstr("lsoa")));
    EXPECT_THAT(complaint(""), HasSubstr("no polygon"));
}

TEST_F(ReadBackground, ReadsTheCensusZonesOfTheCollection) {
    const std::filesystem::path shared = std::filesystem::path{BEATLINE_SHARED_DIR} / "data";
    if (!std::filesystem::exists(shared)) GTEST_SKIP() << "no data collection beside the project";
    const Background read_zones = read_background(
        {shared / "leicestershire/boundaries/lsoa2021.geojson.gz", "lsoa", "pop_census2021", ""},
        "EPSG:27700");
    EXPECT_EQ(read_zones.zones.size() + read_zones.empty, 634U) << "as its readme says";
    EXPECT_GT(read_zones.total, 1.0e6);
    EXPECT_LT(read_zones.total, 1.2e6);
}

}  // namespace
}  // namespace beatline
