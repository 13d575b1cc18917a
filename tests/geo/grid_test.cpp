// SPDX-License-Identifier: Apache-2.0
#include "geo/grid.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(Grid, CoversTheBoxAndIsAlignedToTheCell) {
    const Box box{{412003.2, 99.9}, {413999.9, 1200.0}};
    const GridSpec spec = grid_over(box, 25_m);
    EXPECT_LE(spec.box().min.x, box.min.x);
    EXPECT_GE(spec.box().max.x, box.max.x);
    EXPECT_LE(spec.box().min.y, box.min.y);
    EXPECT_GE(spec.box().max.y, box.max.y);
    EXPECT_EQ(std::fmod(spec.corner.x, 25.0), 0.0);
    EXPECT_LT(spec.box().max.x - box.max.x, 25.0);
}

TEST(Grid, APointGetsOneCell) {
    const GridSpec spec = grid_over({{100, 100}, {100, 100}}, 25_m);
    EXPECT_EQ(spec.rows, 1U);
    EXPECT_EQ(spec.cols, 1U);
}

TEST(Grid, RefusesNonsense) {
    EXPECT_THROW((void)grid_over({}, 25_m), std::invalid_argument);
    EXPECT_THROW((void)grid_over({{0, 0}, {1, 1}}, 0_m), std::invalid_argument);
}

TEST(Grid, MaskEqualsPointInPolygonAtEveryCentre) {
    const MultiPolygon area{{{{10, 5}, {190, 40}, {150, 190}, {80, 90}, {20, 180}, {10, 5}},
                             {{{60, 40}, {60, 70}, {110, 70}, {110, 40}, {60, 40}}}},
                            {{{170, 150}, {195, 150}, {195, 195}, {170, 195}, {170, 150}}, {}}};
    DensityGrid grid{{{0, 0}, 3_m, 67, 67}, std::vector<float>(67 * 67, 1.0F)};
    mask_outside(grid, area);
    std::size_t kept = 0;
    for (std::size_t r = 0; r < 67; ++r) {
        for (std::size_t c = 0; c < 67; ++c) {
            const bool inside = contains(area, grid.spec.centre(r, c));
            EXPECT_EQ(!std::isnan(grid.at(r, c)), inside) << r << "," << c;
            kept += inside ? 1 : 0;
        }
    }
    EXPECT_GT(kept, 500U);
    DensityGrid whole{{{0, 0}, 3_m, 2, 2}, std::vector<float>(4, 1.0F)};
    mask_outside(whole, {});
    EXPECT_EQ(whole.values, std::vector<float>(4, 1.0F));
}

}  // namespace
}  // namespace beatline
