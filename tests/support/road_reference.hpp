// Travel times by Boost.Graph over the links themselves: turns are edges here, so nothing is
// shared with the product.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <span>
#include <tuple>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "geo/road_index.hpp"
#include "geo/road_network.hpp"

namespace beatline::testing {

/// The edge-based graph: one vertex for the start and one for the end of every (link, direction);
/// every allowed turn is an edge of no cost between an end and a start; places are strung along,
/// once a direction.
class TurnGraph {
public:
    struct Place {
        std::size_t link;
        double along_m;
    };

    TurnGraph(std::span<const RoadLink> links, std::span<const TurnBan> bans,
              std::span<const Place> places)
        : links_{links}, places_{places}, graph_{4 * links.size() + 4 * places.size()} {
        for (std::size_t link = 0; link < links.size(); ++link) {
            for (const bool forward : {true, false}) string_along(link, forward);
        }
        std::set<std::tuple<std::size_t, std::int64_t, std::size_t>> banned;
        for (const TurnBan& b : bans) banned.insert({b.from, b.via_key, b.to});
        for (std::size_t a = 0; a < links.size(); ++a) {
            for (std::size_t b = 0; b < links.size(); ++b) {
                for (const bool in : {true, false}) {
                    for (const bool out : {true, false}) {
                        const std::int64_t via = in ? links[a].to_key : links[a].from_key;
                        if (via != (out ? links[b].from_key : links[b].to_key)) continue;
                        // A ban from a street to itself is one of turning back.
                        if (banned.contains({a, via, b}) && (a != b || in != out)) continue;
                        if (open(a, in) && open(b, out)) add(end_of(a, in), start_of(b, out), 0);
                    }
                }
            }
        }
    }

    [[nodiscard]] std::vector<std::uint64_t> times_from(std::size_t place) const {
        std::vector<std::uint64_t> distance(boost::num_vertices(graph_));
        boost::dijkstra_shortest_paths(
            graph_, source_of(place),
            boost::distance_map(distance.data())
                .distance_inf(std::numeric_limits<std::uint64_t>::max()));
        std::vector<std::uint64_t> times;
        for (std::size_t p = 0; p < places_.size(); ++p) times.push_back(distance[sink_of(p)]);
        return times;
    }

private:
    using Graph =
        boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                              boost::property<boost::edge_weight_t, std::uint64_t>>;

    [[nodiscard]] bool open(std::size_t link, bool forward) const {
        return (forward ? links_[link].forward_kmh : links_[link].backward_kmh) > 0.0;
    }
    [[nodiscard]] std::size_t start_of(std::size_t link, bool forward) const {
        return 4 * link + (forward ? 0 : 1);
    }
    [[nodiscard]] std::size_t end_of(std::size_t link, bool forward) const {
        return 4 * link + (forward ? 2 : 3);
    }
    [[nodiscard]] std::size_t bead_of(std::size_t place, bool forward) const {
        return 4 * links_.size() + 4 * place + (forward ? 0 : 1);
    }
    [[nodiscard]] std::size_t source_of(std::size_t place) const {
        return 4 * links_.size() + 4 * place + 2;
    }
    [[nodiscard]] std::size_t sink_of(std::size_t place) const {
        return 4 * links_.size() + 4 * place + 3;
    }
    void add(std::size_t a, std::size_t b, std::uint64_t ms) { boost::add_edge(a, b, ms, graph_); }

    void string_along(std::size_t link, bool forward) {
        if (!open(link, forward)) return;
        const double length_m = length(links_[link].line).value;
        const double kmh = forward ? links_[link].forward_kmh : links_[link].backward_kmh;
        const auto whole =
            static_cast<std::uint64_t>(std::max(1.0, std::round(length_m / kmh * 3600.0)));
        std::vector<std::pair<std::uint64_t, std::size_t>> beads;
        for (std::size_t p = 0; p < places_.size(); ++p) {
            if (places_[p].link != link) continue;
            const double share =
                (forward ? places_[p].along_m : length_m - places_[p].along_m) / length_m;
            beads.emplace_back(std::llround(share * static_cast<double>(whole)), p);
        }
        std::ranges::sort(beads, [&](const auto& a, const auto& b) {
            const double x = places_[a.second].along_m;
            const double y = places_[b.second].along_m;
            return forward ? x < y : x > y;
        });
        std::size_t last = start_of(link, forward);
        std::uint64_t last_ms = 0;
        double last_along = -1.0;
        for (const auto& [ms, place] : beads) {
            const std::size_t bead = bead_of(place, forward);
            add(last, bead, ms - last_ms);
            if (last_along == places_[place].along_m) add(bead, last, 0);  // the very same place
            last_along = places_[place].along_m;
            add(source_of(place), bead, 0);
            add(bead, sink_of(place), 0);
            last = bead;
            last_ms = ms;
        }
        add(last, end_of(link, forward), whole - last_ms);
    }

    std::span<const RoadLink> links_;
    std::span<const Place> places_;
    Graph graph_;
};

}  // namespace beatline::testing
