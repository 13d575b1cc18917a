// Counts how events share their places: stacks, and the spacing of the places.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "data/incident_quality.hpp"
#include "geo/event.hpp"

namespace beatline {

/// One pass and a sort of the distinct places; memory is 8 bytes an event besides.
[[nodiscard]] StackCount count_stacks(std::span<const PointEvent> events);

}  // namespace beatline
