// Joins loose lines into links that share keys where they meet, for layers that carry no node
// numbers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "data/road_rules.hpp"

namespace beatline {

/// Ends nearer to each other than this are one junction.
inline constexpr double snap_m = 0.1;

struct LooseLine {
    Polyline line;       ///< at least two points, no point twice in a row
    std::size_t use{0};  ///< into the uses given
};

struct JoinOptions {
    bool inner_vertices{
        false};  ///< lines also meet at vertices that are exactly the same in both (OSM's way)
};

/// A line is cut at its vertices where another line ends, within `snap_m`. Lines that cross without
/// a vertex in common do not meet: one may be a bridge.
[[nodiscard]] std::vector<RoadLink> join_lines(const std::vector<LooseLine>& lines,
                                               const std::vector<RoadUse>& uses,
                                               JoinOptions options);

}  // namespace beatline
