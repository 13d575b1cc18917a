// SPDX-License-Identifier: Apache-2.0
#include "geo/trips.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace beatline {

std::vector<Trip> trips_between(std::vector<Sighting> sightings, Seconds longest) {
    std::ranges::sort(sightings, [](const Sighting& a, const Sighting& b) {
        if (a.vehicle != b.vehicle) return a.vehicle < b.vehicle;
        if (a.when != b.when) return a.when < b.when;
        return a.camera < b.camera;
    });
    std::vector<Trip> trips;
    for (std::size_t i = 1; i < sightings.size(); ++i) {
        const Sighting& a = sightings[i - 1];
        const Sighting& b = sightings[i];
        if (a.vehicle != b.vehicle || a.camera == b.camera || b.when - a.when > longest) continue;
        trips.push_back({a.vehicle, a.camera, b.camera, a.when, b.when});
    }
    return trips;
}

std::vector<Flow> flows_of(std::span<const Trip> trips,
                           const std::function<std::size_t(Instant)>& band_of) {
    struct Tally {
        Flow flow;
        std::set<std::uint32_t> vehicles;
        std::array<std::set<std::uint32_t>, day_bands> by_band;
    };
    std::map<std::pair<std::uint32_t, std::uint32_t>, Tally> tallies;
    for (const Trip& trip : trips) {
        Tally& tally = tallies[{trip.from, trip.to}];
        const std::size_t band = band_of(trip.left);
        ++tally.flow.trips;
        ++tally.flow.by_band.at(band);
        tally.vehicles.insert(trip.vehicle);
        tally.by_band.at(band).insert(trip.vehicle);
    }
    std::vector<Flow> flows;
    for (auto& [pair, tally] : tallies) {
        Flow& flow = flows.emplace_back(tally.flow);
        flow.from = pair.first;
        flow.to = pair.second;
        flow.vehicles = tally.vehicles.size();
        for (std::size_t b = 0; b < day_bands; ++b)
            flow.vehicles_by_band[b] = tally.by_band[b].size();
    }
    return flows;
}

}  // namespace beatline
