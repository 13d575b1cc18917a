// SPDX-License-Identifier: Apache-2.0
#include "geo/cells.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numbers>
#include <queue>
#include <stdexcept>

#include "geo/area_index.hpp"
#include "geo/nudge_unit.hpp"

namespace beatline {

namespace {

using TileKey = std::pair<std::int64_t, std::int64_t>;

std::int64_t whole(double value) {
    return static_cast<std::int64_t>(std::floor(value));
}

/// How the plane is tiled: squares in rows, hexagons in rows that are half a width apart in turn.
class Tiling {
public:
    Tiling(UnitShape shape, Metres unit)
        : shape_{shape},
          unit_{unit},
          width_{shape == UnitShape::square
                     ? unit.value
                     : 2.0 * unit.value * std::sqrt(1.0 / (2.0 * std::numbers::sqrt3))},
          height_{shape == UnitShape::square ? unit.value : width_ * std::numbers::sqrt3 / 2.0} {}

    [[nodiscard]] Point centre(TileKey tile) const {
        const auto [row, col] = tile;
        const double shift = shape_ == UnitShape::hexagon && row % 2 != 0 ? 1.0 : 0.5;
        return {(static_cast<double>(col) + shift) * width_,
                (static_cast<double>(row) + 0.5) * height_};
    }
    /// The tile that holds the place; a hexagon's neighbours are asked in a fixed order.
    [[nodiscard]] TileKey tile_of(Point p) const {
        const TileKey near{whole(p.y / height_), whole(p.x / width_)};
        if (shape_ == UnitShape::square) return near;
        TileKey nearest = near;
        double least = std::numeric_limits<double>::infinity();
        for (std::int64_t row = near.first - 1; row <= near.first + 1; ++row) {
            for (std::int64_t col = near.second - 1; col <= near.second + 1; ++col) {
                const TileKey tile{row, col};
                if (unit_holds(shape_, unit_, centre(tile), p)) return tile;
                const double d = distance(centre(tile), p).value;
                if (d < least) nearest = tile;
                least = std::min(least, d);
            }
        }
        return nearest;  // on a corner, where rounding left it to none
    }

private:
    UnitShape shape_;
    Metres unit_;
    double width_, height_;
};

void check(const CellParams& params) {
    if (!(params.unit.value > 0.0) || !std::isfinite(params.unit.value))
        throw std::invalid_argument{"unit is not positive"};
    if (!(params.min_separation.value >= 0.0))
        throw std::invalid_argument{"min_separation is negative"};
    if (params.area_share && !(*params.area_share > 0.0 && *params.area_share <= 1.0))
        throw std::invalid_argument{"area_share is not in (0, 1]"};
}

/// Points in buckets of one unit, so that those around a unit are found at once.
class NearPoints {
public:
    NearPoints(std::vector<WeightedPoint> points, Metres unit)
        : points_{std::move(points)}, bucket_{unit.value} {
        for (std::uint32_t i = 0; i < points_.size(); ++i) {
            const Point at = points_[i].at;
            buckets_[{whole(at.y / bucket_), whole(at.x / bucket_)}].push_back(i);
        }
    }
    [[nodiscard]] std::span<const WeightedPoint> all() const { return points_; }
    /// All that may come into a unit half a unit from here, in the order of all().
    [[nodiscard]] std::vector<WeightedPoint> around(Point centre) const {
        const double reach = 1.2 * bucket_;
        std::vector<std::uint32_t> found;
        const std::int64_t row = whole(centre.y / bucket_);
        const std::int64_t col = whole(centre.x / bucket_);
        for (std::int64_t r = row - 2; r <= row + 2; ++r) {
            for (std::int64_t c = col - 2; c <= col + 2; ++c) {
                const auto bucket = buckets_.find({r, c});
                if (bucket != buckets_.end())
                    found.insert(found.end(), bucket->second.begin(), bucket->second.end());
            }
        }
        std::ranges::sort(found);
        std::vector<WeightedPoint> near;
        for (const std::uint32_t i : found) {
            const Point at = points_[i].at;
            if (std::abs(at.x - centre.x) <= reach && std::abs(at.y - centre.y) <= reach)
                near.push_back(points_[i]);
        }
        return near;
    }

private:
    std::vector<WeightedPoint> points_;
    double bucket_;
    std::map<TileKey, std::vector<std::uint32_t>> buckets_;
};

class CellSearch {
public:
    CellSearch(std::vector<WeightedPoint> points, const MultiPolygon& area,
               const CellParams& params)
        : points_{std::move(points), params.unit}, area_{area}, index_{area}, params_{params} {
        const Tiling tiling{params_.shape, params_.unit};
        std::map<TileKey, double> tiles;
        for (const WeightedPoint& p : points_.all()) tiles[tiling.tile_of(p.at)] += p.weight;
        std::vector<std::pair<double, TileKey>> order;
        for (const auto& [tile, weight] : tiles) {
            if (weight > 0.0 && inside(tiling.centre(tile))) order.emplace_back(weight, tile);
        }
        std::ranges::stable_sort(order, std::greater{}, &std::pair<double, TileKey>::first);
        for (const auto& [weight, tile] : order) tiles_.push_back(tiling.centre(tile));
    }

    /// The heaviest tiles that are free of one another.
    void choose_tiles() {
        for (const Point centre : tiles_) {
            if (units_.size() == most_units()) break;
            if (is_free(centre, units_.size())) units_.push_back({centre, centre});
        }
    }

    /// The heaviest units, each wherever it holds most around its tile clear of heavier ones.
    void choose_moved() {
        struct Candidate {
            double held;
            std::size_t tile;
            Point centre;
            bool operator<(const Candidate& other) const {
                return held != other.held ? held < other.held : tile > other.tile;
            }
        };
        std::priority_queue<Candidate> queue;
        const auto enter = [&](std::size_t tile) {
            const auto near = near_tile(tiles_[tile]);
            const Nudge nudge = nudge_of(tiles_[tile]);
            if (const auto best = best_place(nudge, near, units_.size()))
                queue.push({weight_in_unit(nudge, *best, near), tile, *best});
        };
        const std::size_t pool = std::min(tiles_.size(), 4 * most_units() + 20);
        for (std::size_t tile = 0; tile < pool; ++tile) enter(tile);
        while (!queue.empty() && units_.size() < most_units()) {
            const Candidate top = queue.top();
            queue.pop();
            if (is_free(top.centre, units_.size()))
                units_.push_back({tiles_[top.tile], top.centre});
            else
                enter(top.tile);
        }
    }

    /// Moves every unit, the first first, until none gains.
    void nudge() {
        constexpr int most_rounds = 20;
        std::vector<bool> due(units_.size(), true);
        for (int round = 0; round < most_rounds && std::ranges::count(due, true) > 0; ++round) {
            for (std::size_t i = 0; i < units_.size(); ++i) {
                if (!due[i]) continue;
                due[i] = false;
                const auto near = near_tile(units_[i].tile);
                const Nudge nudge = nudge_of(units_[i].tile);
                const auto best = best_place(nudge, near, i);
                if (!best || !(weight_in_unit(nudge, *best, near) >
                               weight_in_unit(nudge, units_[i].centre, near)))
                    continue;
                units_[i].centre = *best;
                // Who was in its way before may have room now.
                const double near_m = params_.min_separation.value + 3.0 * params_.unit.value;
                for (std::size_t j = 0; j < units_.size(); ++j)
                    due[j] = due[j] ||
                             (j != i && distance(units_[i].tile, units_[j].tile).value < near_m);
            }
        }
    }

    [[nodiscard]] double held() const {
        double sum = 0.0;
        for (const Unit& u : units_)
            sum += weight_in_unit(nudge_of(u.tile), u.centre, near_tile(u.tile));
        return sum;
    }

    [[nodiscard]] std::vector<Hotspot> hotspots() const {
        double total = 0.0;
        for (const WeightedPoint& p : points_.all()) total += p.weight;
        std::vector<Hotspot> result;
        for (const auto& [tile, centre] : units_) {
            Hotspot& h = result.emplace_back();
            h.outline = unit_outline(params_.shape, params_.unit, centre);
            h.area = area(h.outline);
            double most = 0.0;
            for (const WeightedPoint& p : near_tile(tile)) {
                if (!unit_holds(params_.shape, params_.unit, centre, p.at)) continue;
                h.mass += p.weight;
                if (p.weight > most) h.peak = p.at;
                most = std::max(most, p.weight);
            }
            h.mass_share = h.mass / total;
        }
        std::ranges::stable_sort(result, std::greater{}, &Hotspot::mass);
        for (std::size_t i = 0; i < result.size(); ++i)
            result[i].id = static_cast<std::uint32_t>(i + 1);
        return result;
    }

private:
    struct Unit {
        Point tile;    ///< centre of the tile that it came from
        Point centre;  ///< where it is now
    };

    [[nodiscard]] Nudge nudge_of(Point tile) const {
        return {params_.shape, params_.unit, tile, 0.5 * params_.unit};
    }
    [[nodiscard]] std::vector<WeightedPoint> near_tile(Point tile) const {
        return points_.around(tile);
    }
    [[nodiscard]] std::optional<Point> best_place(const Nudge& nudge,
                                                  std::span<const WeightedPoint> near,
                                                  std::size_t self) const {
        return nudge_unit(nudge, near,
                          [&](Point centre) { return is_free(centre, self) && inside(centre); });
    }
    [[nodiscard]] std::size_t most_units() const {
        if (!params_.area_share) return params_.count;
        const double units =
            *params_.area_share * params_.study_area.value / (params_.unit * params_.unit).value;
        return std::min(params_.count,
                        static_cast<std::size_t>(std::max(1.0, std::min(units, 1e9))));
    }
    [[nodiscard]] bool inside(Point centre) const {
        return area_.empty() || index_.contains(centre);
    }
    /// Clear of all units but the one at `self`.
    [[nodiscard]] bool is_free(Point centre, std::size_t self) const {
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (i == self) continue;
            if (distance(units_[i].centre, centre) < params_.min_separation ||
                units_overlap(params_.shape, params_.unit, units_[i].centre, centre))
                return false;
        }
        return true;
    }

    NearPoints points_;
    const MultiPolygon& area_;
    AreaIndex index_;
    const CellParams& params_;
    std::vector<Point> tiles_;  // that hold anything, heaviest first
    std::vector<Unit> units_;
};

}  // namespace

std::vector<Hotspot> find_cells(std::vector<WeightedPoint> points, const MultiPolygon& area,
                                const CellParams& params) {
    check(params);
    CellSearch tiles{merge_coincident(std::move(points)), area, params};
    CellSearch moved = tiles;
    tiles.choose_tiles();
    if (!params.nudge) return tiles.hotspots();
    tiles.nudge();
    moved.choose_moved();
    moved.nudge();
    return (moved.held() >= tiles.held() ? moved : tiles).hotspots();
}

}  // namespace beatline
