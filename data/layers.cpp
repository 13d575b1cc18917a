// SPDX-License-Identifier: Apache-2.0
#include "data/layers.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <map>

#include "data/profile_layer.hpp"

namespace beatline {

namespace {

/// "Violence and sexual offences 41, Drugs 9, 12 others"
std::string kinds_inside(std::span<const std::uint32_t> members, std::span<const PointEvent> events,
                         std::span<const std::string> kinds) {
    std::vector<std::pair<std::size_t, std::size_t>> counts(kinds.size());
    for (std::size_t k = 0; k < kinds.size(); ++k) counts[k] = {0, k};
    for (const std::uint32_t i : members) {
        if (events[i].kind < counts.size()) ++counts[events[i].kind].first;
    }
    std::ranges::stable_sort(counts,
                             [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string text;
    std::size_t others = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto [count, kind] = counts[i];
        if (count == 0) break;
        if (i >= 3)
            others += count;
        else
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", kinds[kind], count);
    }
    if (others > 0) text += fmt::format(", others {}", others);
    return text;
}

std::string cameras_inside(const Hotspot& hotspot, std::span<const CameraRate> cameras) {
    std::string text;
    for (const CameraRate& c : cameras) {
        if (!contains(hotspot.outline, c.at)) continue;
        if (!text.empty()) text += ", ";
        text += c.seen.reads > 0
                    ? fmt::format("{} ({:.1f} hits per 1,000 reads{})", c.id, c.rate.rate.per_1000,
                                  c.rate.raised ? ", raised" : "")
                    : fmt::format("{} ({} hits, reads not known)", c.id, c.seen.hits);
    }
    return text;
}

Value or_null(std::optional<double> number) {
    if (!number) return std::monostate{};
    return *number;
}

/// The mass that ANPR brings, or that incidents bring; empty when they were not told apart.
Value of_anpr(const Hotspot& hotspot, bool anpr) {
    if (!hotspot.anpr_mass) return std::monostate{};
    return anpr ? *hotspot.anpr_mass : hotspot.mass - *hotspot.anpr_mass;
}

/// Null for a hotspot that was not tested.
template <class T>
Value of_test(const Hotspot& hotspot, T ChanceVerdict::*member) {
    if (!hotspot.test) return std::monostate{};
    return hotspot.test->verdict.*member;
}

Value whole(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

}  // namespace

std::vector<std::string> hotspot_reasons(std::span<const Hotspot> hotspots,
                                         const HotspotMembers& members,
                                         std::span<const PointEvent> events,
                                         std::span<const std::string> kinds,
                                         std::span<const CameraRate> cameras, bool anpr_simulated) {
    std::vector<std::string> reasons;
    for (std::size_t i = 0; i < hotspots.size(); ++i) {
        const Hotspot& h = hotspots[i];
        std::string text = fmt::format(
            "{:.1f} % of the weighted events on {}; {} incident{} inside", 100.0 * h.mass_share,
            h.street_length ? fmt::format("{:.0f} m of street", h.street_length->value)
                            : fmt::format("{:.2f} km2", h.area.value / 1e6),
            h.event_count, h.event_count == 1 ? "" : "s");
        const std::string inside = kinds_inside(members[i], events, kinds);
        if (!inside.empty()) text += fmt::format(" ({})", inside);
        const std::string near = cameras_inside(h, cameras);
        if (!near.empty())
            text += fmt::format("; ANPR cameras{}: {}",
                                anpr_simulated ? " (figures simulated)" : "", near);
        reasons.push_back(text + ".");
    }
    return reasons;
}

Layer hotspot_layer(std::span<const Hotspot> hotspots, std::span<const std::string> reasons,
                    const PatrolDemand* demand, const PatrolPlan* plan) {
    Layer layer{"hotspots", "Hotspots", GeometryType::polygon, {}, {}, "hotspots"};
    layer.fields = {
        {"id", FieldType::integer, "rank by mass, 1 holds the most"},
        {"mass", FieldType::real, "weighted events inside, as the method has them"},
        {"incident_mass", FieldType::real, "part of the mass that incidents bring"},
        {"anpr_mass", FieldType::real, "part of the mass that raised ANPR cameras bring"},
        {"mass_share", FieldType::real, "share of all mass, 0 to 1"},
        {"peak_per_km2", FieldType::real, "density at the peak, weighted events per km2"},
        {"area_m2", FieldType::real, "area, m2"},
        {"events", FieldType::integer, "incidents inside the outline, or on the stretch of street"},
        {"per_km2_year", FieldType::real,
         "incidents inside per km2 and year, over the period of all incidents"},
        {"harm", FieldType::real, "harm of the incidents inside, by the weights table"},
        {"pai", FieldType::real,
         "prediction accuracy index on its own period: share of incidents over share of area"},
        {"street_m", FieldType::real, "length of street, m; stretches of street only"},
        {"peak_per_km", FieldType::real,
         "weighted events per km of street at the peak; stretches of street only"},
        {"p_value", FieldType::real, "share of chance's peaks that stand as high"},
        {"p_family", FieldType::real, "share of simulations in which any peak stands as high"},
        {"p_adjusted", FieldType::real, "false discovery rate over all peaks of the surface"},
        {"significant", FieldType::boolean, "p_adjusted is at most the level asked for"},
        {"times_expected", FieldType::real, "density at the peak, in that of chance there"},
        {"stability", FieldType::real, "share of resamples in which it appears, 0 to 1"},
        {"visits", FieldType::integer, "visits planned in the period"},
        {"minutes", FieldType::integer, "minutes of presence planned in the period"},
        {"why", FieldType::text, "why it is a hotspot"}};
    std::ranges::copy(timing_fields(), std::back_inserter(layer.fields));
    std::map<std::size_t, std::pair<std::int64_t, PlanTime>> planned;  // hotspot -> visits, seconds
    if (demand != nullptr && plan != nullptr) {
        for (const Route& route : plan->routes) {
            for (const Visit& v : route.visits) {
                if (demand->origins[v.site].kind != SiteKind::hotspot) continue;
                auto& [visits, seconds] = planned[demand->origins[v.site].index];
                ++visits;
                seconds += v.depart - v.start;
            }
        }
    }
    for (std::size_t i = 0; i < hotspots.size(); ++i) {
        const Hotspot& h = hotspots[i];
        const auto [visits, seconds] = planned[i];
        std::optional<double> street_m;
        if (h.street_length) street_m = h.street_length->value;
        layer.features.push_back({h.outline,
                                  {whole(h.id),
                                   h.mass,
                                   of_anpr(h, false),
                                   of_anpr(h, true),
                                   h.mass_share,
                                   h.peak_per_km2,
                                   h.area.value,
                                   whole(h.event_count),
                                   or_null(h.per_km2_year),
                                   or_null(h.harm),
                                   or_null(h.pai),
                                   or_null(street_m),
                                   or_null(h.per_km_peak),
                                   of_test(h, &ChanceVerdict::p_value),
                                   of_test(h, &ChanceVerdict::p_family),
                                   of_test(h, &ChanceVerdict::p_adjusted),
                                   of_test(h, &ChanceVerdict::significant),
                                   h.test ? Value{h.test->times_expected} : Value{},
                                   h.stability ? Value{*h.stability} : Value{},
                                   visits,
                                   seconds / 60,
                                   reasons[i]}});
        std::ranges::copy(timing_values(h), std::back_inserter(layer.features.back().values));
    }
    return layer;
}

Layer road_layer(const RoadNetwork& network) {
    Layer layer{"roads", "Roads", GeometryType::line, {}, {}, "roads"};
    layer.fields = {{"name", FieldType::text, "street name"},
                    {"class", FieldType::text, "road class"}};
    for (StreetId s = 0; s < network.streets.size(); ++s) {
        const auto line = network.line_of(s);
        layer.features.push_back({Polyline{line.begin(), line.end()},
                                  {network.names[network.streets[s].name],
                                   std::string{name_of(network.streets[s].road_class)}}});
    }
    return layer;
}

}  // namespace beatline
