// ANPR in a run: what cameras weigh in the surface and where, and the corridors between them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/stages.hpp"
#include "data/anpr_layers.hpp"

namespace beatline {

/// Weighted points of the raised cameras; none when no camera is raised. They share `mass` by their
/// excess, none more than a fifth of it, so with fewer than five it is not used up. Along the
/// streets where the operation has roads and a reach, else at the cameras. Fills in `weights`, one
/// a camera. Under an edge correction what lies outside the area is left out.
[[nodiscard]] std::vector<WeightedPoint> camera_points(const Operation& operation, Inputs& inputs,
                                                       double mass,
                                                       std::vector<CameraWeight>& weights);

/// How much of each hotspot's mass is incidents' and how much ANPR's, by the surface's cells.
void split_masses(std::vector<Hotspot>& hotspots, const Surface& surface);

/// Flows between cameras, with the reason when there are none.
struct Corridors {
    std::vector<Corridor> flows;
    std::vector<CorridorStreet> streets;
    std::string why_none;
    std::size_t off_road{0};  ///< cameras too far from every road to be the end of a corridor
};

[[nodiscard]] Corridors make_corridors(const Operation& operation, Inputs& inputs);

/// The layers of all this: cameras, camera_hours, corridors, corridor_streets.
[[nodiscard]] std::vector<Layer> anpr_layers(const Operation& operation, const Inputs& inputs,
                                             const Surface& surface, const Corridors& corridors);

/// The section "anpr" of quality.json.
[[nodiscard]] nlohmann::json anpr_section(const Operation& operation, const Inputs& inputs,
                                          const Surface& surface, const Corridors& corridors);

}  // namespace beatline
