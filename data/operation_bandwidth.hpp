// How the bandwidth is found where the operation file gives no metres, or wants one for each place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "geo/choose_bandwidth.hpp"

namespace beatline {

class TomlTable;
struct HotspotRules;

struct BandwidthRules {
    BandwidthRule rule{BandwidthRule::automatic};  ///< where no metres are given
    /// Adaptive by the distance to so many other places; nothing: by Abramson's rule.
    std::optional<std::size_t> nearest;
};

/// The keys bandwidth_m, adaptive and nearest_k of [hotspots].
void read_bandwidth_rules(TomlTable& table, HotspotRules& rules);

}  // namespace beatline
