// SPDX-License-Identifier: Apache-2.0
#include "geo/placed_points.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>
#include <utility>

namespace beatline {

namespace {

constexpr int side_bits = std::countr_zero(unsigned{PlacedPoints::bins_a_side});
constexpr std::uint32_t dropped = ~std::uint32_t{0};

/// Where points lie; empty while max_x < min_x.
struct Extent {
    double min_x{0}, max_x{-1}, min_y{0}, max_y{-1};

    void include(const PlacedPoint& p) {
        const bool first = max_x < min_x;
        min_x = first ? p.x : std::min(min_x, p.x);
        max_x = first ? p.x : std::max(max_x, p.x);
        min_y = first ? p.y : std::min(min_y, p.y);
        max_y = first ? p.y : std::max(max_y, p.y);
    }
    void include(const Extent& other) {
        if (other.max_x < other.min_x) return;
        include(PlacedPoint{other.min_x, other.min_y, 0.0});
        include(PlacedPoint{other.max_x, other.max_y, 0.0});
    }
};

/// What one thread sorts with.
struct Sorting {
    std::vector<PlacedPoint> spare;
    std::vector<std::uint32_t> place;
    std::vector<PointBin> bins;
};

class Placer {
public:
    /// `each`: points stay by themselves, sorted down to the cells.
    Placer(std::vector<WeightedPoint> points, const GridSpec& spec, double reach, int bin,
           bool each)
        : points_{std::move(points)},
          spec_{spec},
          reach_{reach},
          each_{each},
          inverse_cell_{1.0 / spec.cell.value} {
        chunk_ = std::max<std::size_t>(std::size_t{1} << 15, points_.size() / 16 + 1);
        chunks_ = (points_.size() + chunk_ - 1) / chunk_;
        placed_.bin = bin;
    }

    PlacedPoints place() {
        lay_out_tiles();
        HugeArray<std::uint32_t> tile_of(points_.size());
        std::vector<std::uint32_t> counts = count_by_tile(tile_of);
        const std::vector<std::uint32_t> first = first_of_tiles(counts);
        scatter(tile_of, counts);
        tile_of = {};
        points_ = {};
        sort_tiles(first);
        return std::move(placed_);
    }

private:
    [[nodiscard]] PlacedPoint in_cells(const WeightedPoint& p) const {
        return {(p.at.x - spec_.corner.x) * inverse_cell_,
                (p.at.y - spec_.corner.y) * inverse_cell_, p.weight};
    }

    [[nodiscard]] bool matters(const PlacedPoint& p) const {
        return p.weight > 0.0 && p.x > -reach_ && p.x < static_cast<double>(spec_.cols) + reach_ &&
               p.y > -reach_ && p.y < static_cast<double>(spec_.rows) + reach_;
    }

    template <class Work>
    void for_each_chunk(const Work& work) const {
        tbb::parallel_for(std::size_t{0}, chunks_, [&](std::size_t c) {
            work(c, c * chunk_, std::min(points_.size(), (c + 1) * chunk_));
        });
    }

    /// Tiles over all that a point on the grid's account may lie in; when those would be too many,
    /// over the points that there are, and larger if need be.
    void lay_out_tiles() {
        const double most = 2e5 + static_cast<double>(points_.size()) / 32.0;
        Extent extent;
        extent.include(PlacedPoint{-reach_, -reach_, 0.0});
        extent.include(PlacedPoint{static_cast<double>(spec_.cols) + reach_,
                                   static_cast<double>(spec_.rows) + reach_, 0.0});
        if (lay_out_over(extent) > most) {
            for (extent = points_extent(); lay_out_over(extent) > most;) placed_.bin *= 2;
        }
        bin_bits_ = std::countr_zero(static_cast<unsigned>(placed_.bin));
    }

    Extent points_extent() const {
        std::vector<Extent> extents(chunks_);
        for_each_chunk([&](std::size_t c, std::size_t begin, std::size_t end) {
            Extent extent;
            for (std::size_t i = begin; i < end; ++i) {
                const PlacedPoint p = in_cells(points_[i]);
                if (matters(p)) extent.include(p);
            }
            extents[c] = extent;
        });
        Extent all;
        for (const Extent& e : extents) all.include(e);
        return all;
    }

    /// Returns how many tiles that makes.
    double lay_out_over(const Extent& extent) {
        placed_.tile = placed_.bin * PlacedPoints::bins_a_side;
        const double tile = placed_.tile;
        const double west = std::min(std::floor(extent.min_x / tile), 0.0);
        const double south = std::min(std::floor(extent.min_y / tile), 0.0);
        // The same differences that points are placed by, so that rounding makes no further tile.
        const double cols = std::max(std::floor((extent.max_x - west * tile) / tile) + 1.0, 1.0);
        const double rows = std::max(std::floor((extent.max_y - south * tile) / tile) + 1.0, 1.0);
        placed_.first_col = static_cast<std::int32_t>(west * tile);
        placed_.first_row = static_cast<std::int32_t>(south * tile);
        placed_.cols = static_cast<std::size_t>(cols);
        placed_.rows = static_cast<std::size_t>(rows);
        return cols * rows;
    }

    [[nodiscard]] std::uint32_t tile_of(const PlacedPoint& p) const {
        const int bits = bin_bits_ + side_bits;
        return (placed_.row_of(p) >> bits) * static_cast<std::uint32_t>(placed_.cols) +
               (placed_.col_of(p) >> bits);
    }

    /// How many points of each chunk lie in each tile; `tile_of` names each point's.
    std::vector<std::uint32_t> count_by_tile(HugeArray<std::uint32_t>& tiles) {
        const std::size_t all = placed_.cols * placed_.rows;
        std::vector<std::uint32_t> counts(chunks_ * all);
        std::vector<double> heaviest(chunks_, 0.0);
        for_each_chunk([&](std::size_t c, std::size_t begin, std::size_t end) {
            std::uint32_t* const count = counts.data() + c * all;
            double weight = 0.0;
            for (std::size_t i = begin; i < end; ++i) {
                const PlacedPoint p = in_cells(points_[i]);
                tiles[i] = matters(p) ? tile_of(p) : dropped;
                if (tiles[i] == dropped) continue;
                ++count[tiles[i]];
                weight = std::max(weight, p.weight);
            }
            heaviest[c] = weight;
        });
        if (!heaviest.empty())
            placed_.weight_unit =
                PlacedPoints::weight_unit_for(*std::ranges::max_element(heaviest));
        return counts;
    }

    /// Turns counts into the place of each chunk's first point of each tile.
    std::vector<std::uint32_t> first_of_tiles(std::vector<std::uint32_t>& counts) const {
        const std::size_t all = placed_.cols * placed_.rows;
        std::vector<std::uint32_t> first(all + 1);
        std::uint32_t next = 0;
        for (std::size_t t = 0; t < all; ++t) {
            first[t] = next;
            for (std::size_t c = 0; c < chunks_; ++c)
                next += std::exchange(counts[c * all + t], next);
        }
        first[all] = next;
        return first;
    }

    void scatter(const HugeArray<std::uint32_t>& tiles, std::vector<std::uint32_t>& next) {
        const std::size_t all = placed_.cols * placed_.rows;
        const double unit = 1.0 / placed_.weight_unit;
        placed_.points = HugeArray<PlacedPoint>(points_.size());
        for_each_chunk([&](std::size_t c, std::size_t begin, std::size_t end) {
            std::uint32_t* const to = next.data() + c * all;
            for (std::size_t i = begin; i < end; ++i) {
                if (tiles[i] == dropped) continue;
                PlacedPoint p = in_cells(points_[i]);
                p.weight *= unit;
                placed_.points[to[tiles[i]]++] = p;
            }
        });
    }

    void sort_tiles(const std::vector<std::uint32_t>& first) {
        std::vector<std::vector<PointBin>> bins(placed_.rows);
        tbb::enumerable_thread_specific<Sorting> sortings;
        placed_.bin_first.assign(placed_.cols * placed_.rows + 1, 0);
        tbb::parallel_for(std::size_t{0}, placed_.rows, [&](std::size_t row) {
            Sorting& sorting = sortings.local();
            std::vector<PointBin>& found = sorting.bins;
            found.clear();
            for (std::size_t col = 0; col < placed_.cols; ++col) {
                const std::size_t tile = row * placed_.cols + col;
                const std::size_t before = found.size();
                if (first[tile] < first[tile + 1])
                    sort_tile(tile, first[tile], first[tile + 1], sorting);
                placed_.bin_first[tile + 1] = static_cast<std::uint32_t>(found.size() - before);
            }
            bins[row] = found;
        });
        for (std::size_t t = 1; t < placed_.bin_first.size(); ++t)
            placed_.bin_first[t] += placed_.bin_first[t - 1];
        placed_.bins = HugeArray<PointBin>(placed_.bin_first.back());
        PointBin* to = placed_.bins.data();
        for (std::vector<PointBin>& row : bins) {
            to = std::ranges::copy(row, to).out;
            row = {};
        }
    }

    /// Sorts the tile's points by bin, makes each bin's places unique and appends the bins.
    void sort_tile(std::size_t tile, std::uint32_t begin, std::uint32_t end, Sorting& sorting) {
        std::vector<PlacedPoint>& spare = sorting.spare;
        constexpr std::uint32_t side = PlacedPoints::bins_a_side;
        const std::span points{placed_.points.data() + begin, end - begin};
        const auto bin_of = [this](const PlacedPoint& p) {
            const std::uint32_t row = (placed_.row_of(p) >> bin_bits_) % side;
            return row * side + (placed_.col_of(p) >> bin_bits_) % side;
        };
        std::uint32_t counts[side * side + 1] = {};
        for (const PlacedPoint& p : points) ++counts[bin_of(p) + 1];
        for (std::uint32_t b = 0; b < side * side; ++b) counts[b + 1] += counts[b];
        spare.assign(points.begin(), points.end());
        for (const PlacedPoint& p : spare) points[counts[bin_of(p)]++] = p;  // now: each bin's end
        const auto west =
            placed_.first_col + static_cast<std::int32_t>(tile % placed_.cols) * placed_.tile;
        const auto south =
            placed_.first_row + static_cast<std::int32_t>(tile / placed_.cols) * placed_.tile;
        std::uint32_t from = 0;
        for (std::uint32_t b = 0; b < side * side; ++b) {
            if (counts[b] == from) continue;
            const PointBin whole{begin + from, counts[b] - from,
                                 west + static_cast<std::int32_t>(b % side << bin_bits_),
                                 south + static_cast<std::int32_t>(b / side << bin_bits_),
                                 static_cast<std::uint32_t>(bin_bits_)};
            const std::size_t before = sorting.bins.size();
            add_bins(whole, sorting);
            if (each_) {  // the points are in order: who gathers them splits
                sorting.bins.resize(before);
                sorting.bins.push_back(whole);
            }
            from = counts[b];
        }
    }

    /// Appends a bin, or its quarters.
    void add_bins(PointBin bin, Sorting& sorting) {
        const std::span points{placed_.points.data() + bin.first, bin.count};
        if (each_ ? bin.level == 0 : !PlacedPoints::is_dense(bin.level, bin.count)) {
            if (bin.count > 1) sort_points(points, sorting);
            if (!each_) bin.count = merge(points);
            sorting.bins.push_back(bin);
            return;
        }
        const std::uint32_t level = bin.level - 1;
        std::uint32_t ends[5] = {};
        for (const PlacedPoint& p : points) ++ends[placed_.quarter_of(p, bin.level) + 1];
        for (std::uint32_t q = 0; q < 4; ++q) ends[q + 1] += ends[q];
        sorting.spare.assign(points.begin(), points.end());
        for (const PlacedPoint& p : sorting.spare)
            points[ends[placed_.quarter_of(p, bin.level)]++] = p;
        std::uint32_t from = 0;
        for (std::uint32_t q = 0; q < 4; ++q) {
            if (ends[q] > from)
                add_bins({bin.first + from, ends[q] - from,
                          bin.col + static_cast<std::int32_t>(q % 2 << level),
                          bin.row + static_cast<std::int32_t>(q / 2 << level), level},
                         sorting);
            from = ends[q];
        }
    }

    static bool before(const PlacedPoint& a, const PlacedPoint& b) {
        if (a.y != b.y) return a.y < b.y;
        if (a.x != b.x) return a.x < b.x;
        return a.weight < b.weight;
    }

    static void insertion_sort(std::span<PlacedPoint> points) {
        for (std::size_t i = 1; i < points.size(); ++i) {
            const PlacedPoint p = points[i];
            std::size_t to = i;
            while (to > 0 && (p.y < points[to - 1].y ||
                              (p.y == points[to - 1].y && before(p, points[to - 1])))) {
                points[to] = points[to - 1];
                --to;
            }
            points[to] = p;
        }
    }

    /// By y, x, weight. Many points are first dealt out by y, each to about a place of its own.
    static void sort_points(std::span<PlacedPoint> points, Sorting& sorting) {
        constexpr std::size_t few = 16;
        if (points.size() <= few) {
            insertion_sort(points);
            return;
        }
        const auto [low, high] = std::ranges::minmax(points, {}, &PlacedPoint::y);
        const auto most = static_cast<double>(points.size() - 1);
        const double step = high.y > low.y ? most / (high.y - low.y) : 0.0;
        const auto place_of = [&, south = low.y](const PlacedPoint& p) {
            const double place = (p.y - south) * step;
            return static_cast<std::size_t>(place < most ? place : most);
        };
        std::vector<std::uint32_t>& place = sorting.place;
        place.assign(points.size() + 1, 0);
        for (const PlacedPoint& p : points) ++place[place_of(p) + 1];
        for (std::size_t i = 1; i < place.size(); ++i) place[i] += place[i - 1];
        sorting.spare.assign(points.begin(), points.end());
        for (const PlacedPoint& p : sorting.spare) points[place[place_of(p)]++] = p;
        std::uint32_t from = 0;  // `place` is now where each place ends
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto there = points.subspan(from, place[i] - from);
            if (there.size() <= few)
                insertion_sort(there);
            else
                std::ranges::sort(there, before);
            from = place[i];
        }
    }

    /// Sorted points at one place become one, as in merge_coincident; returns how many are left.
    static std::uint32_t merge(std::span<PlacedPoint> points) {
        if (points.size() == 1) return 1;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < points.size();) {
            PlacedPoint all = points[i];
            std::size_t same = i + 1;
            while (same < points.size() && points[same].y == all.y && points[same].x == all.x &&
                   points[same].weight == all.weight)
                ++same;
            if (same > i + 1) all.weight *= static_cast<double>(same - i);
            if (kept > 0 && points[kept - 1].x == all.x && points[kept - 1].y == all.y)
                points[kept - 1].weight += all.weight;
            else
                points[kept++] = all;
            i = same;
        }
        return static_cast<std::uint32_t>(kept);
    }

    std::vector<WeightedPoint> points_;
    const GridSpec& spec_;
    double reach_;
    bool each_;
    double inverse_cell_;
    int bin_bits_{0};
    std::size_t chunk_{1};
    std::size_t chunks_{0};
    PlacedPoints placed_;
};

void refuse_too_many(std::size_t points, const GridSpec& spec, double reach) {
    constexpr std::size_t most = std::size_t{1} << 31;
    if (points >= most || spec.rows > most / 2 || spec.cols > most / 2 ||
        !(reach < static_cast<double>(most / 8)))
        throw std::invalid_argument{"too many points or cells for one density surface"};
}

}  // namespace

double PlacedPoints::weight_unit_for(double heaviest) {
    int exponent = 0;
    std::frexp(heaviest, &exponent);
    return std::ldexp(1.0, std::clamp(exponent, -1000, 1000));
}

PlacedPoints place_points(std::vector<WeightedPoint> points, const GridSpec& spec, double reach,
                          int bin) {
    refuse_too_many(points.size(), spec, reach);
    if (auto merged = merge_where_many_coincide(points)) points = std::move(*merged);
    return Placer{std::move(points), spec, reach, bin, false}.place();
}

PlacedPoints place_each(std::span<const Point> points, const GridSpec& spec, double reach,
                        int bin) {
    refuse_too_many(points.size(), spec, reach);
    // Numbers travel as weights: from 1, so that none counts as nothing, and exactly, for the
    // placer divides by a power of two.
    std::vector<WeightedPoint> numbered(points.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        numbered[i] = {points[i], static_cast<double>(i + 1)};
    PlacedPoints placed = Placer{std::move(numbered), spec, reach, bin, true}.place();
    for (const PointBin& b : std::span{placed.bins.data(), placed.bins.size()}) {
        for (PlacedPoint& p : std::span{placed.points.data() + b.first, b.count})
            p.weight = p.weight * placed.weight_unit - 1.0;
    }
    return placed;
}

}  // namespace beatline
