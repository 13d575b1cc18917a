// SPDX-License-Identifier: Apache-2.0
#include "geo/cell_disc.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(CellDisc, HoldsTheCellsCloserThanTheRadius) {
    for (const double radius : {10.0, 26.0, 60.0, 150.0, 233.0}) {
        const CellDisc disc{Metres{radius}, 25_m};
        std::size_t cells = 0;
        for (std::int64_t row = -12; row <= 12; ++row)
            for (std::int64_t col = -12; col <= 12; ++col)
                cells += static_cast<double>(row * row + col * col) * 625.0 < radius * radius;
        EXPECT_EQ(disc.cells, cells) << radius;
        EXPECT_EQ(disc.half_width.size(), static_cast<std::size_t>(2 * disc.reach + 1));
    }
}

TEST(CellDisc, OfTwoCentresTwoRadiiApartNoCellIsInBoth) {
    for (const double cell :
         {0.1, 0.3, 7.0, 25.0}) {  // 12 cells apart, whatever rounding makes of it
        const CellDisc disc{Metres{6.0 * cell}, Metres{cell}};
        EXPECT_EQ(disc.reach, 5) << cell;
        EXPECT_FALSE(CellDisc::closer(0, 12, Metres{12.0 * cell}, Metres{cell})) << cell;
        EXPECT_TRUE(CellDisc::closer(0, 11, Metres{12.0 * cell}, Metres{cell})) << cell;
    }
}

TEST(CellDisc, RefusesWhatIsNotPositive) {
    EXPECT_THROW((CellDisc{0_m, 25_m}), std::invalid_argument);
    EXPECT_THROW((CellDisc{100_m, 0_m}), std::invalid_argument);
    EXPECT_THROW((CellDisc{1'000_m, Metres{0.01}}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
