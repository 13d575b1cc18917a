// Events on streets, found by street, and the ways that lead to any.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <numeric>
#include <span>
#include <vector>

#include "geo/street_events.hpp"
#include "geo/street_graph.hpp"

namespace beatline {

/// Per junction the ways along streets that have events.
struct WaysToEvents {
    std::vector<std::uint32_t> first;
    std::vector<StreetWay> ways;

    [[nodiscard]] std::span<const StreetWay> from(Junction junction) const {
        return {ways.data() + first[junction], first[junction + 1] - first[junction]};
    }
};

/// `events` sorted by street; refers to them.
class EventsByStreet {
public:
    EventsByStreet(const StreetGraph& graph, std::span<const StreetEvent> events)
        : events_{events}, first_(graph.ends.size() + 1, 0) {
        for (const StreetEvent& e : events) ++first_[e.street + 1];
        std::partial_sum(first_.begin(), first_.end(), first_.begin());
    }

    [[nodiscard]] std::span<const StreetEvent> on(StreetId street) const {
        return events_.subspan(first_[street], first_[street + 1] - first_[street]);
    }
    /// Both ends of every street with events, with the metres to the event nearest to it.
    [[nodiscard]] std::vector<JunctionDistance> ends(const StreetGraph& graph) const {
        std::vector<JunctionDistance> result;
        for (StreetId s = 0; s < graph.ends.size(); ++s) {
            const auto here = on(s);
            if (here.empty()) continue;
            result.push_back({graph.ends[s][0], here.front().along_m});
            result.push_back({graph.ends[s][1], graph.length_m[s] - here.back().along_m});
        }
        return result;
    }
    [[nodiscard]] WaysToEvents ways_to_events(const StreetGraph& graph) const {
        WaysToEvents result{{0}, {}};
        for (Junction j = 0; j < graph.junctions.size(); ++j) {
            for (const StreetWay way : graph.ways_from(j)) {
                if (!on(way / 2).empty()) result.ways.push_back(way);
            }
            result.first.push_back(static_cast<std::uint32_t>(result.ways.size()));
        }
        return result;
    }

private:
    std::span<const StreetEvent> events_;
    std::vector<std::uint32_t> first_;
};

}  // namespace beatline
