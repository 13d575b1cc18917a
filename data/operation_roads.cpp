// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>

#include "data/lower_case.hpp"
#include "data/nearest_word.hpp"
#include "data/operation_tables.hpp"
#include "data/road_speed.hpp"

namespace beatline {

namespace {

/// A column or layer; an empty name is a slip.
std::string name_at(TomlTable& table, std::string_view key) {
    const auto name = table.text(key);
    if (name && name->empty()) table.fail(key, "is empty: give a name, or leave the key out");
    return name.value_or("");
}

/// "their word" = "one of OSM's".
std::map<std::string, std::string> read_classes(TomlTable table) {
    std::map<std::string, std::string> classes;
    const std::vector<std::string> known = highway_words();
    for (const std::string& word : table.keys()) {
        const std::string highway = table.text(word).value_or("");
        if (std::ranges::find(known, highway) == known.end())
            table.fail(word, fmt::format("found \"{}\", wanted a value of OpenStreetMap's highway "
                                         "tag such as \"primary\" or \"residential\".{} "
                                         "docs/roads.md lists them",
                                         highway, did_you_mean(highway, known)));
        if (!classes.emplace(lower_case(word), highway).second)
            table.fail(word, "is given twice: upper and lower case are the same");
    }
    return classes;
}

}  // namespace

void read_road_rules(TomlTable table, const FileContext& context, Operation& operation) {
    operation.shown_roads = table.require_text("path");
    operation.roads = resolve(table, "path", operation.shown_roads, context);
    RoadLayout& layout = operation.road_layout;
    layout.layer = name_at(table, "layer");
    layout.road_class = name_at(table, "class");
    layout.one_way = name_at(table, "one_way");
    layout.speed = name_at(table, "speed");
    layout.name = name_at(table, "name");
    layout.speed_unit = table.text("speed_unit").value_or("");
    if (table.has("speed_unit") && layout.speed_unit != "km/h" && layout.speed_unit != "mph")
        table.fail("speed_unit",
                   fmt::format("found \"{}\", wanted \"km/h\" or \"mph\"", layout.speed_unit));
    if (auto classes = table.table("classes")) layout.classes = read_classes(std::move(*classes));
    if (const auto limit = table.number("snap_limit_m")) {
        operation.snap_limit = Metres{*limit};
        if (!(*limit > 0.0) || operation.snap_limit > largest_snap_limit)
            table.fail("snap_limit_m", fmt::format("found {}, wanted more than 0 and {} at most",
                                                   *limit, largest_snap_limit.value));
    }
    table.refuse_unknown();
}

}  // namespace beatline
