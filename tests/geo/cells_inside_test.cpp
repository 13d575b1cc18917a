// SPDX-License-Identifier: Apache-2.0
#include "geo/cells_inside.hpp"

#include <vector>

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace beatline
