// SPDX-License-Identifier: Apache-2.0
#include "app/snap_places.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "data/error.hpp"
#include "data/operation_demand.hpp"

namespace beatline {

namespace {

constexpr Metres search_radius{100'000};
constexpr Metres worth_a_warning{100};

std::string_view name_of(TravelMode mode) {
    return mode == TravelMode::car ? "car" : "foot";
}

SnappedPlace snap(SnappedPlace place, const SnapGround& ground, Metres limit) {
    place.mode = ground.mode;
    const auto position = ground.index.nearest(place.at, search_radius);
    if (!position) return place;
    place.distance = position->off_road;
    place.on_road = position->off_road <= limit;
    place.street = ground.network.names[ground.network.streets[position->street].name];
    return place;
}

double metres_of(const SnappedPlace& place) {
    return place.distance ? place.distance->value : std::numeric_limits<double>::infinity();
}

std::string text_of(std::optional<Metres> distance) {
    return distance ? fmt::format("{:.0f} m", distance->value) : std::string{"over 100 km"};
}

}  // namespace

RoadSource road_source(const Operation& operation, const std::string& working_crs,
                       TravelMode mode) {
    return {operation.roads, operation.shown_roads, working_crs, mode, operation.road_layout};
}

std::string_view name_of(SnapKind kind) {
    switch (kind) {
        case SnapKind::base:
            return "base";
        case SnapKind::end:
            return "end";
        case SnapKind::task:
            return "task";
        case SnapKind::hotspot:
            return "hotspot";
    }
    return "";
}

std::vector<SnappedPlace> snap_places(const Operation& operation, std::span<const Hotspot> hotspots,
                                      const SnapGround& ground) {
    std::vector<SnappedPlace> places;
    const auto add = [&](SnapKind kind, const std::string& id, Point at, bool sensitive = false) {
        SnappedPlace place;
        place.kind = kind;
        place.id = id;
        place.at = at;
        place.sensitive = sensitive;
        places.push_back(snap(std::move(place), ground, operation.snap_limit));
    };
    for (const UnitRules& unit : operation.units) {
        if (unit.mode == ground.mode) add(SnapKind::base, unit.callsign, unit.base);
    }
    for (const UnitRules& unit : operation.units) {
        if (unit.mode == ground.mode && unit.end && *unit.end != unit.base)
            add(SnapKind::end, unit.callsign, *unit.end);
    }
    for (const TaskRules& task : operation.tasks)
        add(SnapKind::task, task.id, task.at, task.sensitive);
    for (const Hotspot& hotspot : hotspots)
        add(SnapKind::hotspot, hotspot_name(hotspot), hotspot.peak);
    return places;
}

void refuse_far_bases(const Operation& operation, std::span<const SnappedPlace> places) {
    for (const SnappedPlace& place : places) {
        if (place.on_road || (place.kind != SnapKind::base && place.kind != SnapKind::end))
            continue;
        throw InputError{fmt::format(
            "{}: unit {}: the {} [{}, {}] is {} from the nearest road of {}; wanted {:g} m at most "
            "(roads.snap_limit_m). Is it in the working CRS, and do the roads cover it?",
            operation.file.string(), place.id, name_of(place.kind), place.at.x, place.at.y,
            text_of(place.distance), operation.shown_roads, operation.snap_limit.value)};
    }
}

std::optional<std::string> warning_of_far_places(std::span<const SnappedPlace> places) {
    // A place may be snapped to the roads of several modes: its greatest distance counts.
    std::map<std::pair<SnapKind, std::string>, const SnappedPlace*> worst;
    std::vector<std::pair<SnapKind, std::string>> order;
    for (const SnappedPlace& place : places) {
        if (metres_of(place) <= worth_a_warning.value) continue;
        const std::pair key{place.kind, place.id};
        const auto [known, is_new] = worst.try_emplace(key, &place);
        if (is_new) order.push_back(key);
        if (metres_of(place) > metres_of(*known->second)) known->second = &place;
    }
    if (order.empty()) return std::nullopt;
    std::ranges::stable_sort(order, std::greater{},
                             [&](const auto& key) { return metres_of(*worst.at(key)); });
    std::string list;
    for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 3); ++i) {
        const SnappedPlace& place = *worst.at(order[i]);
        list += list.empty() ? "" : ", ";
        list += place.sensitive ? std::string{"a sensitive task"}
                                : fmt::format("{} {}", name_of(place.kind), place.id);
        list += fmt::format(" {}", text_of(place.distance));
    }
    return fmt::format(
        "{} {} more than {:g} m from the nearest road, the farthest: {}; quality.json lists all "
        "under snapping",
        order.size(), order.size() == 1 ? "place is" : "places are", worth_a_warning.value, list);
}

nlohmann::json snapping_section(std::span<const SnappedPlace> places) {
    auto section = nlohmann::json::array();
    for (const SnappedPlace& place : places) {
        nlohmann::json entry{{"what", name_of(place.kind)},
                             {"id", place.id},
                             {"mode", name_of(place.mode)},
                             {"on_road", place.on_road}};
        entry["distance_m"] = nullptr;
        if (place.distance) {
            const double parts = place.sensitive ? 1.0 : 10.0;  // of a metre
            entry["distance_m"] = std::round(place.distance->value * parts) / parts;
        }
        if (!place.sensitive) entry["street"] = place.street;
        section.push_back(std::move(entry));
    }
    return section;
}

}  // namespace beatline
