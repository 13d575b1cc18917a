// SPDX-License-Identifier: Apache-2.0
#include "geo/cell_outline.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/valid_polygon.hpp"

namespace beatline {
namespace {

const GridSpec grid{{1000, 2000}, 25_m, 12, 12};

/// Cells that grow one at a time beside those that are there.
std::vector<std::uint32_t> random_blob(std::size_t size, std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::set<std::uint32_t> cells{66};
    while (cells.size() < size) {
        auto at = cells.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(rng() % cells.size()));
        const std::uint32_t cell = *at;
        const std::uint32_t row = cell / 12;
        const std::uint32_t col = cell % 12;
        switch (rng() % 4) {
            case 0:
                if (row > 0) cells.insert(cell - 12);
                break;
            case 1:
                if (row < 11) cells.insert(cell + 12);
                break;
            case 2:
                if (col > 0) cells.insert(cell - 1);
                break;
            default:
                if (col < 11) cells.insert(cell + 1);
        }
    }
    return {cells.begin(), cells.end()};
}

TEST(CellOutline, IsValidHasTheCellsAreaAndHoldsTheirCentresAlone) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto cells = random_blob(1 + seed % 110, seed);
        const Polygon outline = outline_of_cells(cells, grid);
        EXPECT_TRUE(testing::valid(outline)) << seed;
        EXPECT_DOUBLE_EQ(area(outline).value, 625.0 * static_cast<double>(cells.size())) << seed;
        for (std::uint32_t cell = 0; cell < grid.size(); ++cell) {
            EXPECT_EQ(contains(outline, grid.centre(cell / 12, cell % 12)),
                      std::ranges::binary_search(cells, cell))
                << seed;
        }
    }
}

TEST(CellOutline, TurnsWhereItHasAVertex) {
    const std::vector<std::uint32_t> bar{13, 14, 15};
    const Polygon outline = outline_of_cells(bar, grid);
    EXPECT_EQ(outline.outer.size(), 5U);
    EXPECT_EQ(outline.outer.front(), outline.outer.back());
    EXPECT_TRUE(outline.holes.empty());
}

TEST(CellOutline, AGapClosedAtACornerIsAHoleThatTouchesTheOutline) {
    //  x x x
    //  x . x
    //  x x .   the middle is open only across a corner
    const std::vector<std::uint32_t> cells{12, 13, 24, 26, 36, 37, 38};
    const Polygon outline = outline_of_cells(cells, grid);
    EXPECT_TRUE(testing::valid(outline));
    EXPECT_EQ(outline.holes.size(), 1U);
}

}  // namespace
}  // namespace beatline
