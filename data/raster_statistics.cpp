// SPDX-License-Identifier: Apache-2.0
#include "data/raster_statistics.hpp"

#include <algorithm>
#include <cmath>

namespace beatline {

void RasterStatistics::add_row(std::span<const float> values, std::size_t row) {
    std::size_t n = 0;
    double sum = 0.0;
    for (std::size_t col = 0; col < values.size(); ++col) {
        if (!std::isfinite(values[col])) continue;
        add_extremes(double{values[col]}, row, col);
        sum += double{values[col]};
        ++n;
    }
    if (n == 0) return;
    const double mean = sum / static_cast<double>(n);
    double squares = 0.0;
    for (const float value : values)
        if (std::isfinite(value)) squares += (double{value} - mean) * (double{value} - mean);

    const auto before = static_cast<double>(count_ - n);
    const auto share = static_cast<double>(n) / static_cast<double>(count_);
    const double step = mean - mean_;
    mean_ += step * share;
    squares_ += squares + step * step * before * share;
}

void RasterStatistics::add_extremes(double value, std::size_t row, std::size_t col) {
    const bool first = count_++ == 0;
    min_ = first ? value : std::min(min_, value);
    if (!first && value <= max_) return;
    max_ = value;
    peak_row_ = row;
    peak_col_ = col;
}

double RasterStatistics::standard_deviation() const {
    return count_ == 0 ? 0.0 : std::sqrt(squares_ / static_cast<double>(count_));
}

}  // namespace beatline
