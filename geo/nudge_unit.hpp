// Moves a unit a little so that it holds more of what happened around it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "geo/cells.hpp"

namespace beatline {

/// A unit where it was put, and how far it may go along each axis.
struct Nudge {
    UnitShape shape{UnitShape::square};
    Metres unit{150};
    Point from;
    Metres reach{75};
};

/// The weight that a unit at `centre` holds, added in the points' order.
[[nodiscard]] double weight_in_unit(const Nudge& nudge, Point centre,
                                    std::span<const WeightedPoint> points);

/// The centre within reach at which the unit holds most of `points` (all that may come into it): of
/// the allowed places `from`, and of a square those where an edge meets an event or the end of its
/// reach (it is then centred on what it holds), of a hexagon those that a search with ever smaller
/// steps comes to. Nothing when none of them is allowed or holds anything.
[[nodiscard]] std::optional<Point> nudge_unit(const Nudge& nudge,
                                              std::span<const WeightedPoint> points,
                                              const std::function<bool(Point)>& allowed);

}  // namespace beatline
