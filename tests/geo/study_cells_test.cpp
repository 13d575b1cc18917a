// SPDX-License-Identifier: Apache-2.0
#include "geo/study_cells.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

MultiPolygon square(double x, double y, double side) {
    return {{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}, {}}};
}

TEST(StudyCells, AreThoseWhoseCentreLiesInTheArea) {
    const StudyCells study = study_cells(square(0, 0, 1000), {Metres{250}});
    EXPECT_EQ(study.size(), 16U);
    EXPECT_DOUBLE_EQ(study.area().value, 1e6);
    // Moved by 100 m the square still holds the centres of 4 x 4 cells, by 130 m of others.
    EXPECT_EQ(study_cells(square(100, 0, 1000), {Metres{250}}).size(), 16U);
    EXPECT_DOUBLE_EQ(study_cells(square(130, 0, 1000), {Metres{250}}).centre(0).x, 375.0);
}

TEST(StudyCells, HaveACornerAtTheAnchor) {
    const StudyCells study = study_cells(square(0, 0, 1000), {Metres{250}, {100'060.0, -190.0}});
    EXPECT_DOUBLE_EQ(study.spec.corner.x, -190.0);
    EXPECT_DOUBLE_EQ(study.spec.corner.y, -190.0);
    EXPECT_EQ(study.size(), 16U);
}

TEST(StudyCells, HoldAPlaceOnlyWithinTheArea) {
    const StudyCells study = study_cells(square(0, 0, 1000), {Metres{250}});
    EXPECT_EQ(study.holding({10, 10}), 0U);
    EXPECT_EQ(study.holding({260, 10}), 1U);
    EXPECT_EQ(study.holding({999, 999}), 15U);
    EXPECT_FALSE(study.holding({-1, 10}));
    EXPECT_FALSE(study.holding({1e12, 10}));
}

TEST(StudyCells, WithoutAnAreaCoverTheHullOfThePlacesAndEveryPlace) {
    const std::vector<Point> places{{10, 10}, {1990, 20}, {30, 1980}, {700, 700}};
    const StudyCells study = study_cells(places, {Metres{100}});
    for (const Point p : places) EXPECT_TRUE(study.holding(p)) << p.x;
    EXPECT_TRUE(study.holding({500, 500}));
    EXPECT_FALSE(study.holding({1950, 1950}));
    // The triangle within one diagonal row of cells.
    EXPECT_NEAR(study.area().value, 0.5 * 1980 * 1970, 20 * 1e4);
    EXPECT_EQ(study_cells(std::vector<Point>{{5, 5}}, {Metres{100}}).size(), 1U);
}

TEST(StudyCells, RefuseWhatIsNoGrid) {
    EXPECT_THROW((void)study_cells(MultiPolygon{}, {Metres{250}}), std::invalid_argument);
    EXPECT_THROW((void)study_cells(square(0, 0, 1000), {Metres{0}}), std::invalid_argument);
    EXPECT_THROW((void)study_cells(square(0, 0, 1e7), {Metres{0.01}}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
