// Road networks for tests, saying only what matters: streets between numbered junctions, and
// random towns.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "geo/road_network.hpp"

namespace beatline::testing {

/// Junctions at places of the test's choice; streets between them, straight unless bent.
class RoadBuilder {
public:
    RoadBuilder& junction(std::int64_t key, Point at) {
        junctions_.emplace_back(key, at);
        return *this;
    }
    /// Returns the link's index, for turn bans.
    std::size_t street(std::int64_t from, std::int64_t to, const std::string& name = {},
                       double kmh = 36.0) {
        links.push_back({from, to, {at(from), at(to)}, name, RoadClass::residential, kmh, kmh});
        return links.size() - 1;
    }
    std::size_t one_way(std::int64_t from, std::int64_t to, const std::string& name = {},
                        double kmh = 36.0) {
        const std::size_t link = street(from, to, name, kmh);
        links[link].backward_kmh = 0.0;
        return link;
    }
    void ban(std::size_t from, std::int64_t via, std::size_t to) {
        bans.push_back({from, via, to});
    }

    [[nodiscard]] BuiltRoads build() const { return build_road_network(links, bans); }

    std::vector<RoadLink> links;
    std::vector<TurnBan> bans;

private:
    [[nodiscard]] Point at(std::int64_t key) const {
        for (const auto& [k, p] : junctions_) {
            if (k == key) return p;
        }
        return {};
    }
    std::vector<std::pair<std::int64_t, Point>> junctions_;
};

struct TownParams {
    int side{8};  // junctions along each edge of the grid
    double one_way_share{0.3};
    int bans{30};
    unsigned seed{1};
};

/// A jittered grid of streets with gaps, bends, one-ways, different speeds, parallel streets, loops
/// and turn bans.
inline RoadBuilder random_town(const TownParams& params) {
    std::mt19937 rng{params.seed};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    RoadBuilder town;
    const auto key = [&](int row, int col) { return std::int64_t{row} * params.side + col; };
    std::vector<Point> places;
    for (int row = 0; row < params.side; ++row) {
        for (int col = 0; col < params.side; ++col) {
            places.push_back({100.0 * col + 40.0 * unit(rng), 100.0 * row + 40.0 * unit(rng)});
            town.junction(key(row, col), places.back());
        }
    }
    const auto lay = [&](std::int64_t a, std::int64_t b) {
        const double kmh = 20.0 + 60.0 * unit(rng);
        const std::string name = "Street " + std::to_string(town.links.size() / 3);
        const std::size_t link = town.street(a, b, name, kmh);
        Polyline& line = town.links[link].line;
        if (unit(rng) < 0.5 || a == b) {
            const Point middle{(line[0].x + line[1].x) / 2.0 + 20.0 * unit(rng) + 5.0,
                               (line[0].y + line[1].y) / 2.0 + 20.0 * unit(rng)};
            line.insert(line.begin() + 1, middle);
        }
        if (a == b) line.insert(line.begin() + 2, Point{line[1].x, line[1].y + 10.0});
        if (unit(rng) < params.one_way_share)
            (unit(rng) < 0.5 ? town.links[link].forward_kmh : town.links[link].backward_kmh) = 0.0;
    };
    for (int row = 0; row < params.side; ++row) {
        for (int col = 0; col < params.side; ++col) {
            if (col + 1 < params.side && unit(rng) < 0.9) lay(key(row, col), key(row, col + 1));
            if (row + 1 < params.side && unit(rng) < 0.9) lay(key(row, col), key(row + 1, col));
            if (unit(rng) < 0.05) lay(key(row, col), key(row, col));
            if (col + 1 < params.side && unit(rng) < 0.05) lay(key(row, col + 1), key(row, col));
        }
    }
    std::uniform_int_distribution<std::size_t> any{0, town.links.size() - 1};
    for (int made = 0; made < params.bans;) {
        const std::size_t from = any(rng);
        const std::size_t to = any(rng);
        for (const std::int64_t via : {town.links[from].from_key, town.links[from].to_key}) {
            if (via != town.links[to].from_key && via != town.links[to].to_key) continue;
            town.ban(from, via, to);
            ++made;
        }
    }
    return town;
}

}  // namespace beatline::testing
