// Where links meet: the graph of junctions and ways, with turn bans split off, before anything is
// cut away.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/road_network.hpp"

namespace beatline {

/// A way to drive a link: 2 * link runs with its line, 2 * link + 1 against it; the other way is
/// `way ^ 1`.
using Way = std::uint32_t;

inline constexpr std::uint32_t no_junction = 0xFFFF'FFFFU;

/// For each link the link that stands for it: itself, the first of its twins, or no_link when
/// dropped (closed both ways, or a loop of no length). A twin may be drawn the other way round.
struct LinkTwins {
    static constexpr std::uint32_t no_link = 0xFFFF'FFFFU;
    std::vector<std::uint32_t> stand_in;
    std::vector<bool> reversed;
};
[[nodiscard]] LinkTwins find_twins(std::span<const RoadLink> links,
                                   std::span<const double> lengths_m);

/// A banned turn leads a way in to a copy of the junction that only that way reaches, and from
/// which only what may still be taken leaves: shortest paths over the result honour the bans by
/// themselves.
struct Junctions {
    std::vector<std::uint32_t>
        head;               ///< way -> junction, or its own copy; no_junction where closed
    std::vector<Point> at;  ///< junctions in the order of their keys, then copies
    std::vector<std::uint32_t> first;  ///< junction -> range in out
    std::vector<Way> out;              ///< ways that leave it
    std::size_t banned_turns{0};       ///< each once, and only turns that could otherwise be made
};
[[nodiscard]] Junctions join_links(std::span<const RoadLink> links, const LinkTwins& twins,
                                   std::span<const TurnBan> bans);

[[nodiscard]] inline bool is_open(const RoadLink& link, bool forward) {
    return (forward ? link.forward_kmh : link.backward_kmh) > 0.0;
}

}  // namespace beatline
