// SPDX-License-Identifier: Apache-2.0
#include "data/projection.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>

#include <gtest/gtest.h>

#include "data/error.hpp"

namespace beatline {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Every test starts without any grid and leaves none behind.
class ProjectionTest : public testing::Test {
protected:
    void SetUp() override { use_grids(""); }
    void TearDown() override { use_grids(""); }

    static void use_grids(const std::string& folders) {
        setenv("BEATLINE_GRIDS", folders.c_str(), 1);
        find_grids("");
    }
    static std::string bundled_grid() { return BEATLINE_SOURCE_DIR "/data/grid"; }
};

// From the Ordnance Survey's OSTN15 test file: ETRS89 and the grid.
constexpr Point caister_degrees{1.71607397, 52.65800783};
constexpr Point caister_grid{651409.804, 313177.450};

TEST_F(ProjectionTest, WithoutTheGridItIsAFewMetresOffAndSaysSo) {
    const Projection to_grid{"EPSG:4326", "EPSG:27700"};
    const auto at = to_grid(caister_degrees);
    ASSERT_TRUE(at);
    EXPECT_LT(distance(*at, caister_grid).value, 5.0);
    EXPECT_GT(distance(*at, caister_grid).value, 0.5);
    const auto accuracy = to_grid.accuracy();
    EXPECT_EQ(accuracy.grid, "");
    EXPECT_EQ(accuracy.missing_grid, "uk_os_OSTN15_NTv2_OSGBtoETRS.tif");
    ASSERT_TRUE(accuracy.metres);
    EXPECT_DOUBLE_EQ(*accuracy.metres, 2.0);
}

TEST_F(ProjectionTest, WithTheGridItMeetsTheOrdnanceSurveysTestPoints) {
    use_grids(bundled_grid());
    const Projection to_grid{"EPSG:4326", "EPSG:27700"};
    struct {
        Point degrees, grid;
    } const known[] = {
        {caister_degrees, caister_grid},
        {{-6.29977752014, 49.92226393730}, {91492.146, 11318.804}},
        {{-3.04045490691, 53.77911025694}, {331534.564, 431920.794}},
    };
    for (const auto& one : known) {
        const auto at = to_grid(one.degrees);
        ASSERT_TRUE(at);
        EXPECT_LT(distance(*at, one.grid).value, 0.05);
    }
    const auto accuracy = to_grid.accuracy();
    EXPECT_EQ(accuracy.grid, "uk_os_OSTN15_NTv2_OSGBtoETRS.tif");
    EXPECT_EQ(accuracy.missing_grid, "");
    ASSERT_TRUE(accuracy.metres);
    EXPECT_DOUBLE_EQ(*accuracy.metres, 1.0);
}

TEST_F(ProjectionTest, TheGridMovesLeicesterByAboutTwoMetres) {
    constexpr Point leicester{-1.1330, 52.6346};
    const auto without = Projection{"EPSG:4326", "EPSG:27700"}(leicester);
    use_grids(bundled_grid());
    const auto with = Projection{"EPSG:4326", "EPSG:27700"}(leicester);
    ASSERT_TRUE(without && with);
    EXPECT_GT(distance(*without, *with).value, 0.3);
    EXPECT_LT(distance(*without, *with).value, 4.0);
}

TEST_F(ProjectionTest, GoesThereAndBack) {
    for (const std::string& folders : {std::string{}, bundled_grid()}) {
        use_grids(folders);
        const Projection there{"EPSG:4326", "EPSG:27700"};
        const Projection back{"EPSG:27700", "OGC:CRS84"};
        for (const Point p : {Point{-2.36, 51.38}, Point{-1.13, 52.63}, Point{-4.25, 57.48}}) {
            const auto home = back(there(p).value()).value();
            EXPECT_NEAR(home.x, p.x, 2e-8) << "about 1 mm: the Helmert inverse is approximate";
            EXPECT_NEAR(home.y, p.y, 2e-8) << "about 1 mm: the Helmert inverse is approximate";
        }
    }
}

TEST_F(ProjectionTest, PutsLongitudeFirstWhateverTheAuthoritySays) {
    const auto by_epsg = Projection{"EPSG:4326", "EPSG:32633"}({15.0, 50.0});
    const auto by_ogc = Projection{"OGC:CRS84", "EPSG:32633"}({15.0, 50.0});
    ASSERT_TRUE(by_epsg && by_ogc);
    EXPECT_EQ(*by_epsg, *by_ogc);
    EXPECT_NEAR(by_epsg->x, 500000.0, 1e-6) << "15 degrees east is the zone's central meridian";
    EXPECT_NEAR(by_epsg->y, 5538630.703, 0.001);  // from PROJ's cs2cs for zone 33
}

TEST_F(ProjectionTest, TakesManyPointsAtOnceAsOneByOne) {
    const Projection to_grid{"EPSG:4326", "EPSG:27700"};
    std::vector<Point> many;
    for (int i = 0; i < 200; ++i) many.push_back({-3.0 + 0.01 * i, 51.0 + 0.02 * i});
    many[17] = {nan, 52.0};
    many[18] = {infinity, 52.0};
    many[19] = {120.0, 52.0};
    const std::vector<Point> degrees = many;
    EXPECT_EQ(to_grid.transform(many), 3U);
    for (std::size_t i = 0; i < many.size(); ++i) {
        const auto alone = to_grid(degrees[i]);
        EXPECT_EQ(alone.has_value(), !std::isnan(many[i].x)) << i;
        EXPECT_EQ(alone.value_or(Point{}), alone ? many[i] : Point{}) << i;
    }
}

TEST_F(ProjectionTest, RefusesPointsOutOfTheCrsReach) {
    const Projection to_grid{"EPSG:4326", "EPSG:27700"};
    EXPECT_FALSE(to_grid({52.6, -1.1})) << "swapped";
    EXPECT_FALSE(to_grid({458000.0, 304000.0})) << "eastings as degrees";
    EXPECT_FALSE(to_grid({1e308, 1e308}));
    const Projection same{"EPSG:27700", "EPSG:27700"};
    EXPECT_TRUE(same({458000.0, 304000.0}));
    EXPECT_TRUE(same({0.0, 0.0})) << "the false origin lies near Scilly";
    EXPECT_FALSE(same({5e6, 304000.0}));
}

TEST_F(ProjectionTest, LeavesPointsAsTheyAreWithinOneCrs) {
    const Projection same{"EPSG:27700", "epsg:27700"};
    constexpr Point p{458000.123, 304000.456};
    EXPECT_EQ(same(p), p);
    EXPECT_EQ(same.accuracy().metres, 0.0);
}

TEST_F(ProjectionTest, NeverFallsBackToABallparkTransformation) {
    // St Helena 1971's local grid has no published way to OSGB36.
    EXPECT_THROW(Projection("EPSG:4710", "EPSG:27700"), InputError);
}

TEST_F(ProjectionTest, DescribesWhatItIsGiven) {
    const CrsInfo grid = describe_crs("epsg:27700");
    EXPECT_EQ(grid.name, "EPSG:27700");
    EXPECT_EQ(grid.epsg, 27700);
    EXPECT_TRUE(grid.metric);
    EXPECT_FALSE(grid.geographic);
    EXPECT_NE(grid.wkt.find("British National Grid"), std::string::npos);
    const CrsInfo degrees = describe_crs("OGC:CRS84");
    EXPECT_EQ(degrees.name, "OGC:CRS84");
    EXPECT_EQ(degrees.epsg, 0);
    EXPECT_TRUE(degrees.geographic);
    EXPECT_FALSE(degrees.metric);
    EXPECT_FALSE(describe_crs("EPSG:2263").metric) << "New York's plane is in feet";
    EXPECT_EQ(describe_crs(grid.wkt).epsg, 27700) << "WKT is understood too";
}

TEST_F(ProjectionTest, RefusesKindlyWhatItDoesNotKnow) {
    for (const char* name :
         {"", "27700", "EPSG", "EPSG:", "EPSG:0", "EPSG:999999", "British", "EPSG:4979",
          "EPSG:5701", "EPSG:7405", "+proj=longlat", "EPSG:27700; rm", "/etc/passwd", "urn:x"}) {
        try {
            (void)describe_crs(name);
            FAIL() << name << " was taken";
        } catch (const UsageError& error) {
            EXPECT_NE(std::string{error.what()}.find("EPSG:27700"), std::string::npos)
                << "gives an example";
        }
    }
}

TEST_F(ProjectionTest, ChoosesAWorkingCrsForThePlace) {
    EXPECT_EQ(working_crs_at(-1.13, 52.63), "EPSG:27700");   // Leicester
    EXPECT_EQ(working_crs_at(-6.31, 49.92), "EPSG:27700");   // Scilly
    EXPECT_EQ(working_crs_at(-1.28, 60.4), "EPSG:27700");    // Shetland
    EXPECT_EQ(working_crs_at(1.31, 51.13), "EPSG:27700");    // Dover
    EXPECT_EQ(working_crs_at(-5.93, 54.6), "EPSG:32630");    // Belfast
    EXPECT_EQ(working_crs_at(-6.26, 53.35), "EPSG:32629");   // Dublin
    EXPECT_EQ(working_crs_at(1.6, 50.72), "EPSG:32631");     // Boulogne
    EXPECT_EQ(working_crs_at(-87.63, 41.88), "EPSG:32616");  // Chicago
    EXPECT_EQ(working_crs_at(5.32, 60.39), "EPSG:32632");    // Bergen
    EXPECT_EQ(working_crs_at(15.6, 78.2), "EPSG:32633");     // Longyearbyen
    EXPECT_EQ(working_crs_at(151.2, -33.87), "EPSG:32756");  // Sydney
    EXPECT_EQ(working_crs_at(180.0, 10.0), "EPSG:32660");
}

}  // namespace
}  // namespace beatline
