// The account of a network: what became of the links, what the streets kept are like.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/road_junctions.hpp"
#include "geo/road_network.hpp"

namespace beatline {

/// All of a RoadReport but the turn bans and the strongly connected parts, which only the builder
/// knows. `street_of`: for each link its street, no_junction when it was not kept.
[[nodiscard]] RoadReport report_on(const RoadNetwork& network, std::span<const RoadLink> links,
                                   const LinkTwins& twins, std::span<const StreetId> street_of);

}  // namespace beatline
