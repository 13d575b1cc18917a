// Sets the last events apart, to see what the earlier ones foretell.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "geo/event.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

struct HeldOut {
    Instant cut{};  ///< the later ones begin at or after it, the earlier ones end at or before it
    std::vector<WeightedPoint> earlier, later;  ///< distinct places
    std::size_t earlier_events{0}, later_events{0};
    std::size_t across{0};  ///< events whose interval lies across the cut: in neither
};

/// Cuts where an event begins, so that the later ones are as near as can be to `share` of all, in
/// (0, 1): months are not cut. Events without weight do not count. Nothing when all begin at one
/// time, or when either side would be empty.
[[nodiscard]] std::optional<HeldOut> hold_out_last(std::span<const PointEvent> events,
                                                   double share);

}  // namespace beatline
