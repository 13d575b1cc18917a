// Incidents from vector layers and workbooks through the command line.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/command.hpp"
#include "tests/support/point_layers.hpp"
#include "tests/support/postgis.hpp"
#include "tests/support/small_town.hpp"

namespace beatline {
namespace {

using ::testing::AllOf;
using testing::beatline_says;
using testing::bytes_of;
using ::testing::HasSubstr;
using testing::no_test_server;
using ::testing::Not;
using testing::Outcome;
using testing::PointLayer;
using testing::put;
using testing::SmallTown;
using testing::test_server;
using testing::town_incidents;
using testing::town_operation;
using testing::write_points;

PointLayer town_layer(OGRwkbGeometryType type) {
    PointLayer layer;
    layer.type = type;
    layer.epsg = 4326;
    layer.columns = {{"lon", OFTReal}, {"lat", OFTReal}, {"when"}, {"what"}};
    std::istringstream csv{town_incidents()};
    std::string line;
    std::getline(csv, line);
    while (std::getline(csv, line)) {
        std::istringstream row{line};
        std::vector<std::optional<std::string>> values(4);
        for (auto& value : values) std::getline(row, value.emplace(), ',');
        const std::string place = "POINT (" + *values[0] + " " + *values[1] + ")";
        layer.rows.push_back({place, values});
    }
    return layer;
}

std::string operation_on(const std::string& file) {
    std::string text = town_operation();
    const std::string csv = "incidents.csv";
    return text.replace(text.find(csv), csv.size(), file);
}

TEST(IncidentLayers, GiveTheHotspotsOfTheSameRowsInCsv) {
    const SmallTown town;
    ASSERT_EQ(beatline_says({"hotspots", town.operation(), "-o", town.out()}).code, 0);
    const std::string wanted = bytes_of(town.out() + "/hotspots.geojson");
    write_points(town / "a.gpkg", "GPKG", {town_layer(wkbPoint)});
    write_points(town / "b.xlsx", "XLSX", {town_layer(wkbNone)});
    for (const std::string file : {"a.gpkg", "b.xlsx"}) {
        put(town.operation(), operation_on(file));
        const std::string out = town / ("out of " + file);
        const Outcome outcome = beatline_says({"hotspots", town.operation(), "-o", out});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_TRUE(bytes_of(out + "/hotspots.geojson") == wanted) << file;
        const auto quality = nlohmann::json::parse(bytes_of(out + "/quality.json"));
        EXPECT_THAT(quality.dump(), HasSubstr("read layer \\\"crimes\\\"")) << file;
    }
}

TEST(IncidentLayers, EndWithTheCodeOfTheirTrouble) {
    const SmallTown town;
    const auto outcome_of = [&](const std::string& file) {
        put(town.operation(), operation_on(file));
        return beatline_says({"hotspots", town.operation(), "-o", town.out()});
    };
    PointLayer second = town_layer(wkbPoint);
    second.name = "stops";
    write_points(town / "two.gpkg", "GPKG", {town_layer(wkbPoint), second});
    const Outcome two = outcome_of("two.gpkg");
    EXPECT_EQ(two.code, 2);
    EXPECT_THAT(two.err, HasSubstr("\"stops\" (27 rows)"));
    const std::string whole = bytes_of(write_points(town / "a.gpkg", "GPKG", {second}));
    put(town / "cut.gpkg", whole.substr(0, whole.size() / 2));
    const Outcome cut = outcome_of("cut.gpkg");
    EXPECT_EQ(cut.code, 3);
    EXPECT_THAT(cut.err, HasSubstr("cut.gpkg"));
    put(town / "a.vrt", "<OGRVRTDataSource/>");
    EXPECT_EQ(outcome_of("a.vrt").code, 3);
}

TEST(IncidentLayers, NeedNoColumnsForTheirPoints) {
    const SmallTown town;
    PointLayer layer = town_layer(wkbPoint);
    layer.name = "spring";
    PointLayer other = layer;
    other.name = "autumn";
    write_points(town / "a.gpkg", "GPKG", {other, layer});
    std::string text = operation_on("a.gpkg");
    const std::string places = "x = \"lon\"\ny = \"lat\"\ncrs = \"EPSG:4326\"\n";
    text.replace(text.find(places), places.size(), "layer = \"spring\"\n");
    put(town.operation(), text);
    const Outcome outcome = beatline_says({"hotspots", town.operation(), "-o", town.out()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(bytes_of(town.out() + "/quality.json"), HasSubstr("spring"));
}

TEST(PostgisSource, LeavesItsPasswordNowhere) {
    if (test_server().empty()) GTEST_SKIP() << no_test_server;
    const SmallTown town;
    const std::string connection = "PG:" + test_server();
    GDALAllRegister();
    {
        const std::unique_ptr<GDALDataset> database{
            GDALDataset::Open(connection.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE)};
        ASSERT_NE(database, nullptr);
        PointLayer layer = town_layer(wkbPoint);
        layer.name = "t_no_password_anywhere";
        layer.options = {"OVERWRITE=YES"};
        testing::add_points(*database, layer);
    }
    std::string text = operation_on(connection + " password=s3cret");
    const std::string places = "x = \"lon\"\ny = \"lat\"\ncrs = \"EPSG:4326\"\n";
    text.replace(text.find(places), places.size(),
                 "kind = \"postgis\"\nlayer = \"t_no_password_anywhere\"\n");
    put(town.operation(), text);
    const Outcome outcome = beatline_says({"hotspots", town.operation(), "-o", town.out(), "-v"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err + outcome.out, Not(HasSubstr("s3cret")));
    for (const auto& entry : std::filesystem::directory_iterator{town.out()})
        EXPECT_THAT(bytes_of(entry.path()), Not(HasSubstr("s3cret"))) << entry.path();
    EXPECT_THAT(bytes_of(town.out() + "/manifest.json"),
                AllOf(HasSubstr("password=***"), HasSubstr("(t_no_password_anywhere)")));
    put(town.operation(), text.replace(text.find("dbname="), 7, "dbname=not_"));
    const Outcome refused = beatline_says({"hotspots", town.operation(), "-o", town / "no"});
    EXPECT_EQ(refused.code, 5);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("does not exist"), Not(HasSubstr("s3cret"))));
}

}  // namespace
}  // namespace beatline
