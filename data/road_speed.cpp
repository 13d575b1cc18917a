// SPDX-License-Identifier: Apache-2.0
#include "data/road_speed.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "data/number.hpp"

namespace beatline {

namespace {

using enum RoadClass;
using enum ClassAccess;

// docs/roads.md shows this table to users. Limits are what such roads in Great Britain mostly have;
// paces are our assumption, chosen so that the classes come near the averages that the Department
// for Transport publishes (about 57 mph on the strategic network, 23 mph on local A roads).
constexpr std::array kinds{
    HighwayKind{"motorway", motorway, 70, 0.85, open, never},
    HighwayKind{"motorway_link", motorway, 50, 0.80, open, never},
    HighwayKind{"trunk", trunk, 60, 0.75, open, open},
    HighwayKind{"trunk_link", trunk, 40, 0.75, open, open},
    HighwayKind{"primary", primary, 50, 0.65, open, open},
    HighwayKind{"primary_link", primary, 40, 0.65, open, open},
    HighwayKind{"secondary", secondary, 45, 0.65, open, open},
    HighwayKind{"secondary_link", secondary, 40, 0.65, open, open},
    HighwayKind{"tertiary", tertiary, 40, 0.65, open, open},
    HighwayKind{"tertiary_link", tertiary, 30, 0.65, open, open},
    HighwayKind{"unclassified", unclassified, 35, 0.60, open, open},
    HighwayKind{"residential", residential, 30, 0.60, open, open},
    HighwayKind{"road", unclassified, 30, 0.60, open, open},
    HighwayKind{"living_street", residential, 15, 0.60, open, open},
    HighwayKind{"service", service, 20, 0.60, open, open},
    HighwayKind{"track", track, 15, 0.60, only_if_tagged, open},
    HighwayKind{"pedestrian", path, 10, 0.60, only_if_tagged, open},
    HighwayKind{"footway", path, 0, 0, never, open},
    HighwayKind{"path", path, 0, 0, never, open},
    HighwayKind{"steps", path, 0, 0, never, open},
    HighwayKind{"corridor", path, 0, 0, never, open},
    HighwayKind{"platform", path, 0, 0, never, open},
    HighwayKind{"bridleway", path, 0, 0, never, open},
    HighwayKind{"cycleway", path, 0, 0, never, open},
    HighwayKind{"busway", service, 30, 0.60, never, never},
    HighwayKind{"bus_guideway", service, 30, 0.60, never, never},
    HighwayKind{"raceway", service, 30, 0.60, never, never},
    HighwayKind{"escape", service, 30, 0.60, never, never},
};

constexpr double max_kmh = 200.0;

/// The number that a text begins with, and what follows it.
std::optional<std::pair<double, std::string_view>> leading_number(std::string_view text) {
    double number = 0.0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{} || !(number >= 0.0)) return std::nullopt;
    return std::pair{number, trimmed(text.substr(static_cast<std::size_t>(end - text.data())))};
}

/// Words that stand for a limit, after the country's "GB:", in km/h. Limits of other countries as
/// the OSM wiki's table of default speeds has them for most of Europe.
std::optional<double> limit_in_words(std::string_view text, const HighwayKind& kind) {
    if (text == "walk") return 6.0;
    const auto colon = text.find(':');
    const std::string_view country = colon == std::string_view::npos ? "GB" : text.substr(0, colon);
    const std::string_view zone = colon == std::string_view::npos ? text : text.substr(colon + 1);
    const bool british = country == "GB" || country == "UK";
    const auto mph = [](double value) { return value * kmh_per_mph; };
    if (british) {
        if (zone == "national") return mph(kind.road_class == motorway ? 70.0 : 60.0);
        if (zone == "nsl_single") return mph(60.0);
        if (zone == "nsl_dual" || zone == "motorway") return mph(70.0);
        if (zone == "nsl_restricted" || zone == "urban") return mph(30.0);
    }
    if (colon == std::string_view::npos) return std::nullopt;
    if (zone == "urban") return 50.0;
    if (zone == "rural") return 90.0;
    if (zone == "motorway") return 120.0;
    if (zone == "living_street" || zone == "walk") return 10.0;
    if (zone.starts_with("zone")) {
        if (const auto number =
                leading_number(zone.substr(zone.size() > 4 && zone[4] == ':' ? 5 : 4)))
            return number->first;
    }
    return std::nullopt;
}

std::optional<double> one_limit(std::string_view text, const HighwayKind& kind) {
    const auto number = leading_number(text);
    if (!number) return limit_in_words(text, kind);
    const auto [value, unit] = *number;
    double kmh = value;
    if (unit == "mph") {
        kmh = value * kmh_per_mph;
    } else if (unit == "knots") {
        kmh = value * 1.852;
    } else if (!unit.empty() && unit != "km/h" && unit != "kmh" && unit != "kph") {
        return std::nullopt;
    }
    // 0 and 1 are typing errors or signs for something else; walking pace is the least we believe.
    if (kmh < 5.0 || kmh > max_kmh) return std::nullopt;
    return kmh;
}

}  // namespace

const HighwayKind* highway_kind(std::string_view value) {
    const auto* const kind = std::ranges::find(kinds, value, &HighwayKind::value);
    return kind == kinds.end() ? nullptr : kind;
}

std::vector<std::string> highway_words() {
    std::vector<std::string> words;
    for (const HighwayKind& kind : kinds) words.emplace_back(kind.value);
    return words;
}

std::optional<double> parse_speed_limit(std::string_view text, const HighwayKind& kind) {
    std::optional<double> lowest;
    while (!text.empty()) {
        const auto semicolon = text.find(';');
        if (const auto limit = one_limit(trimmed(text.substr(0, semicolon)), kind))
            lowest = std::min(lowest.value_or(*limit), *limit);
        if (semicolon == std::string_view::npos) break;
        text.remove_prefix(semicolon + 1);
    }
    return lowest;
}

std::optional<double> parse_duration(std::string_view text) {
    text = trimmed(text);
    const bool iso = text.starts_with("PT");
    if (iso) text.remove_prefix(2);
    std::array<double, 3> parts{};  // hours, minutes, seconds
    std::size_t read = 0;
    while (!text.empty() && read < parts.size()) {
        const auto number = leading_number(text);
        if (!number || number->first > 1e5) return std::nullopt;
        std::string_view rest = number->second;
        if (iso) {
            const auto unit = std::string_view{"HMS"}.find(rest.empty() ? '?' : rest.front());
            if (unit == std::string_view::npos || unit < read) return std::nullopt;
            parts[unit] = number->first;
            read = unit + 1;
            rest.remove_prefix(1);
        } else {
            parts[read++] = number->first;
            if (!rest.empty() && (rest.front() != ':' || rest.size() == 1)) return std::nullopt;
            if (!rest.empty()) rest.remove_prefix(1);
        }
        text = rest;
    }
    if (!text.empty()) return std::nullopt;
    if (!iso && read == 1) parts = {0.0, parts[0], 0.0};  // a lone number is minutes
    const double seconds = parts[0] * 3600.0 + parts[1] * 60.0 + parts[2];
    return seconds > 0.0 ? std::optional{seconds} : std::nullopt;
}

}  // namespace beatline
