// What is published of ANPR, as layers: cameras and their rates, by hour of the week, corridors.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "data/layer.hpp"
#include "data/read_anpr.hpp"
#include "geo/road_network.hpp"
#include "geo/small_counts.hpp"

namespace beatline {

enum class CameraSpread : std::uint8_t { none, roads, disc };
[[nodiscard]] std::string_view name_of(CameraSpread spread);

/// What a camera brings into the density surface.
struct CameraWeight {
    double mass{0.0};  ///< weighted events
    CameraSpread spread{CameraSpread::none};
};

/// A flow from camera to camera, and what may be told of it.
struct Corridor {
    Flow flow;  ///< cameras: indices
    Disclosure told{Disclosure::small};
    std::array<Disclosure, day_bands> bands{};  ///< where all are shown or withheld in part
    bool bands_told{false};                     ///< there are enough vehicles for a profile
    Polyline line;                              ///< the quickest path
    double length_m{0.0};
    double drive_s{0.0};
};

/// A street with the trips of all shown corridors whose quickest path runs over it.
struct CorridorStreet {
    Polyline line;
    std::string name;
    RoadClass road_class{RoadClass::unclassified};
    std::uint64_t trips{0};
    std::uint64_t corridors{0};
    double length_m{0.0};
};

/// One sentence: whether a camera stands out, and by what.
[[nodiscard]] std::string why_of_camera(const CameraRate& camera, const ExposureModel& exposure,
                                        const ExposureParams& params);

/// `weights`: one a camera. `whys` likewise.
[[nodiscard]] Layer camera_layer(std::span<const CameraRate> cameras,
                                 std::span<const CameraWeight> weights,
                                 std::span<const std::string> whys, bool simulated);

/// A table without geometry: one row for each camera and hour of the week that has reads.
[[nodiscard]] Layer camera_hour_table(std::span<const CameraRate> cameras,
                                      const ExposureModel& exposure, bool simulated);

/// `least`: the count below which flows are not told.
[[nodiscard]] Layer corridor_layer(std::span<const Corridor> corridors,
                                   std::span<const CameraRate> cameras, std::uint64_t least,
                                   bool simulated);
/// Leaves in a corridor layer what is told: for pages, where the many others would weigh.
void keep_told(Layer& corridors);
[[nodiscard]] Layer corridor_street_layer(std::span<const CorridorStreet> streets, bool simulated);

}  // namespace beatline
