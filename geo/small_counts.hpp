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
    withheld,  ///< large enough, but with the total of its row or column it would give a small one
};

/// A count above 0 of a table; rows and columns are any numbers. Cells of 0 are not listed.
struct TableCell {
    std::uint32_t row{0};
    std::uint32_t col{0};
    std::uint64_t count{0};   ///< what is told or not
    std::uint64_t people{0};  ///< that it comes from: this must reach the least count
};

/// Primary suppression of cells from fewer than `least` people, then complementary: where a row or
/// column has exactly one cell that is not shown, the smallest shown cell of it is withheld too
/// (the first of equals), until no row and no column has exactly one, or has nothing left to
/// withhold. This protects against totals of single rows and columns (Willenborg & de Waal 2001,
/// Elements of Statistical Disclosure Control, ch. 8), not against all of them solved together.
[[nodiscard]] std::vector<Disclosure> disclose(std::span<const TableCell> cells,
                                               std::uint64_t least);

}  // namespace beatline
