// Finds the peaks of a surface that comes row by row, without ever holding it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace beatline {

/// Rows are handed in from the north down. A peak is a cell above zero that is no lower than those
/// beside it (of equal ones in a row, the one that comes first in the grid), as the watershed of
/// extract_hotspots has it; cells below zero are none, and no neighbours.
class PeakScan {
public:
    using TakePeak = std::function<void(std::size_t row, std::size_t col, float value)>;

    PeakScan(std::size_t cols, TakePeak take);

    /// The next row to the south; its number counts from the south.
    void add_row(std::size_t row, std::span<const float> values);
    /// No row follows.
    void finish();

private:
    void judge(std::span<const float> north, std::span<const float> middle,
               std::span<const float> south);

    std::size_t cols_;
    TakePeak take_;
    std::vector<float> none_;
    std::vector<float> north_, middle_, south_;  // each with a cell more at either end
    std::vector<std::uint8_t> found_;            // whole words
    std::size_t middle_row_{0};
    std::size_t rows_{0};
};

}  // namespace beatline
