// Quickest ways over the road network: one to many, and one path with its streets.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "geo/road_index.hpp"
#include "geo/time.hpp"

namespace beatline {

inline constexpr std::uint32_t unreachable_ms = std::numeric_limits<std::uint32_t>::max();

/// Milliseconds from `from` to each of `to`, exact (Dijkstra); `unreachable_ms` where no way leads.
/// Partial streets at both ends count in proportion to their length, rounded to the millisecond.
[[nodiscard]] std::vector<std::uint32_t> quickest_times(const RoadNetwork& network,
                                                        const RoadPosition& from,
                                                        std::span<const RoadPosition> to);

/// One stretch of a path on streets of one name.
struct PathLeg {
    std::string street;  ///< may be empty: unnamed
    Metres length{0};
    std::uint32_t drive_ms{0};
};

struct RoadPath {
    Polyline line;  ///< along the streets, from place to place
    std::vector<PathLeg> legs;
    std::vector<StreetId> streets;  ///< in driving order, each as often as it is driven
    Metres length{0};
    std::uint32_t drive_ms{0};  ///< equals quickest_times for the same pair
};

[[nodiscard]] std::optional<RoadPath> quickest_path(const RoadNetwork& network,
                                                    const RoadPosition& from,
                                                    const RoadPosition& to);

}  // namespace beatline
