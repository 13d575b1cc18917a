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

TEST(SmallCounts, HiddenCellsThatAddUpToLittleAreNotAlone) {
    // Two cells of 1 would follow from their sum of 2: so 12 is withheld beside them.
    const std::vector<TableCell> cells{{0, 0, 1, 1}, {0, 1, 1, 1}, {0, 2, 12, 12}, {0, 3, 40, 40}};
    EXPECT_EQ(disclose(cells, 5), (std::vector<Disclosure>{small, small, withheld, shown}));
    // 4 + 4 + 4 is 12, but no cell is large: from the sum and "<5" each would be 4.
    const std::vector<TableCell> fours{
        {0, 0, 4, 4}, {0, 1, 4, 4}, {0, 2, 4, 4}, {0, 3, 40, 40}, {0, 4, 30, 30}};
    EXPECT_EQ(disclose(fours, 5), (std::vector<Disclosure>{small, small, small, shown, withheld}));
}

TEST(SmallCounts, ASmallCellIsNotTheSumLessTheLeastThatIsWithheld) {
    // 1 + 5: withheld is 5 at least, so of 6 the small one is 1. 5 + 9 leave it at 1 to 4.
    const std::vector<TableCell> cells{{0, 0, 1, 1}, {0, 1, 5, 5}, {0, 2, 9, 9}, {0, 3, 40, 40}};
    EXPECT_EQ(disclose(cells, 5), (std::vector<Disclosure>{small, withheld, withheld, shown}));
    // 1 + 1 + 1 + 7 are 10, and each small one 3 at most: the sum is not all.
    const std::vector<TableCell> three{{0, 0, 1, 1}, {0, 1, 1, 1}, {0, 2, 1, 1},
                                       {0, 3, 7, 7}, {0, 4, 8, 8}, {0, 5, 40, 40}};
    EXPECT_EQ(disclose(three, 5),
              (std::vector<Disclosure>{small, small, small, withheld, withheld, shown}));
}

/// Who knows the totals of all lines with a shown cell, and what is written of each cell, narrows
/// the hidden ones line by line until nothing moves. Written apart from the code that it attacks.
std::vector<std::pair<long, long>> attack(const std::vector<TableCell>& cells,
                                          const std::vector<Disclosure>& told, long least,
                                          long lowest) {
    std::vector<std::pair<long, long>> known;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto count = static_cast<long>(cells[i].count);
        if (told[i] == shown) known.emplace_back(count, count);
        if (told[i] == small) known.emplace_back(lowest, least - 1);
        if (told[i] == withheld) known.emplace_back(least, 1'000'000);
    }
    for (bool moved = true; moved;) {
        moved = false;
        for (const bool by_row : {true, false}) {
            for (std::uint32_t line = 0; line < 100; ++line) {
                std::vector<std::size_t> members;
                bool any_shown = false;
                long total = 0;
                for (std::size_t i = 0; i < cells.size(); ++i) {
                    if ((by_row ? cells[i].row : cells[i].col) != line) continue;
                    members.push_back(i);
                    total += static_cast<long>(cells[i].count);
                    any_shown = any_shown || told[i] == shown;
                }
                if (!any_shown) continue;
                for (const std::size_t i : members) {
                    long low = total;
                    long high = total;
                    for (const std::size_t j : members) {
                        low -= j == i ? 0 : known[j].second;
                        high -= j == i ? 0 : known[j].first;
                    }
                    low = std::max(low, known[i].first);
                    high = std::min(high, known[i].second);
                    moved = moved || std::pair{low, high} != known[i];
                    known[i] = {low, high};
                }
            }
        }
    }
    return known;
}

TEST(SmallCounts, BoundsPassedOnFromLineToLineNarrowNoSmallCell) {
    std::mt19937 random{9};
    int small_cells = 0;
    int shown_cells = 0;
    for (int round = 0; round < 300; ++round) {
        const long lowest = round % 2;
        const auto side = static_cast<std::uint32_t>(1 + random() % 9);
        std::vector<TableCell> cells;
        for (std::uint32_t r = 0; r < side; ++r) {
            for (std::uint32_t c = 0; c < 9; ++c) {
                if (random() % 3 == 0) continue;
                const auto from = static_cast<std::uint64_t>(lowest);
                const std::uint64_t count = from + random() % (random() % 4 == 0 ? 8 : 60);
                cells.push_back({r, c, count, count});
            }
        }
        const auto told = disclose(cells, 5, static_cast<std::uint64_t>(lowest));
        const auto known = attack(cells, told, 5, lowest);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            shown_cells += told[i] == shown ? 1 : 0;
            if (told[i] == small) {
                ++small_cells;
                EXPECT_EQ(known[i], (std::pair{lowest, 4L})) << "round " << round;
            } else if (told[i] == withheld) {
                EXPECT_GE(known[i].second - known[i].first, 4 - lowest) << "round " << round;
            }
        }
    }
    EXPECT_GT(small_cells, 500);
    EXPECT_GT(shown_cells, 500) << "not by hiding all";
}

TEST(SmallCounts, WithoutSmallCountsAllIsShown) {
    const std::vector<TableCell> cells{{1, 1, 5, 5}, {1, 2, 9, 9}, {2, 1, 7, 7}};
    for (const Disclosure d : disclose(cells, 5)) EXPECT_EQ(d, shown);
}

}  // namespace
}  // namespace beatline
