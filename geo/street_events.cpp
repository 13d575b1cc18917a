// SPDX-License-Identifier: Apache-2.0
#include "geo/street_events.hpp"

#include <algorithm>
#include <oneapi/tbb/parallel_for.h>
#include <tuple>

namespace beatline {

namespace {

StreetEvent event_at(const StreetGraph& graph, const RoadPosition& place, double weight) {
    if (graph.length_m[place.street] > 0.0) return {place.street, place.along.value, weight};
    const auto ways = graph.ways_from(graph.ends[place.street][0]);
    if (ways.empty()) return {place.street, 0.0, weight};
    const StreetId street = ways.front() / 2;
    return {street, ways.front() % 2 == 0 ? 0.0 : graph.length_m[street], weight};
}

}  // namespace

StreetEvents put_on_streets(const StreetGraph& graph, const RoadIndex& index,
                            std::vector<WeightedPoint> points, Metres limit) {
    points = merge_coincident(std::move(points));
    std::vector<std::optional<RoadPosition>> places(points.size());
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, points.size(), 256},
                      [&](const auto& range) {
                          for (std::size_t i = range.begin(); i < range.end(); ++i)
                              places[i] = index.nearest(points[i].at, limit);
                      });
    StreetEvents result;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (places[i])
            result.events.push_back(event_at(graph, *places[i], points[i].weight));
        else
            result.nowhere.push_back(points[i]);
    }
    std::ranges::sort(result.events, {}, [](const StreetEvent& e) {
        return std::tuple{e.street, e.along_m, e.weight};
    });
    std::vector<StreetEvent> merged;
    for (const StreetEvent& e : result.events) {
        if (!merged.empty() && merged.back().street == e.street &&
            merged.back().along_m == e.along_m)
            merged.back().weight += e.weight;
        else
            merged.push_back(e);
    }
    result.events = std::move(merged);
    return result;
}

}  // namespace beatline
