// SPDX-License-Identifier: Apache-2.0
#include "geo/road_report.hpp"

#include <algorithm>
#include <numeric>

namespace beatline {

double RoadReport::share_kept() const {
    const double all = length_km + cut_off_km;
    return all > 0.0 ? length_km / all : 0.0;
}

namespace {

/// Both ends of some links, as numbers from 0 in the order of their keys.
class LinkEnds {
public:
    void add(const RoadLink& link) {
        ends_.push_back(link.from_key);
        ends_.push_back(link.to_key);
    }

    /// Numbers instead of keys; how many there are.
    std::size_t number() {
        std::vector<std::int64_t> keys{ends_};
        std::ranges::sort(keys);
        const auto repeated = std::ranges::unique(keys);
        keys.erase(repeated.begin(), repeated.end());
        for (std::int64_t& end : ends_) end = std::ranges::lower_bound(keys, end) - keys.begin();
        return keys.size();
    }

    [[nodiscard]] std::span<const std::int64_t> ends() const { return ends_; }

private:
    std::vector<std::int64_t> ends_;  // two a link
};

/// Parts of the map that no road joins, whichever way it may be driven.
std::size_t count_weak_components(LinkEnds links) {
    std::vector<std::size_t> parent(links.number());
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&parent](std::int64_t end) {
        auto at = static_cast<std::size_t>(end);
        while (parent[at] != at) at = parent[at] = parent[parent[at]];
        return at;
    };
    std::size_t parts = parent.size();
    const auto ends = links.ends();
    for (std::size_t i = 0; i < ends.size(); i += 2) {
        const std::size_t a = root(ends[i]);
        const std::size_t b = root(ends[i + 1]);
        if (a == b) continue;
        parent[std::max(a, b)] = std::min(a, b);
        --parts;
    }
    return parts;
}

/// Junctions that one end of one street meets.
std::size_t count_dead_ends(LinkEnds links) {
    std::vector<std::uint32_t> degree(links.number(), 0);
    for (const std::int64_t end : links.ends()) ++degree[static_cast<std::size_t>(end)];
    return static_cast<std::size_t>(std::ranges::count(degree, 1U));
}

void add_street(const RoadNetwork& network, StreetId s, const RoadLink& link, RoadReport& report) {
    const Street& street = network.streets[s];
    const double km = street.length_m / 1000.0;
    report.length_km += km;
    report.km_by_class[street.road_class] += km;
    const auto arcs = network.arcs_of(s);
    const bool first_way = network.arcs[arcs.front()].forward;
    if (std::ranges::all_of(arcs, [&](ArcId a) { return network.arcs[a].forward == first_way; })) {
        ++report.one_way;
        report.one_way_km += km;
    }
    if (!link.speed_stated) {
        ++report.speed_assumed;
        report.speed_assumed_km += km;
    }
    if (street.name == 0) {
        ++report.nameless;
        report.nameless_km += km;
    }
}

}  // namespace

RoadReport report_on(const RoadNetwork& network, std::span<const RoadLink> links,
                     const LinkTwins& twins, std::span<const StreetId> street_of) {
    RoadReport report;
    report.links = links.size();
    report.links_kept = network.streets.size();
    LinkEnds usable;
    LinkEnds kept;
    double cut_off_m = 0.0;
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        if (twins.stand_in[i] != i) {
            ++report.links_dropped;
            continue;
        }
        usable.add(links[i]);
        if (street_of[i] == no_junction) {
            cut_off_m += length(links[i].line).value;
            continue;
        }
        kept.add(links[i]);
        add_street(network, street_of[i], links[i], report);
    }
    report.links_cut_off = report.links - report.links_kept - report.links_dropped;
    report.cut_off_km = cut_off_m / 1000.0;
    report.weak_components = count_weak_components(std::move(usable));
    report.dead_ends = count_dead_ends(std::move(kept));
    return report;
}

}  // namespace beatline
