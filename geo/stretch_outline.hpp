// Outlines around lines: the ground within a margin of each, shared out where they come close.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

/// Lines that belong together: connected, and so is the ground around them.
using LineGroup = std::vector<Polyline>;

/// Per group the outline of what lies within `margin` of its lines and not nearer to another
/// group's (ties to the earlier), to a quarter of the margin; rings as outline_of makes them. A
/// quarter of the margin beside its own lines is always a group's, so that groups whose lines cross
/// stay whole and overlap there. Throws std::invalid_argument for a margin that is not positive or
/// a group without lines.
[[nodiscard]] std::vector<Polygon> outlines_around(std::span<const LineGroup> groups,
                                                   Metres margin);

}  // namespace beatline
