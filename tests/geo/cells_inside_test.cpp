// SPDX-License-Identifier: Apache-2.0
#include "geo/cells_inside.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "geo/rng.hpp"

#include "tests/support/areas.hpp"

namespace beatline {
namespace {

TEST(ForEachCellIn, VisitsTheCellsWhoseCentresLieInside) {
    const GridSpec spec{{0, 0}, 35_m, 61, 70};
    for (const Polygon& polygon : testing::ragged_area({1100, 900}, 1000)) {
        std::vector<int> visits(spec.size(), 0);
        for_each_cell_in(polygon, spec, [&](std::size_t cell) { ++visits[cell]; });
        for (std::size_t i = 0; i < spec.size(); ++i)
            EXPECT_EQ(visits[i], contains(polygon, spec.centre(i / spec.cols, i % spec.cols)));
    }
}

TEST(ForEachCellIn, AgreesWithEveryCentreForHolesAndCornersOnCentres) {
    // Corners at whole tens are centres of cells of 20 m; parts lie beyond the grid on all sides.
    Rng rng{5};
    const GridSpec spec{{-300, -200}, 20_m, 37, 41};
    std::size_t inside = 0;
    for (int round = 0; round < 60; ++round) {
        const auto star = [&](double least, double most) {
            Ring ring;
            const std::size_t corners = 5 + rng.below(60);
            for (std::size_t i = 0; i < corners; ++i) {
                const double angle =
                    6.283185307179586 * static_cast<double>(i) / static_cast<double>(corners);
                const double far = least + (most - least) * rng.unit();
                ring.push_back({10.0 * std::round((110.0 + far * std::cos(angle)) / 10.0),
                                10.0 * std::round((170.0 + far * std::sin(angle)) / 10.0)});
            }
            ring.push_back(ring.front());
            return ring;
        };
        const Polygon polygon{star(200, 600), {star(40, 150)}};
        std::vector<int> visits(spec.size(), 0);
        for_each_cell_in(polygon, spec, [&](std::size_t cell) { ++visits[cell]; });
        for (std::size_t i = 0; i < spec.size(); ++i) {
            const Point centre = spec.centre(i / spec.cols, i % spec.cols);
            EXPECT_EQ(visits[i], contains(polygon, centre)) << centre.x << ' ' << centre.y;
            inside += static_cast<std::size_t>(visits[i]);
        }
    }
    EXPECT_GT(inside, 10'000U);
}

TEST(ForEachCellIn, VisitsNothingOfAPolygonBeyondTheGridOrWithoutCorners) {
    const GridSpec spec{{0, 0}, 10_m, 5, 5};
    const auto visits = [&](const Polygon& polygon) {
        std::size_t n = 0;
        for_each_cell_in(polygon, spec, [&](std::size_t /*cell*/) { ++n; });
        return n;
    };
    EXPECT_EQ(visits({}), 0U);
    EXPECT_EQ(visits({{{60, 0}, {90, 0}, {90, 50}, {60, 0}}, {}}), 0U);
    EXPECT_EQ(visits({{{0, -90}, {50, -90}, {50, -60}, {0, -90}}, {}}), 0U);
    EXPECT_EQ(visits({{{-5, -5}, {90, -5}, {90, 90}, {-5, 90}, {-5, -5}}, {}}), 25U);
}

}  // namespace
}  // namespace beatline
