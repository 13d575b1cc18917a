// SPDX-License-Identifier: Apache-2.0
#include "geo/area_pieces.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "geo/random_stream.hpp"

#include "tests/support/areas.hpp"

namespace beatline {
namespace {

using testing::ragged_area;
using testing::square_area;

const StudyArea whole_plane{{}};

/// The share of a fine lattice over `box` that lies in both, times the box.
double counted_area(const MultiPolygon& a, const MultiPolygon& b, const Box& box) {
    constexpr int n = 1500;
    const double dx = (box.max.x - box.min.x) / n;
    const double dy = (box.max.y - box.min.y) / n;
    const AreaIndex in_a{a};
    const AreaIndex in_b{b};
    std::size_t inside = 0;
    for (int i = 0; i < n; ++i) {
        for (int k = 0; k < n; ++k) {
            const Point p{box.min.x + (i + 0.5) * dx, box.min.y + (k + 0.5) * dy};
            inside += in_a.contains(p) && in_b.contains(p) ? 1 : 0;
        }
    }
    return static_cast<double>(inside) * dx * dy;
}

TEST(AreaPieces, AddUpToTheAreaWithItsHolesAndIslands) {
    const MultiPolygon ragged = ragged_area({5000, 7000}, 3000);
    const AreaPieces pieces{ragged, whole_plane};
    EXPECT_NEAR(pieces.inside().value, area(ragged).value, 1e-9 * area(ragged).value);
    EXPECT_EQ(pieces.share(), 1.0);
}

TEST(AreaPieces, TwoRaggedAreasHaveInCommonWhatALatticeCounts) {
    const MultiPolygon a = ragged_area({5000, 7000}, 3000);
    const MultiPolygon b = ragged_area({6500, 6000}, 2500);
    const double counted = counted_area(a, b, bounds(a));
    const AreaPieces ab{a, StudyArea{b}};
    const AreaPieces ba{b, StudyArea{a}};
    ASSERT_GT(counted, 1e6);
    EXPECT_NEAR(ab.inside().value, counted, 2e-3 * counted);
    EXPECT_NEAR(ab.inside().value, ba.inside().value, 1e-9 * counted);
    EXPECT_NEAR(ab.share(), ab.inside().value / area(a).value, 1e-12);
    RandomStream random{1};
    std::size_t outside = 0;
    for (int i = 0; i < 20'000; ++i) {
        const double up = random.unit();
        const Point p = ab.place(up, random.unit());
        outside += contains(a, p) && contains(b, p) ? 0 : 1;
    }
    EXPECT_EQ(outside, 0U);
}

TEST(AreaPieces, PlacesAreEvenAlsoWhereAPieceNarrows) {
    const MultiPolygon triangle{{{{0, 0}, {900, 0}, {300, 900}, {0, 0}}, {}}};
    const AreaPieces pieces{triangle, whole_plane};
    RandomStream random{5};
    constexpr int n = 100'000;
    double x = 0.0;
    double y = 0.0;
    double yy = 0.0;
    for (int i = 0; i < n; ++i) {
        const double up = random.unit();
        const Point p = pieces.place(up, random.unit());
        x += p.x / n;
        y += p.y / n;
        yy += p.y * p.y / n;
    }
    EXPECT_NEAR(x, 400.0, 3.0);
    EXPECT_NEAR(y, 300.0, 3.0);
    EXPECT_NEAR(yy, 900.0 * 900.0 / 6.0, 1500.0);
}

TEST(AreaPieces, AHairsBreadthDiagonalHasEvenPlacesAlongIt) {
    const MultiPolygon sliver{{{{0, 0}, {20'000, 30'000}, {20'000, 30'000.0001}, {0, 0}}, {}}};
    const AreaPieces pieces{sliver, whole_plane};
    EXPECT_NEAR(pieces.inside().value, 1.0, 1e-4);
    const std::vector<Point> places = pieces.spread(75.0, 4e6);
    ASSERT_GE(places.size(), 64U);
    ASSERT_LE(places.size(), 4096U);
    double mean = 0.0;
    for (const Point p : places) {
        EXPECT_NEAR(p.y, 1.5 * p.x, 1e-3);
        mean += p.x / static_cast<double>(places.size());
    }
    EXPECT_NEAR(mean, 20'000.0 * 2.0 / 3.0, 50.0) << "it widens along the way";
}

TEST(AreaPieces, AnAreaInsideIsWholeAndOneBesideOrInAHoleIsNothing) {
    const MultiPolygon ring{
        {square_area({0, 0}, 3000).front().outer, {square_area({1000, 1000}, 1000).front().outer}}};
    const StudyArea study{ring};
    EXPECT_EQ((AreaPieces{square_area({100, 100}, 200), study}.share()), 1.0);
    EXPECT_TRUE((AreaPieces{square_area({1200, 1200}, 200), study}.empty()));
    EXPECT_TRUE((AreaPieces{square_area({5000, 0}, 200), study}.empty()));
    EXPECT_NEAR((AreaPieces{square_area({-50'000, -50'000}, 100'000), study}.inside().value), 8e6,
                1e-3);
    EXPECT_NEAR((AreaPieces{square_area({500, 1000}, 1000), study}.share()), 0.5, 1e-12);
}

TEST(StudyArea, CutsSegmentsWhereItsBorderIs) {
    const MultiPolygon ring{
        {square_area({0, 0}, 3000).front().outer, {square_area({1000, 1000}, 1000).front().outer}}};
    const StudyArea study{ring};
    const auto across = study.inside({-1000, 1500}, {4000, 1500});
    ASSERT_EQ(across.size(), 2U);
    EXPECT_NEAR(across[0].first, 0.2, 1e-12);
    EXPECT_NEAR(across[0].second, 0.4, 1e-12);
    EXPECT_NEAR(across[1].first, 0.6, 1e-12);
    EXPECT_NEAR(across[1].second, 0.8, 1e-12);
    const auto upright = study.inside({500, -1000}, {500, 4000});
    ASSERT_EQ(upright.size(), 1U) << "level sides of the border count as well";
    EXPECT_NEAR(upright[0].first, 0.2, 1e-12);
    EXPECT_NEAR(upright[0].second, 0.8, 1e-12);
    EXPECT_TRUE(study.inside({1100, 1100}, {1900, 1900}).empty());
    EXPECT_EQ(study.inside({100, 100}, {200, 900}).size(), 1U);
}

}  // namespace
}  // namespace beatline
