// SPDX-License-Identifier: Apache-2.0
#include "geo/gather_weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <oneapi/tbb/parallel_for.h>
#include <utility>

namespace beatline {

namespace {

/// Weights at one place, in rising order, so that the input's order does not matter.
double sum_in_order(std::span<double> weights) {
    if (!std::ranges::is_sorted(weights)) std::ranges::sort(weights);
    return std::accumulate(weights.begin(), weights.end(), 0.0);
}

/// What one row of tiles gathers; its bins count their points from the row's first.
struct TileRow {
    double largest_weight{0.0};  // of a point as given
    std::vector<PlacedPoint> points;
    std::vector<PointBin> bins;
    std::vector<std::uint32_t> bins_of_tile;
};

class Gatherer {
public:
    Gatherer(const PlacedPoints& each, std::span<const double> weights)
        : each_{each}, weights_{weights} {
        gathered_.bin = each.bin;
        gathered_.tile = each.tile;
        gathered_.first_col = each.first_col;
        gathered_.first_row = each.first_row;
        gathered_.cols = each.cols;
        gathered_.rows = each.rows;
    }

    PlacedPoints gather() {
        std::vector<TileRow> rows(each_.rows);
        tbb::parallel_for(std::size_t{0}, each_.rows, [&](std::size_t row) {
            std::vector<double> weights;
            for (std::size_t col = 0; col < each_.cols; ++col) {
                const std::size_t before = rows[row].bins.size();
                gather_tile(each_.bins_of(row, col), rows[row], weights);
                rows[row].bins_of_tile.push_back(
                    static_cast<std::uint32_t>(rows[row].bins.size() - before));
            }
        });
        join(rows);
        return std::move(gathered_);
    }

private:
    /// Appends the tile's bins and points.
    void gather_tile(std::span<const PointBin> bins, TileRow& row, std::vector<double>& weights) {
        if (bins.empty()) return;
        const std::uint32_t first = bins.front().first;
        const std::uint32_t count = bins.back().first + bins.back().count - first;
        weights.resize(count);
        const PlacedPoint* const points = each_.points.data() + first;
        for (std::uint32_t i = 0; i < count; ++i)
            weights[i] = weights_[static_cast<std::size_t>(points[i].weight)];  // its number
        row.largest_weight = std::max(row.largest_weight, *std::ranges::max_element(weights));
        auto to = static_cast<std::uint32_t>(row.points.size());
        row.points.resize(to + count);
        for (PointBin bin : bins) {
            const std::uint32_t end = fill({points + (bin.first - first), bin.count},
                                           &weights[bin.first - first], row.points.data(), to);
            bin.first = std::exchange(to, end);
            bin.count = end - bin.first;
            add_bins(bin, row);
        }
        row.points.resize(to);
    }

    /// Writes those of the points that weigh something from `to` on, each place once; returns their
    /// end.
    static std::uint32_t fill(std::span<const PlacedPoint> points, double* weights,
                              PlacedPoint* out, std::uint32_t to) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            const PlacedPoint& p = points[i];
            double weight = weights[i];
            const auto here = [&](std::size_t j) {
                return j < points.size() && points[j].x == p.x && points[j].y == p.y;
            };
            if (here(i + 1)) {
                const std::size_t first = i;
                while (here(i + 1)) ++i;
                weight = sum_in_order({weights + first, i + 1 - first});
            }
            out[to] = {p.x, p.y, weight};  // and over it again if it weighs nothing
            to += weight > 0.0 ? 1U : 0U;
        }
        return to;
    }

    /// Appends a bin, or its quarters.
    void add_bins(const PointBin& bin, TileRow& row) const {
        if (bin.count == 0) return;
        if (!PlacedPoints::is_dense(bin.level, bin.count)) {
            row.bins.push_back(bin);
            return;
        }
        const std::uint32_t level = bin.level - 1;
        std::span points{row.points.data() + bin.first, bin.count};
        for (std::uint32_t q = 0; q < 4; ++q) {
            const auto end = std::ranges::partition_point(
                points, [&](const PlacedPoint& p) { return each_.quarter_of(p, bin.level) <= q; });
            const auto count = static_cast<std::uint32_t>(end - points.begin());
            const auto first = static_cast<std::uint32_t>(points.data() - row.points.data());
            add_bins({first, count, bin.col + static_cast<std::int32_t>(q % 2 << level),
                      bin.row + static_cast<std::int32_t>(q / 2 << level), level},
                     row);
            points = points.subspan(count);
        }
    }

    /// Puts the rows one behind the other, weights in the unit of the largest: which that is, is
    /// known only now.
    void join(const std::vector<TileRow>& rows) {
        double largest = 0.0;
        std::vector<std::uint32_t> first_point{0};
        std::vector<std::uint32_t> first_bin{0};
        gathered_.bin_first.assign(1, 0);
        gathered_.bin_first.reserve(each_.bin_first.size());
        for (const TileRow& row : rows) {
            largest = std::max(largest, row.largest_weight);
            first_point.push_back(first_point.back() +
                                  static_cast<std::uint32_t>(row.points.size()));
            for (const std::uint32_t count : row.bins_of_tile)
                gathered_.bin_first.push_back(gathered_.bin_first.back() + count);
            first_bin.push_back(gathered_.bin_first.back());
        }
        gathered_.weight_unit = PlacedPoints::weight_unit_for(largest);
        gathered_.points = HugeArray<PlacedPoint>(first_point.back());
        gathered_.bins = HugeArray<PointBin>(first_bin.back());
        tbb::parallel_for(std::size_t{0}, rows.size(), [&](std::size_t r) {
            const double unit = 1.0 / gathered_.weight_unit;
            PlacedPoint* point = gathered_.points.data() + first_point[r];
            for (const PlacedPoint& p : rows[r].points) *point++ = {p.x, p.y, p.weight * unit};
            PointBin* to = gathered_.bins.data() + first_bin[r];
            for (const PointBin& bin : rows[r].bins) {
                *to = bin;
                to++->first += first_point[r];
            }
        });
    }

    const PlacedPoints& each_;
    std::span<const double> weights_;
    PlacedPoints gathered_;
};

}  // namespace

PlacedPoints gather_weights(const PlacedPoints& each, std::span<const double> weights) {
    return Gatherer{each, weights}.gather();
}

std::vector<WeightedPoint> gather_weights(std::span<const Point> places,
                                          std::span<const std::uint32_t> order,
                                          std::span<const double> weights) {
    std::vector<WeightedPoint> gathered;
    std::vector<double> here;
    for (std::size_t i = 0; i < order.size();) {
        const Point at = places[order[i]];
        here.clear();
        for (; i < order.size() && places[order[i]] == at; ++i) here.push_back(weights[order[i]]);
        if (const double weight = sum_in_order(here); weight > 0.0)
            gathered.push_back({at, weight});
    }
    return gathered;
}

}  // namespace beatline
