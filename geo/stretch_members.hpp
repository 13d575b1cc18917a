// Which events belong to which stretch of street.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/hotspot_figures.hpp"
#include "geo/network_hotspots.hpp"

namespace beatline {

/// An event belongs to the stretch that the street place nearest to it is a part of.
struct StretchMembers {
    HotspotMembers members;  ///< per stretch
    std::size_t nowhere{0};  ///< events farther than the limit from every street
};
[[nodiscard]] StretchMembers members_by_street(std::span<const NetworkHotspot> stretches,
                                               const Lixels& lixels, const RoadIndex& index,
                                               std::span<const PointEvent> events, Metres limit);

}  // namespace beatline
