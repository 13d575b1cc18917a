// Hotspots as stretches of street: the connected pieces around the highest peaks of a network
// density.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "geo/hotspot.hpp"
#include "geo/network_density.hpp"

namespace beatline {

struct NetworkHotspotParams {
    std::size_t count{20};  ///< at most so many, those of most mass
    std::optional<double>
        length_share;  ///< only pieces among the densest share of all streets, (0, 1]
    std::optional<double>
        volume_share;            ///< only pieces of the least length that holds this share, (0, 1]
    Metres min_separation{300};  ///< between peaks as the crow flies, >= 0
    double peak_share{0.5};      ///< a stretch ends where the density falls below this share
    Metres min_length{50};       ///< shorter stretches are noise
    Metres margin{20};           ///< half the width of the outline around a stretch
};

/// A part of one street that belongs to a hotspot: whole lixels beside each other.
struct StretchPart {
    StreetId street{0};
    std::uint32_t first{0}, end{0};  ///< lixels of the street: [first, end)
};

struct NetworkHotspot {
    Hotspot hotspot;  ///< the outline holds all that is within the margin of the stretch
    std::vector<StretchPart> parts;
    Metres length{0};
    double peak_per_km{0.0};
};

/// As extract_hotspots does on a grid: every piece climbs to the densest beside it, along its
/// street or over a junction, until a peak is reached; a peak closer than `min_separation` to a
/// higher one belongs to it; a stretch is what is connected around a peak, belongs to it and is
/// dense enough. Ranked by mass, the density summed over the stretch; `peak` lies on the street.
/// event_count and peak_per_km2 are left to be filled in. Throws std::invalid_argument for
/// parameters out of range.
[[nodiscard]] std::vector<NetworkHotspot> find_stretches(const RoadNetwork& network,
                                                         const StreetGraph& graph,
                                                         const NetworkDensity& density,
                                                         const NetworkHotspotParams& params);

/// Where a part runs: its piece of the street's line.
[[nodiscard]] Polyline line_of(const RoadNetwork& network, const StreetGraph& graph,
                               const Lixels& lixels, const StretchPart& part);

}  // namespace beatline
