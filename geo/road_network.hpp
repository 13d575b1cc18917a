// A routable road network: nodes, directed arcs in compressed rows, and the streets that they run
// on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

using NodeId = std::uint32_t;
using ArcId = std::uint32_t;
using StreetId = std::uint32_t;

enum class RoadClass : std::uint8_t {
    motorway,
    trunk,
    primary,
    secondary,
    tertiary,
    unclassified,
    residential,
    service,
    track,
    path,
    ferry
};
[[nodiscard]] std::string_view name_of(RoadClass road_class);

/// What a reader hands over: one stretch of road between two junctions, as yet unrouted.
/// Keys are any numbers that are equal where roads meet (OSM node ids, or numbered coordinates).
struct RoadLink {
    std::int64_t from_key{0};
    std::int64_t to_key{0};
    Polyline line;  ///< metres, at least two points, from_key's place first
    std::string name;
    RoadClass road_class{RoadClass::unclassified};
    double forward_kmh{0.0};   ///< 0: closed in this direction
    double backward_kmh{0.0};  ///< 0: closed in this direction
    bool speed_stated{false};  ///< the data state the speeds; false: assumed from the class
};

/// Turning from link `from` to link `to` at the junction `via_key` is forbidden.
struct TurnBan {
    std::size_t from{0};  ///< index into the links
    std::int64_t via_key{0};
    std::size_t to{0};
};

/// A stretch of street that one or more arcs run on, with its geometry.
struct Street {
    std::uint32_t first_point{0};
    std::uint32_t point_count{0};
    std::uint32_t name{0};  ///< into RoadNetwork::names; 0 is the empty name
    RoadClass road_class{RoadClass::unclassified};
    double length_m{0.0};
};

struct RoadArc {
    NodeId from{0};
    NodeId to{0};
    std::uint32_t drive_ms{0};  ///< whole milliseconds, > 0, so that sums are exact
    StreetId street{0};
    bool forward{true};  ///< runs with the street's geometry
};

/// Immutable once built. Turn bans are built in by splitting nodes, so that plain shortest paths
/// over the arcs honour them: a street may have several arcs in one direction.
struct RoadNetwork {
    std::vector<Point> nodes;
    std::vector<std::uint32_t>
        first_arc;  ///< nodes.size() + 1; arcs leaving node v: [first_arc[v], first_arc[v+1])
    std::vector<RoadArc> arcs;  ///< sorted by `from`
    std::vector<Street> streets;
    std::vector<std::uint32_t> first_street_arc;  ///< streets.size() + 1, into street_arcs
    std::vector<ArcId> street_arcs;
    std::vector<Point> points;       ///< street geometry, one after another
    std::vector<std::string> names;  ///< names[0] is empty

    [[nodiscard]] std::span<const Point> line_of(StreetId street) const {
        const Street& s = streets[street];
        return {points.data() + s.first_point, s.point_count};
    }
    [[nodiscard]] std::span<const ArcId> arcs_of(StreetId street) const {
        return {street_arcs.data() + first_street_arc[street],
                first_street_arc[street + 1] - first_street_arc[street]};
    }
};

/// What became of the links, and what the network that is kept is like. Streets are stretches
/// between junctions.
struct RoadReport {
    std::size_t links{0};            ///< == kept + cut off + dropped
    std::size_t links_kept{0};       ///< in the largest strongly connected part
    std::size_t links_cut_off{0};    ///< islands and one-way traps, left out
    std::size_t links_dropped{0};    ///< closed both ways, given twice, or loops of no length
    std::size_t components{0};       ///< strongly connected parts before the cut
    std::size_t weak_components{0};  ///< parts before the cut that no road at all joins
    double length_km{0.0};           ///< of the streets kept
    double cut_off_km{0.0};
    std::size_t dead_ends{0};  ///< junctions of one street only
    std::size_t one_way{0};    ///< streets
    double one_way_km{0.0};
    std::size_t turn_bans{0};      ///< that forbid a turn which could otherwise be made
    std::size_t speed_assumed{0};  ///< streets whose speed does not stand in the data
    double speed_assumed_km{0.0};
    std::size_t nameless{0};  ///< streets with neither name nor number
    double nameless_km{0.0};
    std::map<RoadClass, double> km_by_class;

    /// Of all kilometres that may be used, those in the part kept; 0 when there are none.
    [[nodiscard]] double share_kept() const;
};

struct BuiltRoads {
    RoadNetwork network;
    RoadReport report;
};

/// Joins links at equal keys, splits nodes at turn bans, keeps the strongly connected part with the
/// greatest length of streets. Throws std::invalid_argument for a link of fewer than two points, a
/// coordinate or speed that is not finite, or a ban that names no link.
[[nodiscard]] BuiltRoads build_road_network(std::span<const RoadLink> links,
                                            std::span<const TurnBan> bans);

}  // namespace beatline
