// Hotspots against chance, from the operation file to the results.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "geo/random_stream.hpp"

#include "tests/support/command.hpp"
#include "tests/support/density_command.hpp"
#include "tests/support/json_file.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::beatline_says;
using testing::bytes_of;
using testing::features_of;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::read_json;
using testing::TempFolder;

constexpr const char* crs =
    R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}})";

/// A feature of one square of `side` metres.
std::string square(double x, double y, double side, const std::string& properties = "") {
    const auto corner = [&](double dx, double dy) {
        return "[" + std::to_string(x + dx) + "," + std::to_string(y + dy) + "]";
    };
    return R"({"type":"Feature","properties":{)" + properties +
           R"(},"geometry":{"type":"Polygon","coordinates":[[)" + corner(0, 0) + "," +
           corner(side, 0) + "," + corner(side, side) + "," + corner(0, side) + "," + corner(0, 0) +
           "]]}}";
}

std::string collection(const std::string& features) {
    return std::string{R"({"type":"FeatureCollection",)"} + crs + R"(,"features":[)" + features +
           "]}";
}

/// Six kilometres square, with what happened in it.
class Plain {
public:
    explicit Plain(int by_chance, std::uint64_t seed = 1, const std::string& keys = "") {
        folder.file("area.geojson", collection(square(450'000, 300'000, 6'000)));
        RandomStream random{seed};
        for (int i = 0; i < by_chance; ++i)
            add(450'000 + 6'000 * random.unit(), 300'000 + 6'000 * random.unit());
        text = R"([operation]
name = "Plain"
marking = "OFFICIAL"
crs = "EPSG:27700"
period = ["2025-12-01", "2025-12-01"]
area = "area.geojson"
[[incidents]]
path = "events.csv"
x = "e"
y = "n"
[roads]
path = "roads.geojson"
[search]
iterations = 200
seed = 3
[[unit]]
callsign = "L1"
base = [453000, 303000]
shift = "14:00-18:00"
[hotspots]
bandwidth_m = 400
cell_m = 50
significance = 0.05
)" + keys;
        std::string streets;
        for (int i = 0; i < 7; ++i) {
            const std::string at = std::to_string(450'000 + 1'000 * i);
            const std::string up = std::to_string(300'000 + 1'000 * i);
            streets +=
                R"({"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[)" +
                at + ",300000],[" + at + ",303000],[" + at + ",306000]]}},";
            streets +=
                R"({"type":"Feature","properties":{"highway":"residential"},"geometry":{"type":"LineString","coordinates":[[450000,)" +
                up + "],[453000," + up + "],[456000," + up + "]]}},";
        }
        streets.pop_back();
        folder.file("roads.geojson", collection(streets));
    }
    void add(double x, double y) {
        csv += std::to_string(x) + "," + std::to_string(y) + "\n";
        ++events;
    }
    /// `n` of them within 150 m.
    void add_cluster(int n, double x, double y) {
        for (int i = 0; i < n; ++i) add(x + 37.0 * (i % 5), y + 29.0 * (i % 7));
    }
    Outcome run(const std::string& command, std::vector<std::string> more = {}) const {
        folder.file("events.csv", csv);
        std::vector<std::string> line{command, folder.file("op.toml", text).string(), "-o",
                                      out().string(), "--overwrite"};
        line.insert(line.end(), more.begin(), more.end());
        return beatline_says(line);
    }
    [[nodiscard]] std::filesystem::path out() const { return folder / "out"; }
    [[nodiscard]] json hotspots() const { return features_of(out() / "hotspots.geojson"); }
    [[nodiscard]] json significance() const {
        return read_json(out() / "quality.json")["significance"];
    }

    TempFolder folder;
    std::string text;
    std::string csv{"e,n\n"};
    int events{0};
};

TEST(Significance, RandomPlacesEndWith4AndWithoutAContour) {
    const Plain plain{80};
    const Outcome outcome = plain.run("hotspots");
    EXPECT_EQ(outcome.code, 4) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("no hotspot stands out from chance"));
    EXPECT_THAT(outcome.err, HasSubstr("few events: with 80 incidents"));
    EXPECT_TRUE(plain.hotspots().empty());
    EXPECT_GT(plain.significance()["left_out"].size(), 0U);
    EXPECT_EQ(plain.significance()["hotspots_significant"], 0);
    EXPECT_TRUE(std::filesystem::exists(plain.out() / "density.tif")) << "the surface is there";
    EXPECT_EQ(plain.run("run").code, 4) << "nor is anybody sent anywhere";
    EXPECT_FALSE(std::filesystem::exists(plain.out() / "plan.json"));
}

TEST(Significance, FewOfManyRandomSetsHaveAHotspot) {
    int alarms = 0;
    for (std::uint64_t set = 0; set < 20; ++set) {
        const Plain plain{150, 40 + set};
        const int code = plain.run("hotspots", {"-q"}).code;
        ASSERT_TRUE(code == 0 || code == 4) << code;
        alarms += code == 0 ? 1 : 0;
    }
    EXPECT_LE(alarms, 4);
}

TEST(Significance, APlantedClusterIsTheOneHotspot) {
    Plain plain{150};
    plain.add_cluster(20, 453'300, 302'100);
    const Outcome outcome = plain.run("hotspots");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json found = plain.hotspots();
    ASSERT_EQ(found.size(), 1U);
    const json properties = found[0]["properties"];
    EXPECT_EQ(properties["id"], 1);
    EXPECT_EQ(properties["significant"], true);
    EXPECT_LE(properties["p_adjusted"].get<double>(), 0.05);
    EXPECT_EQ(properties["p_family"].get<double>(), 1.0 / 200.0);
    EXPECT_LT(properties["p_value"].get<double>(), 0.005);
    EXPECT_GT(properties["times_expected"].get<double>(), 4.0);
    EXPECT_TRUE(properties["stability"].is_null());
    EXPECT_THAT(properties["why"].get<std::string>(), HasSubstr("Stands out from chance"));
    EXPECT_THAT(outcome.err, HasSubstr("are left out"));
}

TEST(Significance, WhatIsKeptIsFlaggedAndNotPatrolled) {
    Plain plain{150, 1, "not_significant = \"keep\"\n"};
    plain.add_cluster(20, 453'300, 302'100);
    const Outcome outcome = plain.run("run");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json found = plain.hotspots();
    ASSERT_GT(found.size(), 5U);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const json properties = found[i]["properties"];
        EXPECT_EQ(properties["significant"], i == 0);
        EXPECT_EQ(properties["visits"].get<int>() > 0, i == 0);
        EXPECT_EQ(properties["id"], i + 1);
    }
}

TEST(Significance, OutlinesDrawnByHandAreJudgedAndStay) {
    Plain plain{150};
    plain.add_cluster(20, 453'300, 302'100);
    const auto drawn = plain.folder.file(
        "drawn.geojson", collection(square(453'200, 302'000, 400, R"("id":1)") + "," +
                                    square(451'000, 304'500, 400, R"("id":2)")));
    const Outcome outcome = plain.run("plan", {"--hotspots", drawn.string()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json found = plain.hotspots();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0]["properties"]["significant"], true);
    EXPECT_EQ(found[1]["properties"]["significant"], false);
    EXPECT_THAT(found[1]["properties"]["why"].get<std::string>(),
                HasSubstr("Cannot be told from chance"));
}

TEST(Significance, TasksArePlannedWhereNoHotspotIsLeft) {
    Plain plain{80};
    plain.text += "[[task]]\nid = \"T1\"\nat = [453000, 304000]\nwindow = \"15:00-16:00\"\n";
    const Outcome outcome = plain.run("run");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(plain.hotspots().empty());
    EXPECT_EQ(features_of(plain.out() / "stops.geojson").size(), 1U);
    EXPECT_THAT(outcome.err, HasSubstr("are left out"));
}

TEST(Significance, ABackgroundDecidesWhatIsMuch) {
    Plain plain{60};
    plain.add_cluster(30, 453'300, 302'100);
    plain.folder.file("people.geojson",
                      collection(square(450'000, 300'000, 6'000, R"("people":200)") + "," +
                                 square(453'200, 302'000, 400, R"("people":100)")));
    std::string other = "e,n\n";
    for (int i = 0; i < 300; ++i)
        other += std::to_string(450'000 + 19 * i) + ",305000\n" +
                 std::to_string(453'300 + i % 150) + "," + std::to_string(302'100 + i % 140) + "\n";
    plain.folder.file("all.csv", other);
    const std::string keys = plain.text;
    ASSERT_EQ(plain.run("hotspots").code, 0);
    EXPECT_EQ(plain.significance()["chance"], "anywhere in the study area");
    plain.text = keys + "[hotspots.background]\nzones = \"people.geojson\"\ncolumn = \"people\"\n";
    EXPECT_EQ(plain.run("hotspots").code, 4) << "a third of the people live there";
    EXPECT_EQ(plain.significance()["chance"], "as people of people.geojson");
    plain.text =
        keys + "[[hotspots.background.incidents]]\npath = \"all.csv\"\nx = \"e\"\ny = \"n\"\n";
    const Outcome by_all = plain.run("hotspots");
    for (const json& f : plain.hotspots())
        EXPECT_LT(f["properties"]["events"].get<int>(), 20)
            << "half of all happens there: " << by_all.err;
    const json inputs = read_json(plain.out() / "manifest.json")["inputs"];
    EXPECT_TRUE(std::ranges::any_of(inputs, [](auto& i) { return i["file"] == "all.csv"; }));
    plain.text = keys + "background = \"roads\"\n";
    EXPECT_EQ(plain.run("hotspots").code, 0) << "the streets are even";
    plain.text = keys + "[hotspots.background]\nzones = \"people.geojson\"\ncolumn = \"sheep\"\n";
    const Outcome no_column = plain.run("hotspots");
    EXPECT_EQ(no_column.code, 3);
    EXPECT_THAT(no_column.err, HasSubstr("people"));
    plain.folder.file("far.geojson", collection(square(650'000, 200'000, 900, R"("people":5)")));
    plain.text = keys + "[hotspots.background]\nzones = \"far.geojson\"\ncolumn = \"people\"\n";
    const Outcome far = plain.run("hotspots");
    EXPECT_EQ(far.code, 3);
    EXPECT_THAT(far.err, HasSubstr("outside the study area"));
    const Outcome check = plain.run("check");
    EXPECT_EQ(check.code, 3) << "check reads the background, too";
    EXPECT_THAT(check.err + check.out, HasSubstr("outside the study area"));
}

TEST(Significance, StabilityIsANumberAndARaster) {
    Plain plain{150, 1, "stability = 40\nnot_significant = \"keep\"\n"};
    plain.add_cluster(30, 453'300, 302'100);
    ASSERT_EQ(plain.run("hotspots").code, 0);
    const json found = plain.hotspots();
    EXPECT_EQ(found[0]["properties"]["stability"], 1.0);
    EXPECT_LT(found[found.size() - 1]["properties"]["stability"].get<double>(), 0.9);
    EXPECT_THAT(found[0]["properties"]["why"].get<std::string>(),
                HasSubstr("Appears in 100 % of resamples"));
    const testing::Raster raster = testing::raster_of(plain.out() / "stability.tif");
    EXPECT_EQ(raster.cols, 120);
    EXPECT_EQ(raster.says.at("RESAMPLES"), "40");
    EXPECT_EQ(*std::ranges::max_element(raster.values), 1.0F);
    EXPECT_EQ(*std::ranges::min_element(raster.values), 0.0F);
    const std::size_t row = (306'000 - 302'200) / 50;
    EXPECT_GT(raster.values[row * 120 + (453'380 - 450'000) / 50], 0.95F);
}

TEST(Significance, CellsStandInTheGeoPackageAndHoldAllIncidents) {
    Plain plain{300};
    plain.add_cluster(40, 453'300, 302'100);
    ASSERT_EQ(plain.run("hotspots").code, 0);
    GDALAllRegister();
    auto* file = GDALDataset::FromHandle(GDALOpenEx((plain.out() / "beatline.gpkg").c_str(),
                                                    GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
    ASSERT_NE(file, nullptr);
    OGRLayer* cells = file->GetLayerByName("cells");
    ASSERT_NE(cells, nullptr);
    int count = 0;
    int hot = 0;
    double highest = 0.0;
    for (const auto& cell : *cells) {
        count += cell->GetFieldAsInteger("count");
        hot += cell->GetFieldAsInteger("significant");
        highest = std::max(highest, cell->GetFieldAsDouble("z"));
        EXPECT_NEAR(cell->GetGeometryRef()->toPolygon()->get_Area(), 250.0 * 250.0, 1e-6);
        const double z = cell->GetFieldAsDouble("z");
        EXPECT_NEAR(cell->GetFieldAsDouble("p"), std::erfc(std::abs(z) / std::sqrt(2.0)), 1e-6);
        EXPECT_GE(cell->GetFieldAsDouble("q"), cell->GetFieldAsDouble("p"));
    }
    GDALClose(file);
    EXPECT_EQ(count, plain.events);
    EXPECT_GE(hot, 1);
    EXPECT_GT(highest, 6.0);
    const json section = read_json(plain.out() / "quality.json")["gi_star"];
    EXPECT_EQ(section["significant"], hot);
    EXPECT_EQ(section["cells"], 576);
}

TEST(Significance, TheSameBytesOnOneThreadAndOnTwo) {
    Plain plain{200, 5, "stability = 10\n"};
    plain.add_cluster(25, 453'300, 302'100);
    ASSERT_EQ(plain.run("run", {"-j", "1"}).code, 0);
    std::map<std::string, std::string> one;
    for (const auto& entry : std::filesystem::directory_iterator{plain.out()})
        one[entry.path().filename()] = bytes_of(entry.path());
    ASSERT_EQ(plain.run("run", {"-j", "2"}).code, 0);
    for (const auto& [name, bytes] : one) {
        if (name == "manifest.json") continue;
        EXPECT_TRUE(bytes == bytes_of(plain.out() / name)) << name;
    }
}

TEST(Significance, WithoutAnAreaTheHullIsTakenAndSaid) {
    Plain plain{200};
    plain.add_cluster(25, 453'300, 302'100);
    plain.text.erase(plain.text.find("area = \"area.geojson\"\n"), 22);
    const Outcome outcome = plain.run("hotspots");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("convex hull"));
    EXPECT_EQ(plain.hotspots().size(), 1U);
    plain.csv = "e,n\n";
    for (int i = 0; i < 9; ++i) plain.add(453'000, 303'000);
    const Outcome one_place = plain.run("hotspots");
    EXPECT_EQ(one_place.code, 0) << one_place.err;
    EXPECT_THAT(one_place.err, HasSubstr("not tested"));
    EXPECT_TRUE(plain.hotspots()[0]["properties"]["significant"].is_null());
}

TEST(Significance, StabilityIsOfTheMethodThatFoundTheHotspots) {
    const std::string keep = "stability = 20\nnot_significant = \"keep\"\n";
    Plain units{150, 1, keep + "method = \"cells\"\n"};
    units.add_cluster(30, 453'300, 302'100);
    ASSERT_EQ(units.run("hotspots").code, 0);
    const json of_units = units.hotspots();
    EXPECT_EQ(of_units[0]["properties"]["stability"], 1.0);
    EXPECT_LT(of_units[of_units.size() - 1]["properties"]["stability"].get<double>(), 0.9);

    Plain budget{150, 1, keep + "area_budget_km2 = 0.5\n"};
    budget.add_cluster(30, 453'300, 302'100);
    const Outcome chosen = budget.run("hotspots");
    ASSERT_EQ(chosen.code, 0) << chosen.err;
    EXPECT_THAT(chosen.err, HasSubstr("area_budget_km2 are not drawn again"));
    const json of_budget = budget.hotspots();
    for (const json& feature : of_budget) EXPECT_TRUE(feature["properties"]["stability"].is_null());
    EXPECT_FALSE(std::filesystem::exists(budget.out() / "stability.tif"));
}

}  // namespace
}  // namespace beatline
