// SPDX-License-Identifier: Apache-2.0
#include "data/osm_restrictions.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace beatline {

namespace {

/// Whether a list like "psv;bicycle" names cars.
bool names_cars(std::string_view list) {
    while (!list.empty()) {
        const auto semicolon = list.find(';');
        std::string_view word = list.substr(0, semicolon);
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        if (word == "motorcar" || word == "motor_vehicle" || word == "vehicle") return true;
        if (semicolon == std::string_view::npos) break;
        list.remove_prefix(semicolon + 1);
    }
    return false;
}

/// The restriction that holds for cars, the most specific tag first.
std::string_view restriction_for_cars(const RoadTags& tags) {
    for (const std::string_view key : {"restriction:motorcar", "restriction:motor_vehicle",
                                       "restriction:vehicle", "restriction"}) {
        if (!tags[key].empty()) return tags[key];
    }
    return {};
}

bool is_by_the_clock(const RoadTags& tags) {
    for (const std::string_view key : {"day_on", "day_off", "hour_on", "hour_off"}) {
        if (!tags[key].empty()) return true;
    }
    for (const std::string_view key :
         {"restriction:conditional", "restriction:motorcar:conditional",
          "restriction:motor_vehicle:conditional", "restriction:vehicle:conditional"}) {
        if (!tags[key].empty()) return true;
    }
    return false;
}

/// Links of a way that end at `key`, with the direction that arrives there (or leaves from there)
/// open.
std::vector<std::size_t> links_at(const std::vector<std::int64_t>& ways, std::int64_t key,
                                  bool arriving, const std::vector<RoadLink>& links,
                                  const LinkLookup& lookup) {
    std::vector<std::size_t> found;
    for (const std::int64_t way : ways) {
        for (const std::size_t i : lookup.links_of_way(way)) {
            const RoadLink& link = links[i];
            const double at_end_kmh = arriving ? link.forward_kmh : link.backward_kmh;
            const double at_start_kmh = arriving ? link.backward_kmh : link.forward_kmh;
            if ((link.to_key == key && at_end_kmh > 0.0) ||
                (link.from_key == key && at_start_kmh > 0.0))
                found.push_back(i);
        }
    }
    return found;
}

}  // namespace

void take_restriction(const RoadTags& tags, const std::vector<OsmMember>& members,
                      std::vector<OsmRestriction>& restrictions, RestrictionCounts& counts) {
    if (!tags["type"].starts_with("restriction")) return;
    const std::string_view rule = restriction_for_cars(tags);
    const bool by_the_clock = is_by_the_clock(tags);
    const bool only = rule.starts_with("only_");
    if (names_cars(tags["except"]) || (!only && !rule.starts_with("no_") && !by_the_clock)) return;
    ++counts.read;
    if (by_the_clock) {
        ++counts.by_the_clock;
        return;
    }
    OsmRestriction restriction;
    restriction.only = only;
    std::size_t via_nodes = 0;
    for (const OsmMember& member : members) {
        if (member.role == "via" && member.kind == OsmMember::Kind::way) {
            ++counts.via_way;
            return;
        }
        if (member.role == "via" && member.kind == OsmMember::Kind::node) {
            restriction.via = member.id;
            ++via_nodes;
        }
        if (member.kind != OsmMember::Kind::way) continue;
        if (member.role == "from") restriction.from.push_back(member.id);
        if (member.role == "to") restriction.to.push_back(member.id);
    }
    if (via_nodes != 1 || restriction.from.empty() || restriction.to.empty()) {
        ++counts.unusable;
        return;
    }
    restrictions.push_back(std::move(restriction));
}

std::vector<TurnBan> make_turn_bans(const std::vector<OsmRestriction>& restrictions,
                                    const std::vector<RoadLink>& links, const LinkLookup& lookup,
                                    RestrictionCounts& counts) {
    std::unordered_map<std::int64_t, std::vector<std::size_t>> links_at_via;
    for (const OsmRestriction& r : restrictions) links_at_via[lookup.key_of_node(r.via)];
    for (std::size_t i = 0; i < links.size(); ++i) {
        for (const std::int64_t key : {links[i].from_key, links[i].to_key}) {
            const auto via = links_at_via.find(key);
            if (via != links_at_via.end() && (via->second.empty() || via->second.back() != i))
                via->second.push_back(i);
        }
    }
    std::vector<TurnBan> bans;
    for (const OsmRestriction& r : restrictions) {
        const std::int64_t via = lookup.key_of_node(r.via);
        const auto from = links_at(r.from, via, true, links, lookup);
        const auto to = links_at(r.to, via, false, links, lookup);
        const bool turns_back = r.from == r.to;
        // A way that runs through the via instead of ending there leaves open which turn is meant.
        const bool unclear =
            !turns_back && (from.size() > r.from.size() || (!r.only && to.size() > r.to.size()));
        if (via < 0 || from.empty() || to.empty() || unclear) {
            ++counts.unusable;
            continue;
        }
        for (const std::size_t f : from) {
            if (turns_back && !r.only) {
                bans.push_back({f, via, f});
                continue;
            }
            if (!r.only) {
                for (const std::size_t t : to) bans.push_back({f, via, t});
                continue;
            }
            for (const std::size_t other : links_at_via[via]) {
                if (std::ranges::find(to, other) == to.end()) bans.push_back({f, via, other});
            }
        }
    }
    return bans;
}

}  // namespace beatline
