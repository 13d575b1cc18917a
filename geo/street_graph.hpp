// The streets as an undirected graph: what lies along a street reaches both ways, whatever the
// traffic may do.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "geo/road_network.hpp"

namespace beatline {

using Junction = std::uint32_t;

/// One way along a street: 2 * street runs with its line, 2 * street + 1 against it; the other way
/// is `way ^ 1`.
using StreetWay = std::uint32_t;

/// Junctions are the places where streets end; nodes that turn bans split are one again. Streets
/// without length join nothing and have no ways.
struct StreetGraph {
    std::vector<std::array<Junction, 2>> ends;  ///< per street: at its first and at its last point
    std::vector<double> length_m;               ///< per street
    std::vector<Point> junctions;
    std::vector<std::uint32_t> first_way;  ///< junctions.size() + 1, into ways
    std::vector<StreetWay> ways;           ///< that leave the junction, ascending

    [[nodiscard]] Junction tail(StreetWay way) const { return ends[way / 2][way % 2]; }
    [[nodiscard]] Junction head(StreetWay way) const { return ends[way / 2][1 - way % 2]; }
    [[nodiscard]] std::span<const StreetWay> ways_from(Junction junction) const {
        return {ways.data() + first_way[junction], first_way[junction + 1] - first_way[junction]};
    }
    [[nodiscard]] std::size_t degree(Junction junction) const {
        return first_way[junction + 1] - first_way[junction];
    }
};

[[nodiscard]] StreetGraph join_streets(const RoadNetwork& network);

/// For every junction the metres to `to` along streets as far as they are below `limit`; infinity
/// beyond. `to` are junctions with the distance that they start from.
struct JunctionDistance {
    Junction junction{0};
    double metres{0.0};
};
[[nodiscard]] std::vector<double> distances_to(const StreetGraph& graph,
                                               std::span<const JunctionDistance> to, Metres limit);

}  // namespace beatline
