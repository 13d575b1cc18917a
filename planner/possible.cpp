// SPDX-License-Identifier: Apache-2.0
#include "planner/possible.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "planner/schedule.hpp"

namespace beatline {
namespace {

/// Dijkstra over a dense matrix: from `source` (or, `reverse`, to it) by way of the marked places.
std::vector<PlanTime> shortest(const TravelMatrix& travel, PlaceIndex source, bool reverse,
                               const std::vector<char>& may_pass) {
    std::vector<PlanTime> way(travel.size(), ShortestWays::no_way);
    std::vector<char> done(travel.size(), 0);
    way[source] = 0;
    for (std::size_t at = source;;) {
        done[at] = 1;
        for (std::size_t other = 0; other < travel.size(); ++other) {
            const PlanTime leg = reverse ? travel(other, at) : travel(at, other);
            way[other] = std::min(way[other], way[at] + leg);
        }
        std::size_t next = travel.size();
        for (std::size_t p = 0; p < travel.size(); ++p) {
            if (done[p] != 0 || may_pass[p] == 0 || way[p] >= ShortestWays::no_way) continue;
            if (next == travel.size() || way[p] < way[next]) next = p;
        }
        if (next == travel.size()) return way;
        at = next;
    }
}

}  // namespace

ShortestWays::ShortestWays(const PatrolProblem& problem) {
    std::vector<char> may_pass(problem.place_count(), 0);
    for (const Site& site : problem.sites) may_pass[site.place] = 1;
    std::map<std::tuple<std::uint32_t, PlaceIndex, bool>, std::size_t> known;
    const auto find = [&](std::uint32_t mode, PlaceIndex source, bool reverse) {
        const auto [at, added] = known.try_emplace({mode, source, reverse}, ways_.size());
        if (added) ways_.push_back(shortest(problem.travel[mode], source, reverse, may_pass));
        return at->second;
    };
    for (const PatrolUnit& unit : problem.units) {
        out_.push_back(find(unit.travel, unit.start, false));
        home_.push_back(find(unit.travel, unit.end, true));
    }
}

std::vector<PlanWindow> possible_begins(const PatrolProblem& problem, const ShortestWays& ways,
                                        std::uint32_t u, const Site& site) {
    std::vector<PlanWindow> begins;
    const PatrolUnit& unit = problem.units[u];
    if ((unit.skills & site.skills) != site.skills) return begins;
    const PlanTime there = unit.shift.open + ways.out(u, site.place);
    const PlanTime done = unit.shift.close - ways.home(u, site.place) - site.service;
    // Either the break comes before the visit, or after it; where it is taken is left open.
    const PatrolBreak& rest = unit.rest;
    std::vector<PlanWindow> parts{{there, done}};
    if (rest.duration > 0) {
        parts = {{std::max(there + rest.duration, rest.window.open + rest.duration), done},
                 {there, std::min(done - rest.duration,
                                  rest.window.close - rest.duration - site.service)}};
    }
    for (const PlanWindow& window : site.windows) {
        for (const PlanWindow& part : parts) {
            const PlanWindow both{std::max(window.open, part.open),
                                  std::min(window.close, part.close)};
            if (both.open <= both.close) begins.push_back(both);
        }
    }
    return covered({begins}, 1);
}

Possible possible_visits(const PatrolProblem& problem, const ShortestWays& ways, const Site& site) {
    Possible possible;
    std::vector<std::vector<PlanWindow>> begins;
    for (std::uint32_t u = 0; u < problem.units.size(); ++u) {
        auto of_unit = possible_begins(problem, ways, u, site);
        if (of_unit.empty()) continue;
        possible.units.push_back(u);
        begins.push_back(std::move(of_unit));
    }
    possible.most_visits = most_visits_within(site, covered(begins, site.crew));
    if (possible.most_visits == 0) possible.units.clear();
    return possible;
}

std::vector<PlanWindow> covered(const std::vector<std::vector<PlanWindow>>& lists,
                                std::size_t depth) {
    // +1 at an opening, -1 just after a closing; windows are closed, so openings come first.
    std::vector<std::pair<PlanTime, int>> edges;
    for (const auto& list : lists) {
        for (const PlanWindow& window : list) {
            edges.emplace_back(window.open, 1);
            edges.emplace_back(window.close + 1, -1);
        }
    }
    std::sort(edges.begin(), edges.end());
    std::vector<PlanWindow> out;
    std::size_t level = 0;
    for (std::size_t i = 0; i < edges.size();) {
        const PlanTime time = edges[i].first;
        const bool was_in = level >= depth;
        for (; i < edges.size() && edges[i].first == time; ++i) {
            level = edges[i].second > 0 ? level + 1 : level - 1;
        }
        if (!was_in && level >= depth) out.push_back({time, time});
        if (was_in && level < depth) out.back().close = time - 1;
    }
    return out;
}

PlanTime separation(const Site& site) {
    return std::max(PlanTime{1}, site.service + site.min_gap);
}

std::uint32_t most_visits_within(const Site& site, const std::vector<PlanWindow>& begins) {
    const PlanTime apart = separation(site);
    std::uint32_t count = 0;
    PlanTime next = -never;
    std::uint32_t in_limit = 0;  // visits in the windows that share a limit with this one
    for (std::uint32_t w = 0; w < site.windows.size(); ++w) {
        const PlanWindow& window = site.windows[w];
        const auto limit = std::find_if(site.limits.begin(), site.limits.end(),
                                        [&](const WindowLimit& l) { return l.covers(w); });
        const bool limited = limit != site.limits.end();
        if (!limited || limit->first == w) in_limit = 0;
        std::uint32_t here = 0;
        for (const PlanWindow& part : begins) {
            const PlanTime close = std::min(window.close, part.close);
            PlanTime begin = std::max({window.open, part.open, next});
            while (begin <= close && count < site.max_visits &&
                   (site.max_per_window == 0 || here < site.max_per_window) &&
                   (!limited || in_limit < limit->most)) {
                ++count;
                ++here;
                ++in_limit;
                next = begin + apart;
                begin = next;
            }
        }
    }
    return count;
}

}  // namespace beatline
