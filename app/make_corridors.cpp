// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <oneapi/tbb/parallel_for.h>

#include "app/camera_stage.hpp"
#include "app/progress.hpp"
#include "data/clock.hpp"
#include "data/error.hpp"
#include "geo/camera_reach.hpp"
#include "geo/quickest_path.hpp"

namespace beatline {

namespace {

constexpr Metres camera_limit{100};          // from the road
constexpr Metres one_site{100};              // cameras nearer than this are ends of no corridor
constexpr double quickest_share = 0.5;       // of the quickest time: nobody is twice as quick
constexpr std::uint64_t profile_counts = 4;  // times min_count: then bands are worth telling

using Places = std::vector<std::optional<RoadPosition>>;

Places place_cameras(const Operation& operation, const Inputs& inputs, const RoadNetwork& network) {
    const CameraReach reach{network};
    const Metres limit = std::min(operation.snap_limit, camera_limit);
    Places places(inputs.cameras.size());
    for (std::size_t c = 0; c < places.size(); ++c) {
        const CameraRate& camera = inputs.cameras[c];
        if (const auto place = reach.place(camera.at, camera.bearing_deg, limit))
            places[c] = place->position;
    }
    return places;
}

/// The trips that a vehicle can have made by road, in their order.
std::vector<Trip> plausible(const std::vector<Trip>& trips, const Inputs& inputs,
                            const Places& places, const RoadNetwork& network) {
    std::map<std::uint32_t, std::map<std::uint32_t, std::uint32_t>> quickest;  // ms
    for (const Trip& t : trips) {
        if (places[t.from] && places[t.to] &&
            distance(inputs.cameras[t.from].at, inputs.cameras[t.to].at) >= one_site)
            quickest[t.from].emplace(t.to, unreachable_ms);
    }
    std::vector<std::uint32_t> froms;
    for (const auto& [from, tos] : quickest) froms.push_back(from);
    tbb::parallel_for(std::size_t{0}, froms.size(), [&](std::size_t i) {
        auto& tos = quickest.at(froms[i]);
        std::vector<RoadPosition> ends;
        for (const auto& [to, ms] : tos) ends.push_back(*places[to]);
        const auto times = quickest_times(network, *places[froms[i]], ends);
        std::size_t at = 0;
        for (auto& [to, ms] : tos) ms = times[at++];
    });
    std::vector<Trip> kept;
    for (const Trip& t : trips) {
        const auto from = quickest.find(t.from);
        if (from == quickest.end()) continue;
        const auto to = from->second.find(t.to);
        if (to == from->second.end() || to->second == unreachable_ms) continue;
        const double took_ms = 1000.0 * static_cast<double>((t.arrived - t.left).count());
        if (took_ms >= quickest_share * to->second) kept.push_back(t);
    }
    return kept;
}

void tell_bands(Corridor& corridor, std::uint64_t least) {
    corridor.bands_told =
        corridor.flow.vehicles >= std::max<std::uint64_t>(1, profile_counts * least);
    std::vector<TableCell> cells;
    std::vector<std::size_t> bands;
    for (std::size_t b = 0; b < day_bands; ++b) {
        if (corridor.flow.by_band[b] == 0) continue;
        cells.push_back({0, static_cast<std::uint32_t>(b), corridor.flow.by_band[b],
                         corridor.flow.vehicles_by_band[b]});
        bands.push_back(b);
    }
    const auto told = disclose(cells, least);
    for (std::size_t i = 0; i < bands.size(); ++i) corridor.bands[bands[i]] = told[i];
}

std::vector<Corridor> tell(const std::vector<Flow>& flows, std::uint64_t least) {
    std::vector<TableCell> cells;
    for (const Flow& f : flows) cells.push_back({f.from, f.to, f.trips, f.vehicles});
    const auto told = disclose(cells, least);
    std::vector<Corridor> corridors(flows.size());
    for (std::size_t i = 0; i < flows.size(); ++i) {
        corridors[i].flow = flows[i];
        corridors[i].told = told[i];
        tell_bands(corridors[i], least);
    }
    return corridors;
}

std::vector<RoadPath> drive(const std::vector<Corridor>& corridors, const Places& places,
                            const RoadNetwork& network) {
    std::vector<RoadPath> paths(corridors.size());
    tbb::parallel_for(std::size_t{0}, corridors.size(), [&](std::size_t i) {
        if (interrupted()) return;
        const Flow& f = corridors[i].flow;
        if (auto path = quickest_path(network, *places[f.from], *places[f.to]))
            paths[i] = std::move(*path);
    });
    if (interrupted()) throw Interrupted{};
    return paths;
}

/// Only what is told of a corridor counts on its streets: so they give nothing back.
std::vector<CorridorStreet> streets_of(const std::vector<Corridor>& corridors,
                                       const std::vector<RoadPath>& paths,
                                       const RoadNetwork& network) {
    std::map<StreetId, CorridorStreet> streets;
    for (std::size_t i = 0; i < corridors.size(); ++i) {
        if (corridors[i].told != Disclosure::shown) continue;
        std::vector<StreetId> driven = paths[i].streets;
        std::ranges::sort(driven);
        driven.erase(std::unique(driven.begin(), driven.end()), driven.end());
        for (const StreetId s : driven) {
            CorridorStreet& street = streets[s];
            street.trips += corridors[i].flow.trips;
            ++street.corridors;
        }
    }
    std::vector<CorridorStreet> found;
    for (auto& [id, street] : streets) {
        const auto line = network.line_of(id);
        street.line = {line.begin(), line.end()};
        street.name = network.names[network.streets[id].name];
        street.road_class = network.streets[id].road_class;
        street.length_m = network.streets[id].length_m;
        found.push_back(std::move(street));
    }
    return found;
}

}  // namespace

Corridors make_corridors(const Operation& operation, Inputs& inputs) {
    Corridors result;
    result.why_none = inputs.cameras.empty() ? "no [anpr]" : inputs.why_no_sightings;
    if (result.why_none.empty() && operation.roads.empty())
        result.why_none = "corridors follow roads, and the operation has no [roads]";
    if (!result.why_none.empty()) return result;
    const RoadNetwork& network = car_roads(operation, inputs).network;
    const Places places = place_cameras(operation, inputs, network);
    result.off_road = static_cast<std::size_t>(
        std::ranges::count_if(places, [](const auto& place) { return !place; }));
    const auto all = trips_between(std::move(inputs.sightings), operation.anpr->longest_trip);
    const auto trips = plausible(all, inputs, places, network);
    const TimeZone zone{operation.timezone};
    const auto band_of = [&](Instant when) {
        const auto local = (when + zone.offset_at(when)).time_since_epoch().count();
        return static_cast<std::size_t>((local % 86'400 + 86'400) % 86'400 / 14'400);
    };
    result.flows = tell(flows_of(trips, band_of), operation.privacy.min_count);
    const auto paths = drive(result.flows, places, network);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        result.flows[i].line = paths[i].line;
        result.flows[i].length_m = paths[i].length.value;
        result.flows[i].drive_s = paths[i].drive_ms / 1000.0;
    }
    result.streets = streets_of(result.flows, paths, network);
    return result;
}

}  // namespace beatline
