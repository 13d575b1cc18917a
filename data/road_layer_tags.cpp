// SPDX-License-Identifier: Apache-2.0
#include "data/road_layer_tags.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "data/lower_case.hpp"
#include "data/road_speed.hpp"

namespace beatline {

namespace {

std::string plain(std::string_view column) {
    std::string name = lower_case(column);
    std::erase_if(name, [](char c) { return c == '_' || c == ' ' || c == ':'; });
    return name;
}

struct ClassWord {
    std::string_view start;
    std::string_view highway;
    std::string_view access;  // empty: open
};

// How class names begin in Ordnance Survey's products, in lower case; the first that fits counts.
// OS "Primary Road" is the primary route network, which OSM calls trunk; "Restricted" is private or
// gated.
constexpr std::array words{
    ClassWord{"motorway", "motorway", ""},
    ClassWord{"primary road", "trunk", ""},
    ClassWord{"trunk", "trunk", ""},
    ClassWord{"a road", "primary", ""},
    ClassWord{"b road", "secondary", ""},
    ClassWord{"minor road", "tertiary", ""},
    ClassWord{"classified unnumbered", "tertiary", ""},
    ClassWord{"local road", "residential", ""},
    ClassWord{"local street", "residential", ""},
    ClassWord{"local access", "service", ""},
    ClassWord{"secondary access", "service", ""},
    ClassWord{"private road - publicly", "service", ""},
    ClassWord{"private road publicly", "service", ""},
    ClassWord{"private road", "service", "private"},
    ClassWord{"restricted", "service", "private"},
    ClassWord{"shared use", "service", ""},
    ClassWord{"unclassified", "unclassified", ""},
    ClassWord{"not classified", "unclassified", ""},
    ClassWord{"unknown", "unclassified", ""},
    ClassWord{"alley", "service", ""},
    ClassWord{"pedestrian", "pedestrian", ""},
    ClassWord{"guided busway", "bus_guideway", ""},
    ClassWord{"footpath", "footway", ""},
    ClassWord{"bridleway", "bridleway", ""},
};

bool is_true(std::string_view text) {
    return text == "true" || text == "1" || text == "yes" || text == "t";
}

/// Geofabrik writes F, B and T; OS Highways inDirection and its opposite; OSM yes and -1. Nothing
/// for a word that says neither.
std::optional<std::string_view> one_way_tag(const std::string& text) {
    constexpr std::array<std::string_view, 8> forward{"f",    "ft", "y",      "yes",
                                                      "true", "1",  "oneway", "indirection"};
    constexpr std::array<std::string_view, 5> backward{"t", "tf", "-1", "reverse",
                                                       "inoppositedirection"};
    constexpr std::array<std::string_view, 9> both{
        "b", "n", "no", "false", "0", "both", "twoway", "bothdirections", "alternating"};
    if (std::ranges::find(forward, text) != forward.end()) return "yes";
    if (std::ranges::find(backward, text) != backward.end()) return "-1";
    if (std::ranges::find(both, text) != both.end()) return "no";
    if (text == "reversible") return "reversible";
    return std::nullopt;
}

bool is_bare_number(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace

RoadColumns::RoadColumns(const std::vector<std::string>& names, RoadLayout layout)
    : layout_{std::move(layout)} {
    find_known(names);
    find_named(names);
}

void RoadColumns::find_known(const Names& names) {
    const auto find = [&names](std::string_view wanted) {
        const auto at =
            std::ranges::find(names, wanted, [](const std::string& n) { return plain(n); });
        return at == names.end() ? none : static_cast<std::size_t>(at - names.begin());
    };
    const auto find_all = [&find](std::initializer_list<std::string_view> wanted,
                                  std::vector<std::size_t>& found) {
        for (const std::string_view name : wanted) {
            if (find(name) != none) found.push_back(find(name));
        }
    };
    highway_ = find("highway") != none ? find("highway") : find("fclass");
    is_osm_ = highway_ != none;
    for (const std::string_view name : {"oneway", "directionality"}) {
        if (one_way_ == none) one_way_ = find(name);
    }
    speed_ = find("maxspeed");
    form_ = find("formofway");
    find_all(
        {"roadfunction", "function", "classifica", "classification", "roadclassification", "class"},
        class_columns_);
    find_all({"primaryroute", "primary", "trunkroad"}, primary_columns_);
    find_all({"name", "name1", "distname", "distinctivename", "roadname", "streetname",
              "roadclassificationnumber", "roadnumber", "ref"},
             name_columns_);
    for (const char* key : {"access", "vehicle", "motor_vehicle", "motorcar", "foot", "junction",
                            "route", "duration", "service", "area", "motorroad", "smoothness"}) {
        if (const std::size_t column = find(plain(key)); column != none)
            osm_columns_.emplace_back(column, key);
    }
}

void RoadColumns::find_named(const Names& names) {
    const auto find = [&names](const std::string& wanted) {
        const auto at = std::ranges::find(names, wanted);
        if (at == names.end())
            throw std::invalid_argument{"the layout names a column that the layer has not"};
        return static_cast<std::size_t>(at - names.begin());
    };
    if (!layout_.road_class.empty()) {
        const std::size_t column = find(layout_.road_class);
        const std::string name = plain(layout_.road_class);
        highway_ = name == "highway" || name == "fclass" ? column : none;
        class_columns_ = {column};
    }
    if (!layout_.one_way.empty()) one_way_ = find(layout_.one_way);
    if (!layout_.speed.empty()) speed_ = find(layout_.speed);
    if (!layout_.name.empty()) name_columns_ = {find(layout_.name)};
}

std::vector<std::string> RoadColumns::unused_classes() const {
    std::vector<std::string> unused;
    for (const auto& [word, highway] : layout_.classes) {
        if (!used_classes_.contains(word)) unused.push_back(word);
    }
    return unused;
}

void RoadColumns::read_tags(const Field& field, RoadTags& tags) {
    tags.clear();
    if (highway_ != none) {
        read_osm_tags(field, tags);
    } else {
        read_class(field, tags);
    }
    read_one_way(field, tags);
    read_speed(field, tags);
    for (const std::size_t column : name_columns_) {
        const std::string name = field(column);
        if (name.empty()) continue;
        tags.add("name", name);
        break;
    }
    for (const auto& [column, key] : osm_columns_) {
        if (const std::string value = field(column); !value.empty()) tags.add(key, value);
    }
}

void RoadColumns::read_one_way(const Field& field, RoadTags& tags) {
    if (one_way_ == none) return;
    const std::string given = field(one_way_);
    if (given.empty()) return;
    const auto tag = one_way_tag(lower_case(given));
    if (!tag) ++unknown_one_ways_[given];
    tags.add("oneway", tag.value_or("no"));
}

void RoadColumns::read_speed(const Field& field, RoadTags& tags) const {
    if (speed_ == none) return;
    std::string limit = field(speed_);
    if (limit.empty()) return;
    if (layout_.speed_unit == "mph" && is_bare_number(limit)) limit += " mph";
    tags.add("maxspeed", limit);
}

/// Whether the layout says what the layer's word for a class means.
bool RoadColumns::read_own_class(const std::string& given, RoadTags& tags) {
    const auto own = layout_.classes.find(lower_case(given));
    if (own == layout_.classes.end()) return false;
    used_classes_.insert(own->first);
    tags.add("highway", own->second);
    return true;
}

void RoadColumns::read_osm_tags(const Field& field, RoadTags& tags) {
    const std::string highway = field(highway_);
    if (read_own_class(highway, tags)) return;
    if (highway.starts_with("track_grade")) {  // Geofabrik's classes, a few of their own
        tags.add("highway", "track");
    } else if (highway == "unknown") {
        tags.add("highway", "road");
    } else if (highway.starts_with("ferry")) {
        tags.add("route", "ferry");
    } else {
        tags.add("highway", highway);
    }
}

void RoadColumns::read_class(const Field& field, RoadTags& tags) {
    std::string given;
    for (const std::size_t column : class_columns_) {
        if (given.empty()) given = field(column);
    }
    if (read_own_class(given, tags)) return;
    const std::string text = lower_case(given);
    const std::string form = form_ == none ? std::string{} : lower_case(field(form_));
    const auto* const word =
        std::ranges::find_if(words, [&](const ClassWord& w) { return text.starts_with(w.start); });
    std::string highway = "unclassified";
    std::string_view access;
    if (highway_kind(text) != nullptr) {
        highway = text;
    } else if (word != words.end()) {
        highway = word->highway;
        access = word->access;
    } else if (text == "a" || text == "b") {
        highway = text == "a" ? "primary" : "secondary";
    } else if (text.starts_with("ferry")) {
        tags.add("route", "ferry");
        tags.add("motor_vehicle", "yes");
        return;
    } else if (!text.empty()) {
        ++unknown_classes_[given];
    }
    const bool on_primary_route = std::ranges::any_of(
        primary_columns_, [&](std::size_t c) { return is_true(lower_case(field(c))); });
    if (highway == "primary" && on_primary_route) highway = "trunk";
    if (form.starts_with("guided busway")) highway = "bus_guideway";
    if (form.starts_with("slip road") && highway_kind(highway + "_link") != nullptr)
        highway += "_link";
    tags.add("highway", highway);
    if (!access.empty()) tags.add("access", access);
}

}  // namespace beatline
