// SPDX-License-Identifier: Apache-2.0
#include "planner/alone.hpp"

#include <algorithm>
#include <utility>

#include "planner/schedule.hpp"

namespace beatline {

std::vector<PlanWindow> begins_alone(const PatrolProblem& problem, const PatrolUnit& unit,
                                     const Site& site) {
    std::vector<PlanWindow> begins;
    if ((unit.skills & site.skills) != site.skills) return begins;
    const RouteSchedule route{unit, problem.travel[unit.travel]};
    const Reach reach = route.reach(0, 1, site.place, site.service);
    for (const PlanWindow& window : site.windows) {
        for (const std::size_t layer : {0U, 1U}) {
            const PlanWindow part{std::max(window.open, reach.ready[layer]),
                                  std::min(window.close, reach.latest[layer])};
            if (part.open <= part.close) begins.push_back(part);
        }
    }
    return covered({begins}, 1);
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
    for (const PlanWindow& window : site.windows) {
        std::uint32_t here = 0;
        for (const PlanWindow& part : begins) {
            const PlanTime close = std::min(window.close, part.close);
            PlanTime begin = std::max({window.open, part.open, next});
            while (begin <= close && count < site.max_visits &&
                   (site.max_per_window == 0 || here < site.max_per_window)) {
                ++count;
                ++here;
                next = begin + apart;
                begin = next;
            }
        }
    }
    return count;
}

}  // namespace beatline
