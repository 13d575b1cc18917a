// Events on streets: each on the street nearest to it, and those too far from any.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "geo/road_index.hpp"
#include "geo/street_graph.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

struct StreetEvent {
    StreetId street{0};
    double along_m{0.0};  ///< from the street's first point
    double weight{1.0};   ///< >= 0, finite
};

struct StreetEvents {
    std::vector<StreetEvent> events;     ///< by street, then place; each place once
    std::vector<WeightedPoint> nowhere;  ///< farther than the limit from every street
};

/// Each point goes to the nearest street within `limit` (ties to the lower street); those that come
/// to the same place become one with their weights added. What comes to a street without length
/// goes to the end of another one there. Does not depend on the points' order.
[[nodiscard]] StreetEvents put_on_streets(const StreetGraph& graph, const RoadIndex& index,
                                          std::vector<WeightedPoint> points, Metres limit);

}  // namespace beatline
