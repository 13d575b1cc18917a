// SPDX-License-Identifier: Apache-2.0
#include "geo/small_counts.hpp"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

using enum Disclosure;

TEST(SmallCounts, WithholdsWhatIsSmallAndOneMoreOfItsRow) {
    // One small cell; 9 is the smallest beside it, and then its column has one hidden cell only.
    const std::vector<TableCell> cells{{1, 1, 3, 3},   {1, 2, 9, 9},   {1, 3, 40, 40},
                                       {2, 1, 20, 20}, {2, 2, 30, 30}, {2, 3, 50, 50}};
    const std::vector<Disclosure> expected{small, withheld, shown, withheld, withheld, shown};
    EXPECT_EQ(disclose(cells, 5), expected);
}

TEST(SmallCounts, PeopleCountAndNotHowOftenTheyCame) {
    const std::vector<TableCell> cells{{1, 1, 80, 1}, {2, 2, 5, 5}};
    EXPECT_EQ(disclose(cells, 5), (std::vector<Disclosure>{small, shown}));
    EXPECT_EQ(disclose(cells, 0), (std::vector<Disclosure>{shown, shown}));
    EXPECT_TRUE(disclose({}, 5).empty());
}

TEST(SmallCounts, NoRowOrColumnTotalGivesASmallCountBack) {
    std::mt19937 random{4};
    int small_cells = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<TableCell> cells;
        for (std::uint32_t r = 0; r < 8; ++r) {
            for (std::uint32_t c = 0; c < 8; ++c) {
                if (random() % 3 == 0) continue;
                const std::uint64_t count = 1 + random() % (random() % 2 == 0 ? 8 : 60);
                cells.push_back({r, c, count, count});
            }
        }
        const auto told = disclose(cells, 5);
        std::map<std::uint32_t, std::pair<int, int>> rows;  // hidden, shown
        std::map<std::uint32_t, std::pair<int, int>> cols;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].count < 5) {
                EXPECT_EQ(told[i], small);
                ++small_cells;
            } else {
                EXPECT_NE(told[i], small);
            }
            const bool hidden = told[i] != shown;
            ++(hidden ? rows[cells[i].row].first : rows[cells[i].row].second);
            ++(hidden ? cols[cells[i].col].first : cols[cells[i].col].second);
        }
        for (const auto& lines : {rows, cols}) {
            for (const auto& [line, n] : lines)
                EXPECT_FALSE(n.first == 1 && n.second > 0) << "the total less the rest is the cell";
        }
    }
    EXPECT_GT(small_cells, 1000);
}

TEST(SmallCounts, WithoutSmallCountsAllIsShown) {
    const std::vector<TableCell> cells{{1, 1, 5, 5}, {1, 2, 9, 9}, {2, 1, 7, 7}};
    for (const Disclosure d : disclose(cells, 5)) EXPECT_EQ(d, shown);
}

}  // namespace
}  // namespace beatline
