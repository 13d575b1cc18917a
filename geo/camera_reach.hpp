// How far along the streets a camera's figure reaches: downstream and upstream of it, fading with
// road distance and shared out at junctions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "geo/road_index.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

/// A camera on a street, and which way the traffic goes that it reads.
struct CameraPlace {
    RoadPosition position;
    bool forward{false};  ///< with the street's geometry; at least one of the two
    bool backward{false};
};

struct ReachParams {
    Metres reach{800};   ///< > 0: nothing is carried farther along the road
    Metres spacing{25};  ///< > 0: a point stands for at most so much street
};

/// What share of the traffic takes a road, relative to a residential street. The proportions are
/// assumed: the order of magnitude of mean daily flows by class of road, larger roads before small.
[[nodiscard]] double traffic_share(RoadClass road_class);

/// Puts cameras on streets and spreads their weight along them. Holds a reference to the network,
/// which must outlive it.
class CameraReach {
public:
    explicit CameraReach(const RoadNetwork& network);

    /// The street within `limit` that suits a camera best: the nearest, where one whose traffic
    /// goes more than 45 degrees off `bearing_deg` (clockwise from north; negative: not known)
    /// counts as 30 m farther away. Nothing when no street is that near.
    [[nodiscard]] std::optional<CameraPlace> place(Point camera, double bearing_deg,
                                                   Metres limit) const;

    /// `weight` as points along the streets, sorted by street and place on it; their weights add up
    /// to it. Half goes downstream, half upstream, each direction of traffic alike. The share that
    /// gets beyond the road distance d is (1 - d / reach)^2, so the weight per metre falls linearly
    /// to 0. At a junction it goes on over every street that may be driven (downstream) or come
    /// from (upstream), but not back, in proportion to traffic_share; at a dead end the rest stays.
    /// A branch of less than 1e-4 of the weight ends where it is. Throws std::invalid_argument for
    /// parameters out of range.
    [[nodiscard]] std::vector<WeightedPoint> spread(const CameraPlace& camera, double weight,
                                                    const ReachParams& params) const;

private:
    /// The arcs that traffic takes after this one (downstream), or came from before it.
    [[nodiscard]] std::vector<ArcId> onward(const RoadArc& arc, bool downstream) const;

    const RoadNetwork* network_;
    std::vector<Box> boxes_;                 // of the streets
    std::vector<std::uint32_t> first_into_;  // arcs that lead to node v: [first[v], first[v + 1])
    std::vector<ArcId> into_;
};

}  // namespace beatline
