// Which counts of a table may be told: small ones are not, nor what would give them back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace beatline {

enum class Disclosure : std::uint8_t {
    shown,
    small,     ///< below the least count
    withheld,  ///< large enough, but with totals of rows and columns it would give a small one
};

/// A count of a table; rows and columns are any numbers.
struct TableCell {
    std::uint32_t row{0};
    std::uint32_t col{0};
    std::uint64_t count{0};   ///< what is told or not
    std::uint64_t people{0};  ///< that it comes from: this must reach the least count
};

/// Primary suppression of cells from fewer than `least` people, then complementary: the smallest
/// shown cell of a row or column (the first of equals) is withheld too
/// - while what is not shown of it is a single cell, adds up to less than 2 x `least`, or has no
///   cell that is large enough by itself;
/// - while somebody who knows the totals of all rows and columns with a shown cell could narrow, by
///   bounds passed on from line to line, a small cell to less than `lowest` to `least` - 1, or a
///   withheld one to fewer values than these.
/// A line of which nothing is shown is not protected: its total must not be published. `lowest` is
/// the least count of a listed cell: 0 where empty cells are listed too. Bounds are those of single
/// lines passed on, not of all solved together by linear programming (Willenborg & de Waal 2001,
/// Elements of Statistical Disclosure Control, ch. 8).
[[nodiscard]] std::vector<Disclosure> disclose(std::span<const TableCell> cells,
                                               std::uint64_t least, std::uint64_t lowest = 1);

}  // namespace beatline
