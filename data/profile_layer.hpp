// The hours of hotspots as people read them: a table of their week, the attributes of the hotspot
// layer, a sentence.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "data/layer.hpp"
#include "geo/hotspot_timing.hpp"

namespace beatline {

/// 168 rows a hotspot that has a timing; no geometry.
[[nodiscard]] Layer profile_layer(std::span<const Hotspot> hotspots);

/// What the hotspot layer says of time, and its values for one hotspot: null where windows were not
/// asked for, or none are claimed.
[[nodiscard]] std::vector<Field> timing_fields();
[[nodiscard]] std::vector<Value> timing_values(const Hotspot& hotspot);

/// "Active Fri,Sat 21:00-03:00: ..."; `source` names the incidents whose hours these are, empty for
/// those of the map. Empty when nothing can be said anywhere (`lack`).
[[nodiscard]] std::string timing_sentence(const HotspotTiming& timing, const AreaTiming& area,
                                          const std::string& source);

}  // namespace beatline
