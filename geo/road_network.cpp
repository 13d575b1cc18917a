// SPDX-License-Identifier: Apache-2.0
#include "geo/road_network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "geo/strong_components.hpp"

namespace beatline {

std::string_view name_of(RoadClass road_class) {
    switch (road_class) {
        case RoadClass::motorway: return "motorway";
        case RoadClass::trunk: return "trunk";
        case RoadClass::primary: return "primary";
        case RoadClass::secondary: return "secondary";
        case RoadClass::tertiary: return "tertiary";
        case RoadClass::unclassified: return "unclassified";
        case RoadClass::residential: return "residential";
        case RoadClass::service: return "service";
        case RoadClass::track: return "track";
        case RoadClass::path: return "path";
        case RoadClass::ferry: return "ferry";
    }
    return "";
}

namespace {

constexpr std::uint32_t none = 0xFFFF'FFFFU;

// A way to drive a link: 2 * link runs with its line, 2 * link + 1 against it; the other way is `way ^ 1`.
using Way = std::uint32_t;

bool is_open(const RoadLink& link, bool forward) {
    return (forward ? link.forward_kmh : link.backward_kmh) > 0.0;
}

/// The junction graph while it is being put together: every way's ends, turn bans already split off.
struct Junctions {
    std::vector<std::uint32_t> tail;  // way -> junction, none where closed
    std::vector<std::uint32_t> head;  // way -> junction, or its own copy of it
    std::vector<Point> at;            // junctions, then copies
    std::vector<std::uint32_t> first;  // junction -> range in out
    std::vector<Way> out;
};

void check(std::span<const RoadLink> links, std::span<const TurnBan> bans) {
    if (links.size() >= none / 4) throw std::invalid_argument{"more road links than can be numbered"};
    for (const RoadLink& link : links) {
        if (link.line.size() < 2) throw std::invalid_argument{"road link of fewer than two points"};
        for (const Point p : link.line) {
            if (!std::isfinite(p.x) || !std::isfinite(p.y))
                throw std::invalid_argument{"road link with a coordinate that is not finite"};
        }
        if (!std::isfinite(link.forward_kmh) || !std::isfinite(link.backward_kmh))
            throw std::invalid_argument{"road link with a speed that is not finite"};
    }
    for (const TurnBan& ban : bans) {
        if (ban.from >= links.size() || ban.to >= links.size())
            throw std::invalid_argument{"turn ban that names no link"};
    }
}

bool same_road(const RoadLink& a, const RoadLink& b) {
    return a.from_key == b.from_key && a.to_key == b.to_key && a.line == b.line &&
           a.forward_kmh == b.forward_kmh && a.backward_kmh == b.backward_kmh;
}

bool reversed_road(const RoadLink& a, const RoadLink& b) {
    return a.from_key == b.to_key && a.to_key == b.from_key &&
           a.forward_kmh == b.backward_kmh && a.backward_kmh == b.forward_kmh &&
           std::ranges::equal(a.line.rbegin(), a.line.rend(), b.line.begin(), b.line.end());
}

/// For each link the link that stands for it: itself, the first of its twins, or none when dropped.
/// A twin drawn the other way round keeps its index here and is told apart by `reversed`.
struct Twins {
    std::vector<std::uint32_t> stand_in;
    std::vector<bool> reversed;
};

Twins find_twins(std::span<const RoadLink> links, const std::vector<double>& lengths) {
    Twins twins{std::vector<std::uint32_t>(links.size(), none), std::vector<bool>(links.size())};
    std::map<std::array<std::int64_t, 2>, std::vector<std::uint32_t>> seen;
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        const RoadLink& link = links[i];
        if (!is_open(link, true) && !is_open(link, false)) continue;
        if (link.from_key == link.to_key && !(lengths[i] > 0.0)) continue;
        auto& between = seen[{std::min(link.from_key, link.to_key), std::max(link.from_key, link.to_key)}];
        twins.stand_in[i] = i;
        for (const std::uint32_t earlier : between) {
            const bool same = same_road(links[earlier], link);
            if (!same && !reversed_road(links[earlier], link)) continue;
            twins.stand_in[i] = earlier;
            twins.reversed[i] = !same;
            break;
        }
        if (twins.stand_in[i] == i) between.push_back(i);
    }
    return twins;
}

struct WayPair {
    Way in;
    Way out;
    auto operator<=>(const WayPair&) const = default;
};

/// Bans as pairs of ways: sorted, each once, and only turns that could otherwise be made.
std::vector<WayPair> banned_turns(std::span<const RoadLink> links, std::span<const TurnBan> bans,
                                  const Twins& twins) {
    std::vector<WayPair> turns;
    const auto way_of = [&](std::size_t link, bool forward) {
        return 2 * twins.stand_in[link] + (forward != twins.reversed[link] ? 0U : 1U);
    };
    for (const TurnBan& ban : bans) {
        if (twins.stand_in[ban.from] == none || twins.stand_in[ban.to] == none) continue;
        const RoadLink& from = links[ban.from];
        const RoadLink& to = links[ban.to];
        for (const bool in_forward : {true, false}) {
            if ((in_forward ? from.to_key : from.from_key) != ban.via_key) continue;
            if (!is_open(from, in_forward)) continue;
            for (const bool out_forward : {true, false}) {
                if ((out_forward ? to.from_key : to.to_key) != ban.via_key) continue;
                if (!is_open(to, out_forward)) continue;
                const Way in = way_of(ban.from, in_forward);
                const Way out = way_of(ban.to, out_forward);
                if (ban.from == ban.to && out != (in ^ 1U)) continue;  // a U-turn only turns back
                turns.push_back({in, out});
            }
        }
    }
    std::ranges::sort(turns);
    const auto repeated = std::ranges::unique(turns);
    turns.erase(repeated.begin(), repeated.end());
    return turns;
}

std::vector<std::int64_t> junction_keys(std::span<const RoadLink> links, const Twins& twins) {
    std::vector<std::int64_t> keys;
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        if (twins.stand_in[i] != i) continue;
        keys.push_back(links[i].from_key);
        keys.push_back(links[i].to_key);
    }
    std::ranges::sort(keys);
    const auto repeated = std::ranges::unique(keys);
    keys.erase(repeated.begin(), repeated.end());
    return keys;
}

Junctions join(std::span<const RoadLink> links, const Twins& twins, const std::vector<WayPair>& turns) {
    const std::vector<std::int64_t> keys = junction_keys(links, twins);
    const auto junction_of = [&](std::int64_t key) {
        return static_cast<std::uint32_t>(std::ranges::lower_bound(keys, key) - keys.begin());
    };
    Junctions j;
    j.tail.assign(2 * links.size(), none);
    j.head.assign(2 * links.size(), none);
    j.at.resize(keys.size());
    std::vector<std::vector<Way>> leaving(keys.size());
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        if (twins.stand_in[i] != i) continue;
        const std::uint32_t a = junction_of(links[i].from_key);
        const std::uint32_t b = junction_of(links[i].to_key);
        j.at[a] = links[i].line.front();
        j.at[b] = links[i].line.back();
        for (const bool forward : {true, false}) {
            if (!is_open(links[i], forward)) continue;
            const Way way = 2 * i + (forward ? 0U : 1U);
            j.tail[way] = forward ? a : b;
            j.head[way] = forward ? b : a;
            leaving[j.tail[way]].push_back(way);
        }
    }
    // A banned turn's way in leads to a copy of the junction that only it reaches, with what may be taken.
    for (auto ban = turns.begin(); ban != turns.end();) {
        const Way in = ban->in;
        const auto end = std::find_if(ban, turns.end(), [in](const WayPair& t) { return t.in != in; });
        std::vector<Way> allowed;
        for (const Way way : leaving[j.head[in]]) {
            if (std::none_of(ban, end, [way](const WayPair& t) { return t.out == way; }))
                allowed.push_back(way);
        }
        j.at.push_back(j.at[j.head[in]]);
        j.head[in] = static_cast<std::uint32_t>(leaving.size());
        leaving.push_back(std::move(allowed));
        ban = end;
    }
    j.first.push_back(0);
    for (const auto& ways : leaving) {
        j.out.insert(j.out.end(), ways.begin(), ways.end());
        j.first.push_back(static_cast<std::uint32_t>(j.out.size()));
    }
    return j;
}

/// The component in which the streets are longest; the lower number wins a tie.
std::uint32_t largest_part(const Junctions& j, const StrongComponents& parts,
                           const std::vector<double>& lengths) {
    std::vector<double> total(parts.count, 0.0);
    std::vector<std::array<std::uint32_t, 2>> inside;  // link, component
    for (std::uint32_t v = 0; v + 1 < j.first.size(); ++v) {
        for (std::uint32_t a = j.first[v]; a < j.first[v + 1]; ++a) {
            if (parts.of[v] == parts.of[j.head[j.out[a]]]) inside.push_back({j.out[a] / 2, parts.of[v]});
        }
    }
    std::ranges::sort(inside);
    const auto repeated = std::ranges::unique(inside);
    inside.erase(repeated.begin(), repeated.end());
    for (const auto& [link, part] : inside) total[part] += lengths[link];
    return static_cast<std::uint32_t>(std::ranges::max_element(total) - total.begin());
}

std::uint32_t drive_ms(double length_m, double kmh) {
    // Up to half the range, so that a few stretches never wrap around: 24 days.
    return static_cast<std::uint32_t>(std::clamp(std::round(length_m / kmh * 3600.0), 1.0, 2147483647.0));
}

/// Writes out the kept part with ids in the order of junctions and links.
class Writer {
public:
    Writer(std::span<const RoadLink> links, const std::vector<double>& lengths, const Junctions& j,
           const StrongComponents& parts, std::uint32_t kept)
        : links_{links}, lengths_{lengths}, j_{j}, parts_{parts}, kept_{kept} {}

    RoadNetwork write() {
        number_nodes();
        write_streets();
        write_arcs();
        list_arcs_by_street();
        return std::move(net_);
    }

private:
    bool keeps(std::uint32_t v, Way way) const {
        return parts_.of[v] == kept_ && parts_.of[j_.head[way]] == kept_;
    }

    void number_nodes() {
        node_.assign(j_.at.size(), none);
        for (std::uint32_t v = 0; v < j_.at.size(); ++v) {
            if (parts_.of[v] != kept_) continue;
            node_[v] = static_cast<NodeId>(net_.nodes.size());
            net_.nodes.push_back(j_.at[v]);
        }
    }

    void write_streets() {
        std::vector<bool> used(links_.size());
        for (std::uint32_t v = 0; v + 1 < j_.first.size(); ++v) {
            for (std::uint32_t a = j_.first[v]; a < j_.first[v + 1]; ++a) {
                if (keeps(v, j_.out[a])) used[j_.out[a] / 2] = true;
            }
        }
        net_.names.emplace_back();
        std::unordered_map<std::string_view, std::uint32_t> name_ids{{std::string_view{}, 0}};
        street_.assign(links_.size(), none);
        for (std::uint32_t i = 0; i < links_.size(); ++i) {
            if (!used[i]) continue;
            const RoadLink& link = links_[i];
            const auto [name, is_new] =
                name_ids.try_emplace(link.name, static_cast<std::uint32_t>(net_.names.size()));
            if (is_new) net_.names.push_back(link.name);
            street_[i] = static_cast<StreetId>(net_.streets.size());
            net_.streets.push_back({static_cast<std::uint32_t>(net_.points.size()),
                                    static_cast<std::uint32_t>(link.line.size()), name->second,
                                    link.road_class, lengths_[i]});
            net_.points.insert(net_.points.end(), link.line.begin(), link.line.end());
        }
    }

    void write_arcs() {
        for (std::uint32_t v = 0; v + 1 < j_.first.size(); ++v) {
            if (node_[v] == none) continue;
            net_.first_arc.push_back(static_cast<std::uint32_t>(net_.arcs.size()));
            for (std::uint32_t a = j_.first[v]; a < j_.first[v + 1]; ++a) {
                const Way way = j_.out[a];
                if (!keeps(v, way)) continue;
                const RoadLink& link = links_[way / 2];
                const bool forward = (way & 1U) == 0;
                net_.arcs.push_back({node_[v], node_[j_.head[way]],
                                     drive_ms(lengths_[way / 2], forward ? link.forward_kmh : link.backward_kmh),
                                     street_[way / 2], forward});
            }
        }
        net_.first_arc.push_back(static_cast<std::uint32_t>(net_.arcs.size()));
    }

    void list_arcs_by_street() {
        net_.first_street_arc.assign(net_.streets.size() + 1, 0);
        for (const RoadArc& arc : net_.arcs) ++net_.first_street_arc[arc.street + 1];
        for (std::size_t s = 0; s < net_.streets.size(); ++s)
            net_.first_street_arc[s + 1] += net_.first_street_arc[s];
        net_.street_arcs.resize(net_.arcs.size());
        std::vector<std::uint32_t> next{net_.first_street_arc};
        for (ArcId a = 0; a < net_.arcs.size(); ++a) net_.street_arcs[next[net_.arcs[a].street]++] = a;
    }

    std::span<const RoadLink> links_;
    const std::vector<double>& lengths_;
    const Junctions& j_;
    const StrongComponents& parts_;
    std::uint32_t kept_;
    std::vector<NodeId> node_;      // junction -> node, none when cut off
    std::vector<StreetId> street_;  // link -> street, none when cut off
    RoadNetwork net_;
};

RoadReport report_of(const RoadNetwork& net, std::span<const RoadLink> links, const Twins& twins,
                     const std::vector<double>& lengths) {
    RoadReport report;
    report.links = links.size();
    report.links_kept = net.streets.size();
    double all_m = 0.0;
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        if (twins.stand_in[i] == i) {
            all_m += lengths[i];
        } else {
            ++report.links_dropped;
        }
    }
    report.links_cut_off = report.links - report.links_kept - report.links_dropped;
    double kept_m = 0.0;
    for (StreetId s = 0; s < net.streets.size(); ++s) {
        kept_m += net.streets[s].length_m;
        const auto arcs = net.arcs_of(s);
        const bool first_way = net.arcs[arcs.front()].forward;
        if (std::ranges::all_of(arcs, [&](ArcId a) { return net.arcs[a].forward == first_way; }))
            ++report.one_way;
    }
    report.length_km = kept_m / 1000.0;
    report.cut_off_km = std::max(0.0, all_m - kept_m) / 1000.0;
    return report;
}

}  // namespace

BuiltRoads build_road_network(std::span<const RoadLink> links, std::span<const TurnBan> bans) {
    check(links, bans);
    std::vector<double> lengths;
    lengths.reserve(links.size());
    for (const RoadLink& link : links) lengths.push_back(length(link.line).value);

    const Twins twins = find_twins(links, lengths);
    const std::vector<WayPair> turns = banned_turns(links, bans, twins);
    const Junctions junctions = join(links, twins, turns);
    std::vector<std::uint32_t> heads;
    heads.reserve(junctions.out.size());
    for (const Way way : junctions.out) heads.push_back(junctions.head[way]);
    const StrongComponents parts = strong_components(junctions.first, heads);

    BuiltRoads built;
    if (parts.count == 0) {
        built.network.first_arc = {0};
        built.network.first_street_arc = {0};
        built.network.names.emplace_back();
        built.report.links = built.report.links_dropped = links.size();
        return built;
    }
    const std::uint32_t kept = largest_part(junctions, parts, lengths);
    built.network = Writer{links, lengths, junctions, parts, kept}.write();
    built.report = report_of(built.network, links, twins, lengths);
    built.report.turn_bans = turns.size();
    built.report.components = parts.count;
    return built;
}

}  // namespace beatline
