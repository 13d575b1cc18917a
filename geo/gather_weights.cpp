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

/// The bins of one row of tiles.
struct TileRow {
    double largest_weight{0.0};  // of a point
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
        gathered_.points = HugeArray<PlacedPoint>(each_.points.size());
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
        scale_weights(rows);
        join(rows);
        return std::move(gathered_);
    }

private:
    /// To the unit of the largest; which that is, is known only when all were gathered.
    void scale_weights(const std::vector<TileRow>& rows) {
        double largest = 0.0;
        for (const TileRow& row : rows) largest = std::max(largest, row.largest_weight);
        int exponent = 0;
        std::frexp(largest, &exponent);
        exponent = std::clamp(exponent, -1000, 1000);
        gathered_.weight_unit = std::ldexp(1.0, exponent);
        const double unit = std::ldexp(1.0, -exponent);
        tbb::parallel_for(std::size_t{0}, rows.size(), [&](std::size_t row) {
            for (const PointBin& bin : rows[row].bins) {
                for (PlacedPoint& p : std::span{gathered_.points.data() + bin.first, bin.count})
                    p.weight *= unit;
            }
        });
    }

    /// Appends the tile's bins; its points follow each other from where they were.
    void gather_tile(std::span<const PointBin> bins, TileRow& row, std::vector<double>& weights) {
        if (bins.empty()) return;
        const std::uint32_t first = bins.front().first;
        const std::uint32_t count = bins.back().first + bins.back().count - first;
        weights.resize(count);
        const PlacedPoint* const points = each_.points.data() + first;
        for (std::uint32_t i = 0; i < count; ++i)
            weights[i] = weights_[static_cast<std::size_t>(points[i].weight)];  // its number
        row.largest_weight = std::max(row.largest_weight, *std::ranges::max_element(weights));
        std::uint32_t to = first;
        for (PointBin bin : bins) {
            const std::uint32_t end =
                fill({points + (bin.first - first), bin.count}, &weights[bin.first - first], to);
            bin.first = std::exchange(to, end);
            bin.count = end - bin.first;
            add_bins(bin, row.bins);
        }
    }

    /// Writes those of the points that weigh something from `to` on, each place once; returns their
    /// end.
    std::uint32_t fill(std::span<const PlacedPoint> points, double* weights, std::uint32_t to) {
        PlacedPoint* const out = gathered_.points.data();
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
    void add_bins(const PointBin& bin, std::vector<PointBin>& bins) const {
        if (bin.count == 0) return;
        if (!PlacedPoints::is_dense(bin.level, bin.count)) {
            bins.push_back(bin);
            return;
        }
        const std::uint32_t level = bin.level - 1;
        std::span points{gathered_.points.data() + bin.first, bin.count};
        for (std::uint32_t q = 0; q < 4; ++q) {
            const auto end = std::ranges::partition_point(
                points, [&](const PlacedPoint& p) { return each_.quarter_of(p, bin.level) <= q; });
            const auto count = static_cast<std::uint32_t>(end - points.begin());
            const auto first = static_cast<std::uint32_t>(points.data() - gathered_.points.data());
            add_bins({first, count, bin.col + static_cast<std::int32_t>(q % 2 << level),
                      bin.row + static_cast<std::int32_t>(q / 2 << level), level},
                     bins);
            points = points.subspan(count);
        }
    }

    void join(std::vector<TileRow>& rows) {
        gathered_.bin_first.assign(1, 0);
        gathered_.bin_first.reserve(each_.bin_first.size());
        for (const TileRow& row : rows) {
            for (const std::uint32_t count : row.bins_of_tile)
                gathered_.bin_first.push_back(gathered_.bin_first.back() + count);
        }
        gathered_.bins = HugeArray<PointBin>(gathered_.bin_first.back());
        PointBin* to = gathered_.bins.data();
        for (const TileRow& row : rows) to = std::ranges::copy(row.bins, to).out;
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
