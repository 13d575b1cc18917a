// SPDX-License-Identifier: Apache-2.0
#include "geo/quickest_path.hpp"

#include <algorithm>

#include "geo/quickest_search.hpp"

namespace beatline {

namespace {

/// A stretch of one street, driven from one distance along it to another.
struct Stretch {
    StreetId street;
    Metres from;
    Metres to;
    std::uint32_t ms;
};

/// Puts stretches one after another: geometry without repeated points, legs by street name.
class PathDrawing {
public:
    explicit PathDrawing(const RoadNetwork& network) : network_{network} {}

    void add(const Stretch& stretch) {
        const Metres driven =
            stretch.from > stretch.to ? stretch.from - stretch.to : stretch.to - stretch.from;
        for (const Point p : part_of(network_.line_of(stretch.street), stretch.from, stretch.to)) {
            if (path_.line.empty() || path_.line.back() != p) path_.line.push_back(p);
        }
        path_.length = path_.length + driven;
        path_.drive_ms += stretch.ms;
        if (stretch.ms == 0 && driven == Metres{0.0}) return;
        path_.streets.push_back(stretch.street);
        const std::string& name = network_.names[network_.streets[stretch.street].name];
        if (path_.legs.empty() || path_.legs.back().street != name)
            path_.legs.push_back({name, {}, 0});
        PathLeg& leg = path_.legs.back();
        leg.length = leg.length + driven;
        leg.drive_ms += stretch.ms;
    }

    RoadPath finish() {
        if (path_.line.size() == 1) path_.line.push_back(path_.line.front());
        return std::move(path_);
    }

private:
    const RoadNetwork& network_;
    RoadPath path_;
};

/// Arcs from the start's street (exclusive) to the arc that the place is on (inclusive), in driving
/// order.
std::vector<ArcId> arcs_to(const RoadNetwork& network, const QuickestLabels& labels, ArcId last) {
    std::vector<ArcId> arcs{last};
    while (labels.via[network.arcs[arcs.back()].from] != QuickestLabels::from_start) {
        arcs.push_back(labels.via[network.arcs[arcs.back()].from] - 1);
    }
    std::ranges::reverse(arcs);
    return arcs;
}

/// The arc that the start leaves its street on towards `node`: the quickest, then the lowest.
const RoadArc& leaving_arc(const RoadNetwork& network, const RoadPosition& from, NodeId node,
                           std::uint32_t ms) {
    const auto arcs = network.arcs_of(from.street);
    const auto arc = std::ranges::find_if(arcs, [&](ArcId a) {
        const RoadArc& candidate = network.arcs[a];
        return candidate.to == node &&
               candidate.drive_ms - ms_before(network, candidate, from.along) == ms;
    });
    return network.arcs[*arc];
}

}  // namespace

std::vector<std::uint32_t> quickest_times(const RoadNetwork& network, const RoadPosition& from,
                                          std::span<const RoadPosition> to) {
    const QuickestLabels labels = search_quickest(network, from, to);
    std::vector<std::uint32_t> times;
    times.reserve(to.size());
    for (const RoadPosition& place : to)
        times.push_back(best_arrival(network, labels, from, place).ms);
    return times;
}

std::optional<RoadPath> quickest_path(const RoadNetwork& network, const RoadPosition& from,
                                      const RoadPosition& to) {
    const QuickestLabels labels = search_quickest(network, from, {&to, 1});
    const Arrival arrival = best_arrival(network, labels, from, to);
    if (arrival.ms == unreachable_ms) return std::nullopt;

    PathDrawing drawing{network};
    if (arrival.direct) {
        drawing.add({to.street, from.along, to.along, arrival.ms});
        return drawing.finish();
    }
    const std::vector<ArcId> arcs = arcs_to(network, labels, arrival.arc);
    const NodeId first_node = network.arcs[arcs.front()].from;
    const RoadArc& start = leaving_arc(network, from, first_node, labels.ms[first_node]);
    const Metres start_end{start.forward ? network.streets[from.street].length_m : 0.0};
    drawing.add({from.street, from.along, start_end, labels.ms[first_node]});
    for (const ArcId a : std::span{arcs}.first(arcs.size() - 1)) {
        const RoadArc& arc = network.arcs[a];
        const Metres whole{network.streets[arc.street].length_m};
        drawing.add({arc.street, arc.forward ? Metres{0.0} : whole,
                     arc.forward ? whole : Metres{0.0}, arc.drive_ms});
    }
    const RoadArc& last = network.arcs[arrival.arc];
    const Metres last_start{last.forward ? 0.0 : network.streets[to.street].length_m};
    drawing.add({to.street, last_start, to.along, ms_before(network, last, to.along)});
    return drawing.finish();
}

}  // namespace beatline
