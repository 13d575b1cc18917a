// SPDX-License-Identifier: Apache-2.0
#include "data/road_layer_tags.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <string_view>

#include "data/road_speed.hpp"

namespace beatline {

namespace {

std::string lower(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string plain(std::string_view column) {
    std::string name = lower(column);
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

/// Geofabrik writes F, B and T; OS Highways inDirection and its opposite; OSM yes and -1.
std::string_view one_way_tag(const std::string& text) {
    if (text == "f" || text == "ft" || text == "y" || text == "indirection" || is_true(text))
        return text == "t" ? "-1" : "yes";
    if (text == "tf" || text == "-1" || text == "reverse" || text == "inoppositedirection")
        return "-1";
    if (text == "reversible") return "reversible";
    return "no";
}

}  // namespace

RoadColumns::RoadColumns(const std::vector<std::string>& names) {
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
    for (const std::string_view name : {"oneway", "directionality"}) {
        if (one_way_ == none) one_way_ = find(name);
    }
    form_ = find("formofway");
    find_all(
        {"roadfunction", "function", "classifica", "classification", "roadclassification", "class"},
        class_columns_);
    find_all({"primaryroute", "primary", "trunkroad"}, primary_columns_);
    find_all({"name", "name1", "distname", "roadname", "streetname", "roadclassificationnumber",
              "roadnumber", "ref"},
             name_columns_);
    for (const char* key :
         {"maxspeed", "access", "vehicle", "motor_vehicle", "motorcar", "foot", "junction", "route",
          "duration", "service", "area", "motorroad", "smoothness"}) {
        if (const std::size_t column = find(plain(key)); column != none)
            osm_columns_.emplace_back(column, key);
    }
}

void RoadColumns::read_tags(const Field& field, RoadTags& tags) {
    tags.clear();
    if (is_osm()) {
        read_osm_tags(field, tags);
    } else {
        read_class(field, tags);
    }
    if (one_way_ != none) {
        if (const std::string text = lower(field(one_way_)); !text.empty())
            tags.add("oneway", one_way_tag(text));
    }
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

void RoadColumns::read_osm_tags(const Field& field, RoadTags& tags) const {
    const std::string highway = field(highway_);
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
    const std::string text = lower(given);
    const std::string form = form_ == none ? std::string{} : lower(field(form_));
    const auto* const word =
        std::ranges::find_if(words, [&](const ClassWord& w) { return text.starts_with(w.start); });
    std::string highway = "unclassified";
    std::string_view access;
    if (word != words.end()) {
        highway = word->highway;
        access = word->access;
    } else if (highway_kind(text) != nullptr) {
        highway = text;
    } else if (text == "a" || text == "b") {
        highway = text == "a" ? "primary" : "secondary";
    } else if (text.starts_with("ferry")) {
        tags.add("route", "ferry");
        tags.add("motor_vehicle", "yes");
        return;
    } else if (!text.empty()) {
        ++unknown_[given];
    }
    const bool on_primary_route = std::ranges::any_of(
        primary_columns_, [&](std::size_t c) { return is_true(lower(field(c))); });
    if (highway == "primary" && on_primary_route) highway = "trunk";
    if (form.starts_with("guided busway")) highway = "bus_guideway";
    if (form.starts_with("slip road") && highway_kind(highway + "_link") != nullptr)
        highway += "_link";
    tags.add("highway", highway);
    if (!access.empty()) tags.add("access", access);
}

}  // namespace beatline
