// Events as a back-test takes them: how many at each place in each period, in the order of time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/event.hpp"
#include "geo/plane.hpp"

namespace beatline {

/// Periods follow each other without a gap: period i is [bounds[i], bounds[i + 1]).
using PeriodBounds = std::vector<Instant>;

/// The period that holds the middle of the event's time; bounds.size() - 1 or more when none does.
[[nodiscard]] std::size_t period_of(const PeriodBounds& bounds, const Interval& when);

struct PlaceCount {
    std::uint32_t place{0};  ///< in PeriodCounts::places
    std::uint32_t count{0};

    auto operator<=>(const PlaceCount&) const = default;
};

struct PeriodCounts {
    std::vector<Point> places;                     ///< distinct, by y, then x
    std::vector<std::vector<PlaceCount>> periods;  ///< each by place
};

/// Every event that lies in a period and whose kind is `wanted` counts once, whatever its weight;
/// `places` are those of all such events. The answer does not depend on the events' order.
[[nodiscard]] PeriodCounts count_periods(std::span<const PointEvent> events,
                                         const PeriodBounds& bounds,
                                         const std::function<bool(std::uint32_t)>& wanted);

}  // namespace beatline
