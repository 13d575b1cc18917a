// Turn restrictions of OSM: read from relations, then turned into bans between links.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "data/road_tags.hpp"
#include "geo/road_network.hpp"

namespace beatline {

/// A restriction for cars with one node as its via.
struct OsmRestriction {
    std::vector<std::int64_t> from;  ///< way ids
    std::int64_t via{0};             ///< node id
    std::vector<std::int64_t> to;
    bool only{false};  ///< only_*: every other turn is banned
};

struct RestrictionCounts {
    std::uint64_t read{0};          ///< that speak of cars, at any time
    std::uint64_t via_way{0};       ///< not honoured: the via is a way
    std::uint64_t by_the_clock{0};  ///< not honoured: for some hours only
    std::uint64_t unusable{0};      ///< members missing, or no roads of the mode, or ambiguous
};

/// A relation's member, in its order.
struct OsmMember {
    enum class Kind : std::uint8_t { node, way, other };
    Kind kind{Kind::other};
    std::int64_t id{0};
    std::string_view role;
};

/// Counts the relation, and appends it if it can be honoured; ignores all but restrictions for
/// cars.
void take_restriction(const RoadTags& tags, const std::vector<OsmMember>& members,
                      std::vector<OsmRestriction>& restrictions, RestrictionCounts& counts);

/// What the bans need to know of the links that ways became.
struct LinkLookup {
    std::function<std::vector<std::size_t>(std::int64_t way_id)> links_of_way;
    std::function<std::int64_t(std::int64_t node_id)> key_of_node;  ///< -1: no junction of ours
};

/// Bans for all restrictions; those that cannot be pinned to links are counted as unusable.
[[nodiscard]] std::vector<TurnBan> make_turn_bans(const std::vector<OsmRestriction>& restrictions,
                                                  const std::vector<RoadLink>& links,
                                                  const LinkLookup& lookup,
                                                  RestrictionCounts& counts);

}  // namespace beatline
