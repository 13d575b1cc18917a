// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/polygon_on_grid.hpp"
#include "data/write_layers.hpp"

#include "tests/support/layers.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::bytes_of;
using testing::TempFolder;

json written(const Layer& layer) {
    const TempFolder temp;
    write_geojson(temp / "layer.geojson", layer, testing::bath_context());
    return json::parse(bytes_of(temp / "layer.geojson"));
}

Layer one_polygon(const Polygon& polygon) {
    return {"area", "Area", GeometryType::polygon, {}, {{polygon, {}}}, "area"};
}

Ring ring_of(const json& positions) {
    Ring ring;
    for (const json& p : positions) ring.push_back({p[0].get<double>(), p[1].get<double>()});
    return ring;
}

std::vector<Polygon> polygons_of(const json& geometry) {
    std::vector<Polygon> found;
    if (geometry.is_null()) return found;
    const json parts = geometry["type"] == "Polygon" ? json::array({geometry["coordinates"]})
                                                     : geometry["coordinates"];
    for (const json& part : parts) {
        Polygon polygon{ring_of(part[0]), {}};
        for (std::size_t i = 1; i < part.size(); ++i) polygon.holes.push_back(ring_of(part[i]));
        found.push_back(polygon);
    }
    return found;
}

double turn(const Ring& ring) {
    double sum = 0;
    for (std::size_t i = 1; i < ring.size(); ++i)
        sum += (ring[i - 1].x - ring[0].x) * (ring[i].y - ring[0].y) -
               (ring[i].x - ring[0].x) * (ring[i - 1].y - ring[0].y);
    return sum;
}

void expect_sound(const json& geometry, const std::string& what) {
    for (const Polygon& polygon : polygons_of(geometry)) {
        EXPECT_TRUE(is_valid(polygon)) << what << geometry.dump();
        EXPECT_GT(turn(polygon.outer), 0) << what;
        for (const Ring& hole : polygon.holes) EXPECT_LT(turn(hole), 0) << what;
    }
}

TEST(WriteGeojson, KeepsFieldsTypesAndHostileText) {
    const json file = written(testing::stops_layer());
    EXPECT_EQ(file["type"], "FeatureCollection");
    EXPECT_EQ(file["marking"], "OFFICIAL-SENSITIVE");
    ASSERT_EQ(file["features"].size(), 4U);
    const json& second = file["features"][1]["properties"];
    EXPECT_EQ(second["why"], "it's a \"quoted\" <script>alert(1)</script>\nsecond line, ŵ €");
    EXPECT_EQ(second["seq"], 1);
    EXPECT_EQ(second["planned"], true);
    EXPECT_EQ(second["arrive"], "2025-07-01T14:05:00+01:00");
    EXPECT_EQ(file["features"][2]["properties"]["why"].get<std::string>().size(), 1'000'000U);
    EXPECT_TRUE(file["features"][3]["properties"]["drive_km"].is_null());
    EXPECT_TRUE(file["features"][3]["geometry"].is_null());
    EXPECT_FALSE(file.contains("crs"));
}

TEST(WriteGeojson, KeepsTheOrderOfTheFields) {
    const TempFolder temp;
    write_geojson(temp / "s.geojson", testing::stops_layer(), testing::bath_context());
    const auto file = nlohmann::ordered_json::parse(bytes_of(temp / "s.geojson"));
    const Layer layer = testing::stops_layer();
    std::vector<std::string> names;
    for (const auto& [name, value] : file["features"][0]["properties"].items())
        names.push_back(name);
    ASSERT_EQ(names.size(), layer.fields.size());
    for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(names[i], layer.fields[i].name);
}

TEST(WriteGeojson, PutsLongitudeFirstWhereBathIs) {
    const json at = written(testing::stops_layer())["features"][0]["geometry"]["coordinates"];
    // Bath Spa station is near 2.357 W, 51.378 N.
    EXPECT_NEAR(at[0].get<double>(), -2.36, 0.02);
    EXPECT_NEAR(at[1].get<double>(), 51.38, 0.02);
}

TEST(WriteGeojson, HasNoMoreThanSixDecimals) {
    const TempFolder temp;
    write_geojson(temp / "h.geojson", testing::hotspots_layer(), testing::bath_context());
    const std::string text = bytes_of(temp / "h.geojson");
    std::size_t decimals_seen = 0;
    for (std::size_t at = text.find("\"coordinates\""); at != std::string::npos;
         at = text.find("\"coordinates\"", at + 1))
        for (std::size_t i = at; text[i] != '}'; ++i)
            if (text[i] == '.') {
                const std::size_t end = text.find_first_not_of("0123456789", i + 1);
                EXPECT_LE(end - i - 1, 6U);
                ++decimals_seen;
            }
    EXPECT_GT(decimals_seen, 50U);
}

TEST(WriteGeojson, TurnsRingsToTheRightHandWhateverWayTheyCame) {
    for (const bool reversed : {false, true}) {
        Layer layer = testing::hotspots_layer();
        auto& polygon = std::get<Polygon>(layer.features[0].geometry);
        if (reversed) {
            std::reverse(polygon.outer.begin(), polygon.outer.end());
            std::reverse(polygon.holes[0].begin(), polygon.holes[0].end());
        }
        const json file = written(layer);
        ASSERT_EQ(polygons_of(file["features"][0]["geometry"]).at(0).holes.size(), 1U);
        for (const json& feature : file["features"]) expect_sound(feature["geometry"], "");
    }
}

TEST(WriteGeojson, GivesNoGeometryToALineThatGoesNowhere) {
    const json file = written(testing::routes_layer());
    EXPECT_EQ(file["features"][0]["geometry"]["coordinates"].size(), 3U);
    EXPECT_TRUE(file["features"][1]["geometry"].is_null());
    EXPECT_TRUE(file["features"][2]["geometry"].is_null());
}

TEST(WriteGeojson, PolygonsThinnerThanTheRoundingStayValidOrVanish) {
    // Combs and needles with details from a millimetre to a metre; six decimals are 7 to 11 cm
    // here.
    std::mt19937 random{11};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    Layer layer = one_polygon({});
    layer.features.clear();
    for (int round = 0; round < 250; ++round) {
        const double detail = std::pow(10.0, -3.0 + 3.0 * unit(random));
        Ring ring;
        const int teeth = 3 + static_cast<int>(random() % 30);
        for (int i = 0; i < teeth; ++i) {
            ring.push_back({375000 + i * detail * unit(random) + i * detail, 164000});
            ring.push_back({375000 + i * detail + detail / 2, 164000 + 3 * unit(random)});
        }
        ring.push_back({375000 + teeth * detail, 163999});
        ring.push_back({375000, 163999});
        ring.push_back(ring.front());
        layer.features.push_back({Polygon{ring, {}}, {}});
    }
    std::size_t repaired = 0;
    const json file = written(layer);
    for (const json& feature : file["features"]) {
        expect_sound(feature["geometry"], "comb ");
        if (!feature["geometry"].is_null() && feature["geometry"]["type"] == "MultiPolygon")
            ++repaired;
    }
    EXPECT_GT(repaired, 10U) << "the cases are too tame to test the repair";
}

TEST(WriteGeojson, HolesThatTouchAfterRoundingStayValid) {
    std::mt19937 random{5};
    std::uniform_real_distribution<double> unit{0.0, 0.02};
    Layer layer = one_polygon({});
    layer.features.clear();
    for (int round = 0; round < 300; ++round) {
        Polygon polygon = testing::square(375000, 164000, 100);
        for (int i = 0; i < 10; ++i) {
            const double x = 375000 + 10.0 * i + unit(random);
            Ring hole;
            for (int corner = 0; corner <= 12; ++corner) {
                const double a = -2 * std::numbers::pi * (corner % 12) / 12;
                hole.push_back({x + 5 + 4.95 * std::cos(a), 164005.0 + 4.98 * std::sin(a)});
            }
            polygon.holes.push_back(hole);
        }
        layer.features.push_back({polygon, {}});
    }
    const json file = written(layer);
    for (const json& feature : file["features"]) {
        ASSERT_FALSE(feature["geometry"].is_null());
        expect_sound(feature["geometry"], "holes ");
    }
}

TEST(WriteGeojson, KeepsTheAreaThatItRepairs) {
    // Two squares joined by a neck of 2 cm, which six decimals close: both squares must remain.
    const Polygon dumbbell{{{375000, 164000},
                            {375010, 164000},
                            {375010, 164004.99},
                            {375020, 164004.99},
                            {375020, 164000},
                            {375030, 164000},
                            {375030, 164010},
                            {375020, 164010},
                            {375020, 164005.01},
                            {375010, 164005.01},
                            {375010, 164010},
                            {375000, 164010},
                            {375000, 164000}},
                           {}};
    const json geometry = written(one_polygon(dumbbell))["features"][0]["geometry"];
    expect_sound(geometry, "dumbbell ");
    double degrees2 = 0;
    for (const Polygon& part : polygons_of(geometry)) degrees2 += turn(part.outer) / 2;
    const double metres2 = degrees2 * 111'245 * 111'320 * std::cos(51.37 * std::numbers::pi / 180);
    EXPECT_NEAR(metres2, 200, 6);
}

TEST(WriteGeojson, WritesTheSameBytesTwice) {
    const TempFolder temp;
    for (const std::string name : {"a.geojson", "b.geojson"})
        write_geojson(temp / name, testing::hotspots_layer(), testing::bath_context());
    EXPECT_EQ(bytes_of(temp / "a.geojson"), bytes_of(temp / "b.geojson"));
}

TEST(WriteGeojson, WritesAnEmptyLayer) {
    EXPECT_TRUE(written(testing::empty_layer())["features"].empty());
}

TEST(WriteGeojson, RefusesAPointThatIsNowhere) {
    Layer layer = testing::routes_layer();
    std::get<Polyline>(layer.features[0].geometry)[1].x = std::nan("");
    const TempFolder temp;
    EXPECT_THROW(write_geojson(temp / "x.geojson", layer, testing::bath_context()), FileError);
}

}  // namespace
}  // namespace beatline
