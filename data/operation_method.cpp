// SPDX-License-Identifier: Apache-2.0
#include "data/operation_method.hpp"

#include <fmt/format.h>

#include "data/toml_table.hpp"

namespace beatline {

namespace {

constexpr HotspotMethod all_methods[] = {HotspotMethod::kde, HotspotMethod::cells,
                                         HotspotMethod::network, HotspotMethod::automatic};

Metres metres_from(TomlTable& table, const char* key, Metres otherwise, double least, double most) {
    const double metres = table.number(key).value_or(otherwise.value);
    if (!(metres >= least && metres <= most))
        table.fail(key, fmt::format("found {}, wanted {} to {} metres", metres, least, most));
    return Metres{metres};
}

HotspotMethod read_method(TomlTable& table, bool has_roads) {
    const auto word = table.text("method");
    if (!word) return HotspotMethod::kde;
    for (const HotspotMethod method : all_methods) {
        if (name_of(method) != *word) continue;
        if (method == HotspotMethod::network && !has_roads)
            table.fail("method",
                       "\"network\" needs streets: name a road file as roads.path, or use \"kde\" "
                       "or \"cells\"");
        return method;
    }
    table.fail("method", fmt::format("found \"{}\", wanted kde, cells, network or auto", *word));
}

}  // namespace

std::string_view name_of(HotspotMethod method) {
    switch (method) {
        case HotspotMethod::kde:
            return "kde";
        case HotspotMethod::cells:
            return "cells";
        case HotspotMethod::network:
            return "network";
        case HotspotMethod::automatic:
            return "auto";
    }
    return "";
}

MethodRules read_method_rules(TomlTable& table, bool has_roads) {
    MethodRules rules;
    rules.method = read_method(table, has_roads);
    if (const auto word = table.text("unit")) {
        const auto shape = unit_shape_named(*word);
        if (!shape)
            table.fail("unit", fmt::format("found \"{}\", wanted square or hexagon", *word));
        rules.unit_shape = *shape;
    }
    rules.unit = metres_from(table, "unit_m", rules.unit, 10.0, 10'000.0);
    rules.nudge = table.boolean("nudge").value_or(rules.nudge);
    if (const auto word = table.text("spread")) {
        const auto spread = network_spread_named(*word);
        if (!spread)
            table.fail("spread",
                       fmt::format("found \"{}\", wanted split, continuous or simple", *word));
        rules.spread = *spread;
    }
    rules.lixel = metres_from(table, "lixel_m", rules.lixel, 1.0, 1000.0);
    rules.margin = metres_from(table, "margin_m", rules.margin, 2.0, 200.0);
    if (const auto word = table.text("streets")) {
        if (*word != "foot" && *word != "car")
            table.fail("streets", fmt::format("found \"{}\", wanted foot or car", *word));
        rules.streets = *word == "foot" ? TravelMode::foot : TravelMode::car;
    }
    return rules;
}

}  // namespace beatline
