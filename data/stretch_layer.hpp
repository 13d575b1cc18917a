// The streets of hotspots that are stretches of street, as a layer of lines.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "data/layer.hpp"
#include "geo/network_hotspots.hpp"

namespace beatline {

/// A line for every part of a street that belongs to a hotspot, by rank and then street.
[[nodiscard]] Layer stretch_layer(std::span<const NetworkHotspot> stretches,
                                  const RoadNetwork& network, const StreetGraph& graph,
                                  const NetworkDensity& density);

}  // namespace beatline
