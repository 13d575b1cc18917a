// SPDX-License-Identifier: Apache-2.0
#include "data/road_rules.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "data/road_speed.hpp"
#include "data/text_file.hpp"

namespace beatline {

namespace {

constexpr std::array<std::string_view, 4> car_keys{"motorcar", "motor_vehicle", "vehicle",
                                                   "access"};
constexpr std::array<std::string_view, 2> foot_keys{"foot", "access"};

std::span<const std::string_view> access_keys(TravelMode mode) {
    return mode == TravelMode::car ? std::span<const std::string_view>{car_keys} : foot_keys;
}

constexpr std::array<std::string_view, 10> open_values{
    "yes",    "designated", "permissive",  "destination",  "official",
    "public", "customers",  "discouraged", "use_sidepath", "allowed"};
constexpr std::array<std::string_view, 20> closed_values{
    "no",        "private",    "agricultural", "forestry", "delivery", "emergency", "psv",
    "bus",       "taxi",       "hgv",          "military", "permit",   "residents", "staff",
    "employees", "restricted", "license",      "students", "members",  "closed"};

enum class Access { unsaid, open, closed };

/// "agricultural;destination" is open: one of the values lets us in. Words that we do not know say
/// nothing.
Access access_of(std::string_view value) {
    Access access = Access::unsaid;
    while (!value.empty()) {
        const auto semicolon = value.find(';');
        std::string_view word = value.substr(0, semicolon);
        while (word.starts_with(' ')) word.remove_prefix(1);
        if (std::ranges::find(open_values, word) != open_values.end()) return Access::open;
        if (std::ranges::find(closed_values, word) != closed_values.end()) access = Access::closed;
        if (semicolon == std::string_view::npos) break;
        value.remove_prefix(semicolon + 1);
    }
    return access;
}

struct Judged {
    Access access{Access::unsaid};
    std::string_view key;  // the tag that decided
};

Judged judge_access(const RoadTags& tags, TravelMode mode, std::string_view suffix = {}) {
    std::string key;
    for (const std::string_view base : access_keys(mode)) {
        key.assign(base).append(suffix);
        const Access access = access_of(tags[key]);
        if (access != Access::unsaid) return {access, base};
    }
    return {};
}

enum class Direction { both, forward, backward, by_the_hour };

Direction direction_of(std::string_view value) {
    if (value == "yes" || value == "true" || value == "1") return Direction::forward;
    if (value == "-1" || value == "reverse") return Direction::backward;
    if (value == "reversible") return Direction::by_the_hour;
    return Direction::both;  // "no", and "alternating", where signals let both ways through in turn
}

Direction car_direction(const RoadTags& tags) {
    for (const std::string_view key :
         {"oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"}) {
        if (!tags[key].empty()) return direction_of(tags[key]);
    }
    const std::string_view junction = tags["junction"];
    const std::string_view highway = tags["highway"];
    const bool implied = junction == "roundabout" || junction == "circular" ||
                         highway == "motorway" || highway == "motorway_link";
    return implied ? Direction::forward : Direction::both;
}

Direction direction_for(const RoadTags& tags, TravelMode mode) {
    return mode == TravelMode::car ? car_direction(tags) : direction_of(tags["oneway:foot"]);
}

bool has_rule_by_the_clock(const RoadTags& tags, TravelMode mode) {
    return std::ranges::any_of(tags, [mode](const auto& tag) {
        const std::string_view key = tag.first;
        if (!key.ends_with(":conditional")) return false;
        const auto keys = access_keys(mode);
        return (mode == TravelMode::car && key.starts_with("oneway")) ||
               std::ranges::any_of(keys, [key](std::string_view k) { return key.starts_with(k); });
    });
}

/// A name that may go into any file: valid UTF-8 without control characters, not endless.
std::string name_of(const RoadTags& tags) {
    constexpr std::size_t longest = 255;  // OSM's own limit
    std::string name{(tags["name"].empty() ? tags["ref"] : tags["name"]).substr(0, longest)};
    for (char& c : name) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    for (std::size_t bad = first_invalid_utf8(name); bad < name.size();
         bad = first_invalid_utf8(name))
        name.erase(bad, 1);
    return name;
}

/// Closes the ways that the one-way sign or a tag of one direction ("motor_vehicle:backward=no")
/// closes. Returns the reason when nothing is left.
std::string_view apply_directions(const RoadTags& tags, TravelMode mode, RoadUse& use) {
    const Direction direction = direction_for(tags, mode);
    if (direction == Direction::by_the_hour) return "reversible";
    if (direction == Direction::forward) use.backward_kmh = 0.0;
    if (direction == Direction::backward) use.forward_kmh = 0.0;
    if (judge_access(tags, mode, ":forward").access == Access::closed) use.forward_kmh = 0.0;
    if (judge_access(tags, mode, ":backward").access == Access::closed) use.backward_kmh = 0.0;
    return use.forward_kmh > 0.0 || use.backward_kmh > 0.0 ? "" : "no_access";
}

RoadVerdict judge_ferry(const RoadTags& tags, TravelMode mode) {
    RoadVerdict verdict;
    const Judged access = judge_access(tags, mode);
    if (access.access == Access::closed) return {{}, "no_access"};
    // A ferry takes cars only if it says so; it takes people unless it says otherwise.
    if (mode == TravelMode::car && (access.access == Access::unsaid || access.key == "access"))
        return {{}, "not_for_mode"};
    RoadUse& use = verdict.use;
    use.name = name_of(tags);
    use.road_class = RoadClass::ferry;
    use.forward_kmh = use.backward_kmh = ferry_kmh;
    use.duration_s = parse_duration(tags["duration"]);
    use.speed_stated = use.duration_s.has_value();
    use.by_the_clock = has_rule_by_the_clock(tags, mode);
    verdict.left_out = apply_directions(tags, mode, use);
    return verdict;
}

/// Limits of a road as its tags state them; nothing where they do not.
struct StatedLimits {
    std::optional<double> forward;
    std::optional<double> backward;
};

StatedLimits stated_limits(const RoadTags& tags, const HighwayKind& kind) {
    const auto both = parse_speed_limit(tags["maxspeed"], kind);
    const auto forward = parse_speed_limit(tags["maxspeed:forward"], kind);
    const auto backward = parse_speed_limit(tags["maxspeed:backward"], kind);
    return {forward ? forward : both, backward ? backward : both};
}

/// The limit, stated or assumed for the class, times the pace of the class.
void set_car_speeds(const StatedLimits& limits, const HighwayKind& kind, RoadUse& use) {
    const double assumed = kind.limit_mph * kmh_per_mph;
    use.forward_kmh = kind.pace * limits.forward.value_or(assumed);
    use.backward_kmh = kind.pace * limits.backward.value_or(assumed);
}

/// Nothing, or why the class and the access tags keep the mode off.
std::string_view shut_out(const RoadTags& tags, const HighwayKind& kind, TravelMode mode) {
    const bool car = mode == TravelMode::car;
    const ClassAccess by_class = car ? kind.car : kind.foot;
    const Judged said = judge_access(tags, mode);
    if (by_class == ClassAccess::never) return "not_for_mode";
    if (said.access == Access::closed) return "no_access";
    const bool invited = said.access == Access::open && said.key != "access";
    if (by_class == ClassAccess::only_if_tagged && !invited) return "not_for_mode";
    if (!car && tags["motorroad"] == "yes" && !invited) return "not_for_mode";
    if (!car) return {};
    if (tags["area"] == "yes") return "area";
    if (tags["service"] == "emergency_access" && !invited) return "no_access";
    const std::string_view smoothness = tags["smoothness"];
    if (smoothness == "impassable" || smoothness == "very_horrible") return "no_access";
    return {};
}

}  // namespace

RoadVerdict judge_road(const RoadTags& tags, TravelMode mode) {
    const HighwayKind* kind = highway_kind(tags["highway"]);
    if (kind == nullptr) {
        if (tags["highway"].empty() && tags["route"] == "ferry") return judge_ferry(tags, mode);
        return {{}, "not_a_road"};
    }
    RoadVerdict verdict;
    verdict.left_out = shut_out(tags, *kind, mode);
    if (!verdict.left_out.empty()) return verdict;
    RoadUse& use = verdict.use;
    use.name = name_of(tags);
    use.road_class = kind->road_class;
    use.by_the_clock = has_rule_by_the_clock(tags, mode);
    StatedLimits limits;
    if (mode == TravelMode::car) {
        limits = stated_limits(tags, *kind);
        set_car_speeds(limits, *kind, use);
    } else {
        use.forward_kmh = use.backward_kmh = kind->value == "steps" ? steps_kmh : walking_kmh;
    }
    verdict.left_out = apply_directions(tags, mode, use);
    use.speed_stated = (limits.forward || !(use.forward_kmh > 0.0)) &&
                       (limits.backward || !(use.backward_kmh > 0.0));
    return verdict;
}

bool is_barrier(const RoadTags& tags, TravelMode mode) {
    const std::string_view barrier = tags["barrier"];
    if (barrier.empty() || barrier == "no") return false;
    const Access said = judge_access(tags, mode).access;
    if (said != Access::unsaid) return said == Access::closed;
    if (mode == TravelMode::foot) return false;
    if (tags["locked"] == "yes") return true;
    if (barrier == "bollard" && tags["bollard"] == "rising") return false;  // lowered for traffic
    constexpr std::array<std::string_view, 13> passable{
        "gate",           "lift_gate", "swing_gate", "cattle_grid",       "toll_booth",
        "border_control", "entrance",  "kerb",       "height_restrictor", "sally_port",
        "sliding_gate",   "bump_gate", "arch"};
    return std::ranges::find(passable, barrier) == passable.end();
}

}  // namespace beatline
