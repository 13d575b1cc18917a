// SPDX-License-Identifier: Apache-2.0
#include "geo/road_network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <unordered_map>

#include "geo/road_junctions.hpp"
#include "geo/road_report.hpp"
#include "geo/strong_components.hpp"

namespace beatline {

std::string_view name_of(RoadClass road_class) {
    switch (road_class) {
        case RoadClass::motorway:
            return "motorway";
        case RoadClass::trunk:
            return "trunk";
        case RoadClass::primary:
            return "primary";
        case RoadClass::secondary:
            return "secondary";
        case RoadClass::tertiary:
            return "tertiary";
        case RoadClass::unclassified:
            return "unclassified";
        case RoadClass::residential:
            return "residential";
        case RoadClass::service:
            return "service";
        case RoadClass::track:
            return "track";
        case RoadClass::path:
            return "path";
        case RoadClass::ferry:
            return "ferry";
    }
    return "";
}

namespace {

void check(std::span<const RoadLink> links, std::span<const TurnBan> bans) {
    if (links.size() >= no_junction / 4)
        throw std::invalid_argument{"more road links than can be numbered"};
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

/// The component in which the streets are longest; the lower number wins a tie.
std::uint32_t largest_part(const Junctions& j, const StrongComponents& parts,
                           const std::vector<double>& lengths) {
    std::vector<double> total(parts.count, 0.0);
    std::vector<std::array<std::uint32_t, 2>> inside;  // link, component
    for (std::uint32_t v = 0; v + 1 < j.first.size(); ++v) {
        for (std::uint32_t a = j.first[v]; a < j.first[v + 1]; ++a) {
            if (parts.of[v] == parts.of[j.head[j.out[a]]])
                inside.push_back({j.out[a] / 2, parts.of[v]});
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
    return static_cast<std::uint32_t>(
        std::clamp(std::round(length_m / kmh * 3600.0), 1.0, 2147483647.0));
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

    /// Link -> street, no_junction when cut off.
    [[nodiscard]] const std::vector<StreetId>& street_of() const { return street_; }

private:
    bool keeps(std::uint32_t v, Way way) const {
        return parts_.of[v] == kept_ && parts_.of[j_.head[way]] == kept_;
    }

    void number_nodes() {
        node_.assign(j_.at.size(), no_junction);
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
        street_.assign(links_.size(), no_junction);
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
            if (node_[v] == no_junction) continue;
            net_.first_arc.push_back(static_cast<std::uint32_t>(net_.arcs.size()));
            for (std::uint32_t a = j_.first[v]; a < j_.first[v + 1]; ++a) {
                const Way way = j_.out[a];
                if (!keeps(v, way)) continue;
                const RoadLink& link = links_[way / 2];
                const bool forward = (way & 1U) == 0;
                net_.arcs.push_back(
                    {node_[v], node_[j_.head[way]],
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
        for (ArcId a = 0; a < net_.arcs.size(); ++a)
            net_.street_arcs[next[net_.arcs[a].street]++] = a;
    }

    std::span<const RoadLink> links_;
    const std::vector<double>& lengths_;
    const Junctions& j_;
    const StrongComponents& parts_;
    std::uint32_t kept_;
    std::vector<NodeId> node_;  // junction -> node, no_junction when cut off
    std::vector<StreetId> street_;
    RoadNetwork net_;
};

}  // namespace

BuiltRoads build_road_network(std::span<const RoadLink> links, std::span<const TurnBan> bans) {
    check(links, bans);
    std::vector<double> lengths;
    lengths.reserve(links.size());
    for (const RoadLink& link : links) lengths.push_back(length(link.line).value);

    const LinkTwins twins = find_twins(links, lengths);
    const Junctions junctions = join_links(links, twins, bans);
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
    Writer writer{links, lengths, junctions, parts, kept};
    built.network = writer.write();
    built.report = report_on(built.network, links, twins, writer.street_of());
    built.report.turn_bans = junctions.banned_turns;
    built.report.components = parts.count;
    return built;
}

}  // namespace beatline
