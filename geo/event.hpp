// One thing that happened at a place: all that the inside of the house may know of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "geo/plane.hpp"
#include "geo/time.hpp"

namespace beatline {

/// No plate, no person, no free text. `kind` indexes the run's list of categories.
struct PointEvent {
    Point at;
    Interval when;       ///< UTC; may be a whole month
    double weight{1.0};  ///< >= 0
    std::uint32_t kind{0};
};

}  // namespace beatline
