// Shares a number of cells out among regions that each gain by their own curve.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace beatline {

/// Per region what its first n cells gain, n from 0; the length says how many there are.
using GainCurve = std::vector<double>;

/// How many cells each region gets: none, or at least `least`; together at most `total`. Exact by
/// dynamic programming while that is quick (3e7 steps); beyond by one price for all, the rest given
/// where it gains the most per cell.
[[nodiscard]] std::vector<std::size_t> share_area(const std::vector<GainCurve>& curves,
                                                  std::size_t least, std::size_t total);

}  // namespace beatline
