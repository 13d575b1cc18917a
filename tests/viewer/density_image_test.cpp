// SPDX-License-Identifier: Apache-2.0
#include "viewer/density_image.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace beatline {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

DensityGrid grid(std::size_t rows, std::size_t cols, std::vector<float> values) {
    return {.spec = {.corner = {100.0, 200.0}, .cell = Metres{25}, .rows = rows, .cols = cols},
            .values = std::move(values)};
}

using Levels = std::vector<std::uint8_t>;

TEST(DensityImage, KeepsNoValueApartFromZeroAndPutsTheLargestAtTheTop) {
    const DensityImage image = density_image(grid(2, 2, {0.0F, nan, 5.0F, 10.0F}));
    EXPECT_EQ(image.levels, (Levels{1, 0, 128, 255}));
    EXPECT_EQ(image.max_per_km2, 10.0);
    EXPECT_EQ(image.merged, 1U);
}

TEST(DensityImage, IsEmptyOfColourWhereThereIsNothingOrNoValueAtAll) {
    EXPECT_EQ(density_image(grid(1, 3, {0.0F, 0.0F, 0.0F})).levels, (Levels{1, 1, 1}));
    EXPECT_EQ(density_image(grid(1, 2, {nan, std::numeric_limits<float>::infinity()})).levels,
              (Levels{0, 0}));
}

TEST(DensityImage, AveragesWhatHasAValueWhenItMergesCells) {
    // Blocks of 2 x 2 over 3 x 3: south-west {1, 3, nan, 2}, south-east {8, nan}, north-west {4,
    // 4}, {nan}.
    const DensityImage image = density_image(grid(3, 3, {1, 3, 8, nan, 2, nan, 4, 4, nan}), 4);
    EXPECT_EQ(image.merged, 2U);
    EXPECT_EQ(image.spec.cell, Metres{50});
    EXPECT_EQ(image.spec.corner, (Point{100.0, 200.0}));
    EXPECT_EQ(image.max_per_km2, 8.0);
    EXPECT_EQ(image.levels, (Levels{65, 255, 128, 0}));  // 1 + round(254 * {2, 8, 4} / 8)
}

TEST(DensityImage, StaysWithinTheCellsAllowed) {
    for (const std::size_t allowed : {1U, 2U, 7U, 50U, 1000U}) {
        const DensityImage image =
            density_image(grid(13, 29, std::vector<float>(13UL * 29UL, 1.0F)), allowed);
        EXPECT_LE(image.levels.size(), allowed);
        EXPECT_EQ(image.levels.size(), image.spec.size());
    }
}

TEST(DensityImage, PacksRunsOfAnyLength) {
    EXPECT_EQ(packed_levels({}), "");
    EXPECT_EQ(packed_levels({7, 7, 7, 9}), "AwcBCQ==");    // 3 7 1 9
    EXPECT_EQ(packed_levels(Levels(256, 1)), "/wEBAQ==");  // 255 1 1 1
}

TEST(DensityImage, RefusesAGridWhoseValuesDoNotFillIt) {
    EXPECT_THROW((void)density_image(grid(2, 2, {1.0F})), std::invalid_argument);
    EXPECT_THROW((void)density_image(grid(1, 1, {1.0F}), 0), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
