// Bases, tasks and hotspots on the nearest road: how far from it each is, and which are too far.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/operation.hpp"
#include "geo/hotspot.hpp"
#include "geo/road_index.hpp"

namespace beatline {

/// How the operation wants its roads read.
[[nodiscard]] RoadSource road_source(const Operation& operation, const std::string& working_crs,
                                     TravelMode mode);

enum class SnapKind : std::uint8_t { base, end, task, hotspot };
[[nodiscard]] std::string_view name_of(SnapKind kind);

/// A place of the operation and the nearest road of one mode of travel.
struct SnappedPlace {
    SnapKind kind{SnapKind::base};
    std::string id;  ///< callsign, task or "H7"
    TravelMode mode{TravelMode::car};
    Point at;                        ///< as given
    std::optional<Metres> distance;  ///< nothing: no road within 100 km
    std::string street;              ///< empty when it has no name
    bool sensitive{false};           ///< a task: only its id and distance may be published
    bool on_road{false};             ///< within the operation's snap limit
};

/// A network to snap to, with its index.
struct SnapGround {
    TravelMode mode;
    const RoadNetwork& network;
    const RoadIndex& index;
};

/// Bases, and ends that differ from them, of the units that travel by `ground.mode`; all tasks; all
/// `hotspots` (none before they are known). In this order, each kind in the order given.
[[nodiscard]] std::vector<SnappedPlace> snap_places(const Operation& operation,
                                                    std::span<const Hotspot> hotspots,
                                                    const SnapGround& ground);

/// Throws InputError with the distance for the first base or end that is on no road.
void refuse_far_bases(const Operation& operation, std::span<const SnappedPlace> places);

/// The warning of places more than 100 m from a road, with the three farthest; nothing when there
/// are none. A sensitive task is named by its distance alone, for warnings stand on the page too.
[[nodiscard]] std::optional<std::string> warning_of_far_places(
    std::span<const SnappedPlace> places);

/// The section "snapping" of quality.json.
[[nodiscard]] nlohmann::json snapping_section(std::span<const SnappedPlace> places);

}  // namespace beatline
