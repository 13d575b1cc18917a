// The stops of a plan in the order of the shift: visits and breaks, each with its times and its
// reason.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/layers.hpp"

namespace beatline {

struct PlannedStop {
    std::size_t route{0};
    int seq{0};         ///< 1 is the first of the shift
    std::string kind;   ///< "hotspot", "task" or "break"
    std::string place;  ///< "H1", the task's id, or where the break is taken
    Point at;
    bool sensitive{false};
    PlanTime arrive{0};
    PlanTime start{0};
    PlanTime depart{0};
    std::optional<double> drive_min;  ///< from the stop before; nothing where it may not be shown
    std::optional<double> drive_km;
    std::string via;  ///< the streets of that drive
    std::string why;
};

[[nodiscard]] std::vector<PlannedStop> stops_of(const PatrolPicture& picture);

/// "A36, Pulteney Road, Bathwick Street": the streets of a drive, the longest six in driving order.
[[nodiscard]] std::string streets_of(const RoadPath& path);

}  // namespace beatline
