// Network density by shortest ways: every event reaches every street within its kernel, whole.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/network_density.hpp"

namespace beatline {

/// Adds to `density.per_km`. Exact: every lixel's middle is held against every event's place within
/// the support. Cost: a search from every junction in reach of an event, then lixels x events
/// within reach. Parameters are checked by network_density.
void add_shortest_density(const StreetGraph& graph, std::span<const StreetEvent> events,
                          const NetworkDensityParams& params, NetworkDensity& density);

}  // namespace beatline
