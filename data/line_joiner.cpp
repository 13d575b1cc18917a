// SPDX-License-Identifier: Apache-2.0
#include "data/line_joiner.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <unordered_map>

namespace beatline {

namespace {

struct Cell {
    std::int64_t x;
    std::int64_t y;
    bool operator==(const Cell&) const = default;
};

struct CellHash {
    std::size_t operator()(const Cell& c) const {
        const auto a = static_cast<std::uint64_t>(c.x) * 0x9E37'79B9'7F4A'7C15ULL;
        return static_cast<std::size_t>((a ^ static_cast<std::uint64_t>(c.y)) *
                                        0xD6E8'FEB8'6659'FD93ULL);
    }
};

/// Numbers places; a place within the snap distance of an earlier one gets that one's number (of
/// several the lowest). Only lookups touch the hash table, so its order does not matter.
class PlaceNumbers {
public:
    [[nodiscard]] std::optional<std::int64_t> find(Point p) const {
        const Cell home = cell_of(p);
        std::optional<std::int64_t> best;
        for (std::int64_t x = home.x - 1; x <= home.x + 1; ++x) {
            for (std::int64_t y = home.y - 1; y <= home.y + 1; ++y) {
                const auto found = cells_.find({x, y});
                if (found == cells_.end()) continue;
                for (const std::int64_t number : found->second) {
                    if (distance(places_[static_cast<std::size_t>(number)], p).value > snap_m)
                        continue;
                    if (!best || number < *best) best = number;
                }
            }
        }
        return best;
    }

    std::int64_t number(Point p) {
        if (const auto known = find(p)) return *known;
        const auto number = static_cast<std::int64_t>(places_.size());
        places_.push_back(p);
        cells_[cell_of(p)].push_back(number);
        return number;
    }

private:
    static Cell cell_of(Point p) {
        return {static_cast<std::int64_t>(std::floor(p.x / snap_m)),
                static_cast<std::int64_t>(std::floor(p.y / snap_m))};
    }

    std::vector<Point> places_;
    std::unordered_map<Cell, std::vector<std::int64_t>, CellHash> cells_;
};

/// Vertices that occur at least twice, whichever lines they are on.
class SharedVertices {
public:
    explicit SharedVertices(const std::vector<LooseLine>& lines) {
        std::vector<Point> all;
        for (const LooseLine& line : lines)
            all.insert(all.end(), line.line.begin(), line.line.end());
        std::ranges::sort(all);
        for (std::size_t i = 1; i < all.size(); ++i) {
            if (all[i] == all[i - 1] && (shared_.empty() || shared_.back() != all[i]))
                shared_.push_back(all[i]);
        }
    }
    [[nodiscard]] bool contains(Point p) const { return std::ranges::binary_search(shared_, p); }

private:
    std::vector<Point> shared_;
};

}  // namespace

std::vector<RoadLink> join_lines(const std::vector<LooseLine>& lines,
                                 const std::vector<RoadUse>& uses, JoinOptions options) {
    PlaceNumbers places;
    for (const LooseLine& line : lines) {
        (void)places.number(line.line.front());
        (void)places.number(line.line.back());
    }
    if (options.inner_vertices) {
        const SharedVertices shared{lines};
        for (const LooseLine& line : lines) {
            for (const Point p : line.line) {
                if (shared.contains(p)) (void)places.number(p);
            }
        }
    }
    std::vector<RoadLink> links;
    for (const LooseLine& line : lines) {
        const RoadUse& use = uses[line.use];
        RoadLink link{places.number(line.line.front()),
                      0,
                      {line.line.front()},
                      use.name,
                      use.road_class,
                      use.forward_kmh,
                      use.backward_kmh,
                      use.speed_stated};
        for (std::size_t i = 1; i < line.line.size(); ++i) {
            link.line.push_back(line.line[i]);
            const auto junction = places.find(line.line[i]);
            if (!junction) continue;
            // A vertex within the snap distance of the junction just left is still that junction.
            if (i + 1 < line.line.size() && *junction == link.from_key &&
                length(link.line).value <= 2.0 * snap_m)
                continue;
            link.to_key = *junction;
            links.push_back(link);
            link.from_key = *junction;
            link.line = {line.line[i]};
        }
    }
    return links;
}

}  // namespace beatline
