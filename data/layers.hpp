// What a run publishes, as layers: every attribute of every output begins here.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "data/layer.hpp"
#include "data/operation_demand.hpp"
#include "data/read_anpr.hpp"
#include "geo/hotspot.hpp"
#include "geo/hotspot_figures.hpp"
#include "geo/quickest_path.hpp"
#include "planner/plan.hpp"

namespace beatline {

/// The drives of one route, in order: to each visit, then home. A drive of zero length is kept.
using RoutePaths = std::vector<RoadPath>;

/// All that the patrol layers show; everything is owned elsewhere and outlives this.
struct PatrolPicture {
    const Operation& operation;
    const PlanClock& clock;
    const OperationDemand& wanted;
    const PatrolDemand& demand;
    const PatrolPlan& plan;
    std::span<const Hotspot> hotspots;
    std::span<const RoutePaths> paths;      ///< one a route
    std::span<const RoadNetwork> networks;  ///< one a travel mode
};

/// What each hotspot holds, for its `why`: share, area, incidents (its members) by kind, cameras.
[[nodiscard]] std::vector<std::string> hotspot_reasons(std::span<const Hotspot> hotspots,
                                                       const HotspotMembers& members,
                                                       std::span<const PointEvent> events,
                                                       std::span<const std::string> kinds,
                                                       std::span<const CameraRate> cameras,
                                                       bool anpr_simulated);

/// `plan` may be null: then visits and minutes are zero.
[[nodiscard]] Layer hotspot_layer(std::span<const Hotspot> hotspots,
                                  std::span<const std::string> reasons, const PatrolDemand* demand,
                                  const PatrolPlan* plan);
[[nodiscard]] Layer route_layer(const PatrolPicture& picture);
[[nodiscard]] Layer leg_layer(const PatrolPicture& picture);
[[nodiscard]] Layer stop_layer(const PatrolPicture& picture);
[[nodiscard]] Layer unserved_layer(const PatrolPicture& picture);
[[nodiscard]] Layer unit_layer(const PatrolPicture& picture);
[[nodiscard]] Layer task_layer(const PatrolPicture& picture);
[[nodiscard]] Layer roads_used_layer(const PatrolPicture& picture);
/// Every street of a network, for the viewer's background.
[[nodiscard]] Layer road_layer(const RoadNetwork& network);

/// The schedule as a table for people and spreadsheets: every stop, break, and the base at both
/// ends, local clock times. A sensitive task stands in it by its reference only.
[[nodiscard]] Layer schedule_table(const PatrolPicture& picture);

}  // namespace beatline
