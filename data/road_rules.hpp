// Who may use a road, which way and how fast: the tags judged for a mode of travel.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/read_roads.hpp"
#include "data/road_tags.hpp"

namespace beatline {

/// How a road may be used. A speed of 0 closes that direction.
struct RoadUse {
    std::string name;  ///< the name, else the number ("A36"), else empty
    RoadClass road_class{RoadClass::unclassified};
    double forward_kmh{0.0};
    double backward_kmh{0.0};
    std::optional<double> duration_s;  ///< of a ferry, from end to end; outranks the speeds
    bool speed_stated{false};          ///< a limit, or the duration, is tagged for every open way
    bool by_the_clock{false};          ///< has a rule for some hours only, which was not applied
};

struct RoadVerdict {
    RoadUse use;
    std::string_view
        left_out;  ///< empty, or the reason: not_a_road, not_for_mode, no_access, reversible, area
};

/// The most specific tag decides: motorcar before motor_vehicle before vehicle before access; foot
/// before access. docs/roads.md states the rules for users.
[[nodiscard]] RoadVerdict judge_road(const RoadTags& tags, TravelMode mode);

/// Whether a node of these tags (a bollard, a locked gate) stops the mode.
[[nodiscard]] bool is_barrier(const RoadTags& tags, TravelMode mode);

}  // namespace beatline
