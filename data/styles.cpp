// SPDX-License-Identifier: Apache-2.0
#include "data/styles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "data/qml.hpp"

namespace beatline {
namespace {

using qml::Entry;
using qml::Symbol;
using qml::SymbolType;

// Okabe & Ito (2008) without black and yellow, then Tol's muted scheme: safe for colour-blind
// readers.
constexpr std::array palette{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00",
                             "#332288", "#882255", "#44AA99", "#117733", "#999933", "#AA4499"};
// ColorBrewer YlOrRd, five classes: light for little, dark for much.
constexpr std::array heat{"#FFFFB2", "#FECC5C", "#FD8D3C", "#F03B20", "#BD0026"};

std::optional<std::size_t> field_index(const Layer& layer, const std::string& name) {
    const auto found = std::find_if(layer.fields.begin(), layer.fields.end(),
                                    [&](const Field& field) { return field.name == name; });
    if (found == layer.fields.end()) return std::nullopt;
    return static_cast<std::size_t>(found - layer.fields.begin());
}

bool has_fields(const Layer& layer, const std::vector<std::string>& names) {
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return field_index(layer, name).has_value();
    });
}

/// What follows the pointer: those of `names` that the layer has.
std::string tip(const Layer& layer, std::vector<std::string> names) {
    std::erase_if(names, [&](const std::string& name) { return !field_index(layer, name); });
    return qml::map_tip(names);
}

/// Empty when the layer lacks one of the two time fields.
std::string shown_between(const Layer& layer, const std::string& start, const std::string& end) {
    return has_fields(layer, {start, end}) ? qml::temporal(start + "_utc", end + "_utc") : "";
}

std::set<std::string> texts(const Layer& layer, const std::string& name) {
    std::set<std::string> found;
    if (const auto index = field_index(layer, name)) {
        for (const Feature& feature : layer.features) {
            if (const auto* text = std::get_if<std::string>(&feature.values.at(*index)))
                found.insert(*text);
        }
    }
    return found;
}

std::vector<double> numbers(const Layer& layer, const std::string& name) {
    std::vector<double> found;
    const auto index = field_index(layer, name);
    if (!index) return found;
    for (const Feature& feature : layer.features) {
        const Value& value = feature.values.at(*index);
        if (const auto* whole = std::get_if<std::int64_t>(&value))
            found.push_back(static_cast<double>(*whole));
        if (const auto* real = std::get_if<double>(&value); real != nullptr && std::isfinite(*real))
            found.push_back(*real);
    }
    return found;
}

Symbol plain(GeometryType type) {
    switch (type) {
        case GeometryType::line:
            return {SymbolType::line, {qml::line("#555555", 0.4)}};
        case GeometryType::polygon:
            return {SymbolType::fill, {qml::fill("#56B4E9", 80, "#0072B2", 0.3)}};
        case GeometryType::point:
        case GeometryType::none:
            break;
    }
    return {SymbolType::marker, {qml::marker("circle", "#555555", 2.5)}};
}

/// One symbol a unit, made from its colour; a plain symbol where the layer names no unit.
std::string by_unit(const Layer& layer, const UnitColours& colours,
                    const std::function<Symbol(const std::string&)>& symbol) {
    std::vector<Entry> entries;
    for (const std::string& unit : texts(layer, "unit")) {
        const auto found = colours.find(unit);
        entries.push_back(
            {unit, "", unit, symbol(found == colours.end() ? palette[0] : found->second)});
    }
    if (entries.empty()) return qml::single(symbol(palette[0]));
    return qml::categories("unit", entries);
}

/// Five equal steps between the least and the largest mass.
std::string hotspot_classes(const Layer& layer) {
    const auto symbol = [](const char* hex) {
        return Symbol{SymbolType::fill, {qml::fill(hex, 140, "#7F0000", 0.5)}};
    };
    const std::vector<double> masses = numbers(layer, "mass");
    const auto [low, high] = std::minmax_element(masses.begin(), masses.end());
    if (masses.empty() || !(*high > *low)) return qml::single(symbol(heat[3]));
    std::vector<Entry> entries;
    const auto edge = [low = *low, high = *high](std::size_t i) {
        const double share = static_cast<double>(i) / double{heat.size()};
        return i == heat.size() ? high : low + (high - low) * share;
    };
    for (std::size_t i = 0; i < heat.size(); ++i) {
        const double from = edge(i);
        const double to = edge(i + 1);  // the same bits as the next `from`: no mass between classes
        entries.push_back({fmt::format("{}", from), fmt::format("{}", to),
                           fmt::format("mass {:.4g} to {:.4g}", from, to), symbol(heat[i])});
    }
    return qml::ranges("mass", entries);
}

/// Twice the passes, one step wider: 1, 2, 3-4, 5-8, ...
std::string widths_by_passes(const Layer& layer) {
    const std::vector<double> passes = numbers(layer, "passes");
    const double most = passes.empty() ? 1.0 : *std::max_element(passes.begin(), passes.end());
    std::vector<Entry> entries;
    std::int64_t from = 1;
    for (std::int64_t to = 1; static_cast<double>(from) <= most && entries.size() < 40; to *= 2) {
        const double width = std::min(0.4 + 0.5 * static_cast<double>(entries.size()), 4.0);
        const std::string label = from == to
                                      ? fmt::format("{} {}", from, from == 1 ? "pass" : "passes")
                                      : fmt::format("{} to {} passes", from, to);
        entries.push_back({std::to_string(from),
                           std::to_string(to),
                           label,
                           {SymbolType::line, {qml::line("#0072B2", width, 150)}}});
        from = to + 1;
    }
    return qml::ranges("passes", entries);
}

std::string hotspots(const Layer& layer, const UnitColours&) {
    return qml::document({hotspot_classes(layer),
                          qml::labels({.expression = R"('H' || "id")",
                                       .size_pt = 10,
                                       .place = qml::LabelPlace::beside_area}),
                          tip(layer, {"why"})},
                         true);
}

/// Red where it grew, blue where it fell.
std::string changes(const Layer& layer, const UnitColours&) {
    const auto symbol = [](const char* hex, const char* rim) {
        return Symbol{SymbolType::fill, {qml::fill(hex, 140, rim, 0.5)}};
    };
    return qml::document(
        {qml::categories("direction", {{"grew", "", "grew", symbol("#D55E00", "#7F0000")},
                                       {"fell", "", "fell", symbol("#56B4E9", "#004B87")}}),
         tip(layer, {"why"})},
        false);
}

std::string hotspot_streets(const Layer& layer, const UnitColours&) {
    return qml::document({qml::single({SymbolType::line, {qml::line("#B2182B", 1.2, 200)}}),
                          tip(layer, {"hotspot", "name", "length_m", "most_per_km"})},
                         false);
}

std::string routes(const Layer& layer, const UnitColours& colours) {
    return qml::document({by_unit(layer, colours,
                                  [](const std::string& hex) {
                                      return Symbol{SymbolType::line,
                                                    {qml::line("#FFFFFF", 1.6, 200),
                                                     qml::line(hex, 0.9), qml::arrows(hex, 4, 25)}};
                                  }),
                          tip(layer, {"unit", "shift", "stops"})},
                         false);
}

std::string legs(const Layer& layer, const UnitColours& colours) {
    return qml::document(
        {by_unit(layer, colours,
                 [](const std::string& hex) {
                     return Symbol{SymbolType::line, {qml::line(hex, 0.6, 255, true)}};
                 }),
         tip(layer, {"unit", "depart", "from", "to", "streets"}),
         shown_between(layer, "depart", "arrive")},
        false);
}

std::string stops(const Layer& layer, const UnitColours& colours) {
    const qml::Options shape{{"name", R"(CASE WHEN "kind" = 'task' THEN 'square' )"
                                      R"(WHEN "kind" = 'break' THEN 'diamond' ELSE 'circle' END)"}};
    return qml::document(
        {qml::spread_out(
             by_unit(
                 layer, colours,
                 [&](const std::string& hex) {
                     return Symbol{SymbolType::marker, {qml::marker("circle", hex, 3.5, shape)}};
                 }),
             "seq"),
         tip(layer, {"unit", "place", "arrive", "why"}), shown_between(layer, "arrive", "depart")},
        false);
}

std::string unserved(const Layer& layer, const UnitColours&) {
    return qml::document(
        {qml::single({SymbolType::marker, {qml::marker("cross_fill", "#B2182B", 5)}}),
         qml::labels({.expression = "\"place\"", .hex = "#B2182B"}),
         tip(layer, {"place", "reason", "why"})},
        true);
}

std::string units(const Layer& layer, const UnitColours& colours) {
    return qml::document(
        {by_unit(layer, colours,
                 [](const std::string& hex) {
                     return Symbol{SymbolType::marker, {qml::marker("star", hex, 6)}};
                 }),
         qml::labels({.expression = "\"unit\""}), tip(layer, {"unit", "shift", "start", "end"})},
        true);
}

std::string tasks(const Layer& layer, const UnitColours&) {
    return qml::document(
        {qml::rules({{"\"planned\"",
                      "",
                      "planned",
                      {SymbolType::marker, {qml::marker("square", "#332288", 4)}}},
                     {"ELSE",
                      "",
                      "not planned",
                      {SymbolType::marker, {qml::marker("square", "#B2182B", 4)}}}}),
         qml::labels({.expression = "\"id\"", .hex = "#332288"}),
         tip(layer, {"id", "kind", "window", "why"})},
        true);
}

std::string roads_used(const Layer& layer, const UnitColours&) {
    return qml::document({widths_by_passes(layer), tip(layer, {"name", "passes"})}, false);
}

std::string cameras(const Layer& layer, const UnitColours&) {
    const qml::Options turned{{"angle", R"(coalesce("bearing", 0))"},
                              {"name", R"(CASE WHEN "bearing" IS NULL THEN 'circle' )"
                                       R"(ELSE 'arrow' END)"}};
    return qml::document(
        {qml::rules({{"\"raised\"",
                      "",
                      "raised",
                      {SymbolType::marker, {qml::marker("arrow", "#D55E00", 6, turned)}}},
                     {"ELSE",
                      "",
                      "not raised",
                      {SymbolType::marker, {qml::marker("arrow", "#AA4499", 4, turned)}}}}),
         qml::labels({.expression = "\"camera\"", .hex = "#AA4499", .size_pt = 7}),
         tip(layer, {"camera", "hits", "reads", "per_1000_reads", "why"})},
        true);
}

/// Hot and cold after ColorBrewer RdBu, only where chance does not explain it.
std::string cells(const Layer& layer, const UnitColours&) {
    const auto symbol = [](const char* hex, int alpha) {
        return Symbol{SymbolType::fill, {qml::fill(hex, alpha, "#7F7F7F", 0.1)}};
    };
    return qml::document(
        {qml::rules(
             {{"\"significant\" AND \"z\" > 0", "", "more than chance", symbol("#B2182B", 150)},
              {"\"significant\" AND \"z\" < 0", "", "less than chance", symbol("#2166AC", 150)},
              {"ELSE", "", "no more than chance", symbol("#F7F7F7", 40)}}),
         tip(layer, {"count", "z", "q"})},
        false);
}

/// Told corridors are drawn, the others thin and grey.
std::string corridors(const Layer& layer, const UnitColours&) {
    return qml::document(
        {qml::rules(
             {{"\"trips\" IS NOT NULL",
               "",
               "told",
               {SymbolType::line,
                {qml::line("#D55E00", 0.8, 180), qml::arrows("#D55E00", 3.5, 25)}}},
              {"ELSE", "", "not told", {SymbolType::line, {qml::line("#9A9A9A", 0.2, 120)}}}}),
         tip(layer, {"from", "to", "shown", "hours"})},
        false);
}

/// Five equal steps of trips, each wider.
std::string corridor_streets(const Layer& layer, const UnitColours&) {
    const std::vector<double> trips = numbers(layer, "trips");
    const double most = trips.empty() ? 1.0 : *std::max_element(trips.begin(), trips.end());
    std::vector<Entry> entries;
    for (int i = 0; i < 5; ++i) {
        const double from = most * i / 5.0;
        const double to = i == 4 ? most : most * (i + 1) / 5.0;
        entries.push_back({fmt::format("{}", from),
                           fmt::format("{}", to),
                           fmt::format("{:.0f} to {:.0f} trips", from, to),
                           {SymbolType::line, {qml::line("#D55E00", 0.6 + 0.7 * i, 170)}}});
    }
    return qml::document(
        {qml::ranges("trips", entries), tip(layer, {"name", "trips", "corridors"})}, false);
}

std::string roads(const Layer&, const UnitColours&) {
    return qml::document({qml::single({SymbolType::line, {qml::line("#9A9A9A", 0.25)}})}, false);
}

}  // namespace

UnitColours unit_colours(std::span<const Layer> layers) {
    std::set<std::string> units;
    for (const Layer& layer : layers) units.merge(texts(layer, "unit"));
    UnitColours colours;
    for (const std::string& unit : units) colours[unit] = palette[colours.size() % palette.size()];
    return colours;
}

std::string qml_style(const Layer& layer, const UnitColours& colours) {
    using Style = std::string (*)(const Layer&, const UnitColours&);
    static const std::map<std::string, Style> styles{
        {"hotspots", hotspots},
        {"routes", routes},
        {"legs", legs},
        {"stops", stops},
        {"units", units},
        {"tasks", tasks},
        {"unserved", unserved},
        {"roads", roads},
        {"cameras", cameras},
        {"roads_used", roads_used},
        {"corridors", corridors},
        {"corridor_streets", corridor_streets},
        {"cells", cells},
        {"changes", changes},
        {"hotspot_streets", hotspot_streets},
    };
    if (layer.geometry == GeometryType::none) return qml::document({}, false);
    const auto found = styles.find(layer.style);
    if (found != styles.end()) return found->second(layer, colours);
    return qml::document({qml::single(plain(layer.geometry))}, false);
}

std::string qml_style(const Layer& layer) {
    return qml_style(layer, unit_colours({&layer, 1}));
}

}  // namespace beatline
