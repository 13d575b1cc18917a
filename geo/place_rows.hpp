// Places in rows, to visit those near a point: for sums over pairs of places.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

#include "geo/weighted_point.hpp"

namespace beatline {

/// Places in rows of a part of the reach, from west to east within each. The order of visits
/// depends on the places alone, not on their order.
class PlaceRows {
public:
    PlaceRows(std::span<const WeightedPoint> places, double reach)
        : reach_{reach}, height_{reach / parts} {
        std::vector<std::uint32_t> order(places.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
        if (places.empty()) return;
        south_ = std::ranges::min_element(places, {}, [](auto& p) { return p.at.y; })->at.y;
        const auto key = [&](std::uint32_t i) {
            const WeightedPoint& p = places[i];
            return std::tuple{row_of(p.at.y), p.at.x, p.at.y, p.weight};
        };
        std::ranges::sort(order, {}, key);
        for (const std::uint32_t i : order) {
            const WeightedPoint& p = places[i];
            const double row = row_of(p.at.y);
            if (rows_.empty() || rows_.back().row != row) rows_.push_back({row, x_.size()});
            x_.push_back(p.at.x);
            y_.push_back(p.at.y);
            weight_.push_back(p.weight);
        }
        rows_.push_back({std::numeric_limits<double>::infinity(), x_.size()});
    }

    /// Calls `visit(d2, weight)` for the places nearer than the reach, row by row.
    template <class Visit>
    void for_near(Point q, const Visit& visit) const {
        if (rows_.empty()) return;
        const double most = reach_ * reach_;
        for (auto row = std::ranges::lower_bound(rows_, row_of(q.y - reach_), {}, &Row::row);
             row->row <= row_of(q.y + reach_); ++row) {
            const double south = south_ + row->row * height_;
            const double dy = std::max({south - q.y, q.y - south - height_, 0.0});
            // A little wider than the chord, for rounding; the distance decides.
            const double half = std::sqrt(std::max(most - dy * dy, 0.0)) + 1e-6 * reach_;
            const auto begin = x_.begin() + static_cast<std::ptrdiff_t>(row->first);
            const auto end = x_.begin() + static_cast<std::ptrdiff_t>((row + 1)->first);
            const auto first = std::lower_bound(begin, end, q.x - half);
            auto i = static_cast<std::size_t>(first - x_.begin());
            for (; i < (row + 1)->first && x_[i] <= q.x + half; ++i) {
                const double east = x_[i] - q.x;
                const double north = y_[i] - q.y;
                const double d2 = east * east + north * north;
                if (d2 < most) visit(d2, weight_[i]);
            }
        }
    }

private:
    static constexpr double parts = 4.0;
    struct Row {
        double row{0.0};
        std::size_t first{0};
    };

    [[nodiscard]] double row_of(double y) const { return std::floor((y - south_) / height_); }

    double reach_;
    double height_;
    double south_{0.0};
    std::vector<double> x_, y_, weight_;
    std::vector<Row> rows_;  // those that hold places, and an end
};

}  // namespace beatline
