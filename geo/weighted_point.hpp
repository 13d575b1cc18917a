// A place and what happened there, as weight: what density is computed from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "geo/event.hpp"
#include "geo/plane.hpp"

namespace beatline {

struct WeightedPoint {
    Point at;
    double weight{1.0};  ///< >= 0, finite

    auto operator<=>(const WeightedPoint&) const = default;
};

/// Events on the same spot become one point with their weights added (those of one weight as a
/// product, in rising order of weight); sorted by y, then x.
[[nodiscard]] std::vector<WeightedPoint> merge_coincident(std::span<const PointEvent> events);
[[nodiscard]] std::vector<WeightedPoint> merge_coincident(std::vector<WeightedPoint> points);

/// The same where a look at some of the points says that it shortens the list to a quarter or so,
/// which costs little; otherwise nothing.
[[nodiscard]] std::optional<std::vector<WeightedPoint>> merge_where_many_coincide(
    std::span<const WeightedPoint> points);

}  // namespace beatline
