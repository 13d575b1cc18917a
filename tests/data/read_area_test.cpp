// SPDX-License-Identifier: Apache-2.0
#include "data/read_area.hpp"

#include <filesystem>
#include <gmock/gmock.h>

#include "data/error.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using ::testing::HasSubstr;
using testing::message_of;
using testing::TempFolder;

class ReadArea : public ::testing::Test {
protected:
    MultiPolygon area(std::string_view content, const std::string& name = "area.geojson") const {
        return read_area(folder.file(name, content), "EPSG:27700");
    }
    std::string complaint(std::string_view content, const std::string& name = "a.geojson") const {
        return message_of<InputError>([&] { (void)area(content, name); });
    }

    TempFolder folder;
};

std::string collection(const std::string& geometries, const std::string& crs = "") {
    std::string features;
    for (std::size_t from = 0; from < geometries.size();) {
        const std::size_t end = std::min(geometries.find('\n', from), geometries.size());
        features += (features.empty() ? "" : ",") +
                    std::string{R"({"type":"Feature","properties":{},"geometry":)"} +
                    geometries.substr(from, end - from) + "}";
        from = end + 1;
    }
    return R"({"type":"FeatureCollection",)" + crs + R"("features":[)" + features + "]}";
}

const std::string in_grid =
    R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},)";
const std::string left_square =
    R"({"type":"Polygon","coordinates":[[[450000,300000],[451000,300000],[451000,301000],[450000,301000],[450000,300000]]]})";
const std::string right_square =
    R"({"type":"Polygon","coordinates":[[[451000,300000],[452000,300000],[452000,301000],[451000,301000],[451000,300000]]]})";

TEST_F(ReadArea, UnitesThePolygonsThatTouch) {
    const MultiPolygon united = area(collection(left_square + "\n" + right_square, in_grid));
    ASSERT_EQ(united.size(), 1U);
    EXPECT_NEAR(beatline::area(united).value, 2e6, 1e-3);
    EXPECT_GT(signed_area(united[0].outer).value, 0.0) << "outer rings run counter-clockwise";
    EXPECT_EQ(united[0].outer.front(), united[0].outer.back());
    EXPECT_TRUE(contains(united, {450500.0, 300500.0}));
}

TEST_F(ReadArea, KeepsHolesAndPassesOverLinesAndPoints) {
    const std::string holed =
        R"({"type":"Polygon","coordinates":[[[450000,300000],[451000,300000],[451000,301000],[450000,301000],[450000,300000]],)"
        R"([[450400,300400],[450600,300400],[450600,300600],[450400,300600],[450400,300400]]]})";
    const MultiPolygon read = area(collection(
        holed + "\n" + R"({"type":"LineString","coordinates":[[0,0],[1,1]]})" + "\n" +
            R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,1]}]})",
        in_grid));
    ASSERT_EQ(read.size(), 1U);
    ASSERT_EQ(read[0].holes.size(), 1U);
    EXPECT_LT(signed_area(read[0].holes[0]).value, 0.0);
    EXPECT_FALSE(contains(read, {450500.0, 300500.0}));
}

TEST_F(ReadArea, ReadsDegreesWithLongitudeFirst) {
    const MultiPolygon read = area(collection(
        R"({"type":"Polygon","coordinates":[[[-1.2,52.6],[-1.1,52.6],[-1.1,52.7],[-1.2,52.7],[-1.2,52.6]]]})"));
    EXPECT_TRUE(contains(read, {457500.0, 306000.0}));
    EXPECT_NEAR(beatline::area(read).value, 75.2e6, 0.5e6);
}

TEST_F(ReadArea, MendsARingThatCrossesItself) {
    const MultiPolygon bow_tie = area(collection(
        R"({"type":"Polygon","coordinates":[[[450000,300000],[451000,301000],[451000,300000],[450000,301000],[450000,300000]]]})",
        in_grid));
    EXPECT_EQ(bow_tie.size(), 2U);
    EXPECT_NEAR(beatline::area(bow_tie).value, 0.5e6, 1.0);
}

TEST_F(ReadArea, RefusesWhatHoldsNoArea) {
    EXPECT_THAT(complaint(collection(R"({"type":"Point","coordinates":[1,52]})")),
                HasSubstr("no polygon"));
    EXPECT_THAT(complaint(R"({"type":"FeatureCollection","features":[]})"),
                HasSubstr("no polygon"));
    EXPECT_THAT(complaint(""), HasSubstr("empty"));
    EXPECT_THAT(complaint("not json at all"), HasSubstr("GeoPackage, GeoJSON"));
    EXPECT_THAT(complaint(R"({"type":"FeatureCollection","features":[{"type":"Feat)"),
                HasSubstr("a.geojson"));
}

TEST_F(ReadArea, RefusesSwappedAxesAndGridCoordinatesWithoutTheirCrs) {
    EXPECT_THAT(
        complaint(collection(
            R"({"type":"Polygon","coordinates":[[[52.6,-1.2],[52.6,-1.1],[52.7,-1.1],[52.6,-1.2]]]})")),
        HasSubstr("swapped"));
    EXPECT_THAT(complaint(collection(left_square)), HasSubstr("outside the reach"));
}

TEST_F(ReadArea, OpensNothingButTheFileItIsGiven) {
    EXPECT_THAT(complaint("<OGRVRTDataSource><OGRVRTLayer name=\"x\"><SrcDataSource>/etc/passwd"
                          "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
                          "area.vrt"),
                HasSubstr("no GeoPackage"));
    EXPECT_THROW((void)read_area("/vsicurl/http://127.0.0.1:9/a.geojson", "EPSG:27700"),
                 InputError);
    EXPECT_THROW((void)read_area("PG:dbname=x", "EPSG:27700"), InputError);
    EXPECT_THROW((void)read_area(folder.path(), "EPSG:27700"), FileError);
}

TEST_F(ReadArea, SurvivesJsonNestedWithoutEnd) {
    EXPECT_NE(complaint(std::string(100'000, '[') + std::string(100'000, ']')), "");
    EXPECT_NE(
        complaint(
            R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":)" +
            std::string(100'000, '[') + std::string(100'000, ']') + "}}]}"),
        "");
    std::string nested = R"({"type":"Point","coordinates":[1,52]})";
    for (int i = 0; i < 5000; ++i) {
        nested = R"({"type":"GeometryCollection","geometries":[)" + nested + "]}";
    }
    EXPECT_NE(complaint(collection(nested)), "");
}

TEST_F(ReadArea, ReadsTheForceBoundaryOfTheCollection) {
    const std::filesystem::path shared = std::filesystem::path{BEATLINE_SHARED_DIR} / "data";
    if (!std::filesystem::exists(shared)) GTEST_SKIP() << "no data collection beside the project";
    const MultiPolygon force =
        read_area(shared / "leicestershire/boundaries/force-boundary-2016.geojson", "EPSG:27700");
    EXPECT_NEAR(beatline::area(force).value / 1e6, 2551.0, 2.0) << "as its readme says";
    const MultiPolygon zipped =
        read_area(shared / "leicestershire/boundaries/lsoa2021.geojson.gz", "EPSG:27700");
    EXPECT_NEAR(beatline::area(zipped).value / 1e6, 2540.0, 25.0) << "634 parts, united";
    EXPECT_LT(zipped.size(), 50U);
}

}  // namespace
}  // namespace beatline
