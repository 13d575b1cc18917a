// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/hotspot_methods.hpp"
#include "app/progress.hpp"
#include "data/error.hpp"
#include "data/stretch_layer.hpp"
#include "geo/stretch_members.hpp"

namespace beatline {

namespace {

/// Streets in so many pieces take a gigabyte or so.
constexpr double most_lixels = 1e8;

void refuse_too_many(const Operation& operation, const StreetGraph& graph) {
    double metres = 0.0;
    for (const double length : graph.length_m) metres += length;
    const double pieces =
        metres / operation.hotspots.way.lixel.value + static_cast<double>(graph.length_m.size());
    if (pieces > most_lixels)
        throw LimitError{fmt::format(
            "hotspots.lixel_m = {:g}: {:.0f} km of streets would be {:.2g} pieces, at most {:.0g} "
            "are computed; use longer pieces or a smaller road file",
            operation.hotspots.way.lixel.value, metres / 1000.0, pieces, most_lixels)};
}

}  // namespace

void find_street_hotspots(const Operation& operation, Inputs& inputs, const Surface& surface,
                          FoundHotspots& found) {
    const HotspotRules& rules = operation.hotspots;
    const RoadReading roads = add_roads(operation, rules.way.streets, inputs);
    const StreetGraph graph = join_streets(roads.network);
    refuse_too_many(operation, graph);
    const RoadIndex index{roads.network};
    const StreetEvents events =
        put_on_streets(graph, index, surface.weighted, operation.snap_limit);
    if (events.events.empty())
        throw NothingToDo{fmt::format(
            "no event lies within {:g} m of a street of {}: there is nothing to find; do the roads "
            "cover the area?",
            operation.snap_limit.value, operation.shown_roads)};
    const NetworkDensity density =
        network_density(graph, events.events,
                        {surface.params.kernel, surface.params.bandwidth, rules.way.spread,
                         rules.way.lixel, interrupted});
    if (interrupted()) throw Interrupted{};
    const std::vector<NetworkHotspot> stretches =
        find_stretches(roads.network, graph, density,
                       {.count = rules.extract.count,
                        .length_share = rules.extract.area_share,
                        .volume_share = rules.extract.volume_share,
                        .min_separation = rules.extract.min_separation,
                        .peak_share = rules.extract.peak_share,
                        .margin = rules.way.margin});
    StretchMembers members =
        members_by_street(stretches, density.lixels, index, inputs.incidents, operation.snap_limit);
    if (members.nowhere > 0)
        inputs.warnings.push_back(
            fmt::format("off_street: {} of {} incidents are farther than {:g} m "
                        "(roads.snap_limit_m) from every "
                        "street of {} and count for no stretch",
                        members.nowhere, inputs.incidents.size(), operation.snap_limit.value,
                        operation.shown_roads));
    for (const NetworkHotspot& stretch : stretches) {
        Hotspot& h = found.hotspots.emplace_back(stretch.hotspot);
        h.peak_per_km2 = value_at(surface.density, h.peak);
        h.street_length = stretch.length;
        h.per_km_peak = stretch.peak_per_km;
    }
    found.members = std::move(members.members);
    found.streets = stretch_layer(stretches, roads.network, graph, density);
    found.network = {total_mass(graph, density), density.lixels.size(), members.nowhere};
}

}  // namespace beatline
