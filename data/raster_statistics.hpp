// Mean, deviation and peak of a surface, gathered a row at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace beatline {

/// Rows are summed each in two passes and joined by the pairwise rule of Chan, Golub and LeVeque
/// (1979), so that the variance keeps its digits and depends on the rows' order only.
class RasterStatistics {
public:
    /// The next row, west to east. Values that are not finite count for nothing.
    void add_row(std::span<const float> values, std::size_t row);

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] double min() const { return min_; }  ///< like all below, 0 without a value
    [[nodiscard]] double max() const { return max_; }
    [[nodiscard]] double mean() const { return mean_; }
    [[nodiscard]] double standard_deviation() const;  ///< of the cells as a whole, not as a sample
    [[nodiscard]] std::size_t peak_row() const { return peak_row_; }  ///< the first of several
    [[nodiscard]] std::size_t peak_col() const { return peak_col_; }

private:
    void add_extremes(double value, std::size_t row, std::size_t col);

    std::size_t count_{0};
    double min_{0.0};
    double max_{0.0};
    double mean_{0.0};
    double squares_{0.0};  // of the differences from the mean
    std::size_t peak_row_{0};
    std::size_t peak_col_{0};
};

}  // namespace beatline
