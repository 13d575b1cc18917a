// SPDX-License-Identifier: Apache-2.0
#include "geo/road_junctions.hpp"

#include <algorithm>
#include <compare>
#include <tuple>

namespace beatline {

namespace {

/// Whether a link counts as drawn backwards, so that both drawings of one road compare equal.
bool is_flipped(const RoadLink& link) {
    if (link.from_key != link.to_key) return link.from_key > link.to_key;
    return std::lexicographical_compare(link.line.rbegin(), link.line.rend(), link.line.begin(),
                                        link.line.end());
}

std::weak_ordering compare_lines(const Polyline& a, bool a_flipped, const Polyline& b,
                                 bool b_flipped) {
    if (a.size() != b.size()) return a.size() <=> b.size();
    for (std::size_t i = 0; i < a.size(); ++i) {
        const Point p = a[a_flipped ? a.size() - 1 - i : i];
        const Point q = b[b_flipped ? b.size() - 1 - i : i];
        if (p < q) return std::weak_ordering::less;
        if (q < p) return std::weak_ordering::greater;
    }
    return std::weak_ordering::equivalent;
}

std::weak_ordering compare_roads(const RoadLink& a, bool a_flipped, const RoadLink& b,
                                 bool b_flipped) {
    const auto ends_and_speeds = [](const RoadLink& link, bool flipped) {
        return flipped
                   ? std::tuple{link.to_key, link.from_key, link.backward_kmh, link.forward_kmh}
                   : std::tuple{link.from_key, link.to_key, link.forward_kmh, link.backward_kmh};
    };
    const auto x = ends_and_speeds(a, a_flipped);
    const auto y = ends_and_speeds(b, b_flipped);
    if (x < y) return std::weak_ordering::less;
    if (y < x) return std::weak_ordering::greater;
    return compare_lines(a.line, a_flipped, b.line, b_flipped);
}

struct WayPair {
    Way in;
    Way out;
    auto operator<=>(const WayPair&) const = default;
};

/// Bans as pairs of ways: sorted, each once, and only turns that could otherwise be made.
std::vector<WayPair> banned_turns(std::span<const RoadLink> links, std::span<const TurnBan> bans,
                                  const LinkTwins& twins) {
    std::vector<WayPair> turns;
    const auto way_of = [&](std::size_t link, bool forward) {
        return 2 * twins.stand_in[link] + (forward != twins.reversed[link] ? 0U : 1U);
    };
    for (const TurnBan& ban : bans) {
        if (twins.stand_in[ban.from] == LinkTwins::no_link ||
            twins.stand_in[ban.to] == LinkTwins::no_link)
            continue;
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

std::vector<std::int64_t> junction_keys(std::span<const RoadLink> links, const LinkTwins& twins) {
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

/// Gives every way in that has a banned turn its own copy of the junction ahead.
void split_off(const std::vector<WayPair>& turns, Junctions& j,
               std::vector<std::vector<Way>>& leaving) {
    for (auto ban = turns.begin(); ban != turns.end();) {
        const Way in = ban->in;
        const auto end =
            std::find_if(ban, turns.end(), [in](const WayPair& t) { return t.in != in; });
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
}

}  // namespace

LinkTwins find_twins(std::span<const RoadLink> links, std::span<const double> lengths_m) {
    LinkTwins twins{std::vector<std::uint32_t>(links.size(), LinkTwins::no_link),
                    std::vector<bool>(links.size())};
    std::vector<std::uint32_t> order;
    std::vector<bool> flipped(links.size());
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        const RoadLink& link = links[i];
        if (!is_open(link, true) && !is_open(link, false)) continue;
        if (link.from_key == link.to_key && !(lengths_m[i] > 0.0)) continue;
        flipped[i] = is_flipped(link);
        order.push_back(i);
    }
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const auto by_road = compare_roads(links[a], flipped[a], links[b], flipped[b]);
        return by_road == 0 ? a < b : by_road < 0;
    });
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::uint32_t i = order[k];
        twins.stand_in[i] = i;
        if (k == 0) continue;
        const std::uint32_t first = twins.stand_in[order[k - 1]];
        if (compare_roads(links[first], flipped[first], links[i], flipped[i]) != 0) continue;
        twins.stand_in[i] = first;
        twins.reversed[i] = flipped[i] != flipped[first];
    }
    return twins;
}

Junctions join_links(std::span<const RoadLink> links, const LinkTwins& twins,
                     std::span<const TurnBan> bans) {
    const std::vector<std::int64_t> keys = junction_keys(links, twins);
    const auto junction_of = [&](std::int64_t key) {
        return static_cast<std::uint32_t>(std::ranges::lower_bound(keys, key) - keys.begin());
    };
    Junctions j;
    j.head.assign(2 * links.size(), no_junction);
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
            j.head[way] = forward ? b : a;
            leaving[forward ? a : b].push_back(way);
        }
    }
    const std::vector<WayPair> turns = banned_turns(links, bans, twins);
    j.banned_turns = turns.size();
    split_off(turns, j, leaving);
    j.first.push_back(0);
    for (const auto& ways : leaving) {
        j.out.insert(j.out.end(), ways.begin(), ways.end());
        j.first.push_back(static_cast<std::uint32_t>(j.out.size()));
    }
    return j;
}

}  // namespace beatline
