// What the operation file says of the way to hotspots: contours of the surface, equal units, or
// stretches of street.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "data/read_roads.hpp"
#include "geo/cells.hpp"
#include "geo/network_density.hpp"

namespace beatline {

class TomlTable;

/// `automatic`: what the back-test of the incidents supports; a run replaces it by one of the
/// others.
enum class HotspotMethod { kde, cells, network, automatic };
[[nodiscard]] std::string_view name_of(HotspotMethod method);

struct MethodRules {
    HotspotMethod method{HotspotMethod::kde};
    // cells
    UnitShape unit_shape{UnitShape::square};
    Metres unit{150};
    bool nudge{true};
    // network
    NetworkSpread spread{NetworkSpread::split};
    Metres lixel{10};
    Metres margin{20};  ///< half the width of a stretch's outline
    TravelMode streets{TravelMode::foot};
};

/// Reads the keys method, unit, unit_m, nudge, spread, lixel_m, margin_m and streets of [hotspots].
/// Throws UsageError, also for a network without roads.
[[nodiscard]] MethodRules read_method_rules(TomlTable& table, bool has_roads);

}  // namespace beatline
