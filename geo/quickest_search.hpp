// Dijkstra's search from one place over the arcs: the labels that times and paths are read from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/road_index.hpp"

namespace beatline {

/// How long the part of an arc takes that lies between its tail and the place on its street.
[[nodiscard]] std::uint32_t ms_before(const RoadNetwork& network, const RoadArc& arc, Metres along);

/// What is known of every node after the search.
struct QuickestLabels {
    static constexpr std::uint32_t from_start = 0;
    std::vector<std::uint32_t> ms;  ///< unreachable_ms where the search did not get
    std::vector<std::uint32_t>
        via;  ///< arc + 1 that leads there, or from_start; the lowest arc wins a tie
};

/// Searches until every node that a street of `to` is entered from is settled. Exact for those.
[[nodiscard]] QuickestLabels search_quickest(const RoadNetwork& network, const RoadPosition& from,
                                             std::span<const RoadPosition> to);

/// How a place is best reached once the labels are there: over an arc of its street, or straight
/// along the street that the start is on too.
struct Arrival {
    std::uint32_t ms;  ///< unreachable_ms: no way leads there
    ArcId arc;         ///< on the place's street
    bool direct;       ///< along one street, without passing a node
};
[[nodiscard]] Arrival best_arrival(const RoadNetwork& network, const QuickestLabels& labels,
                                   const RoadPosition& from, const RoadPosition& to);

}  // namespace beatline
