// SPDX-License-Identifier: Apache-2.0
#include "planner/demand.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace beatline {

namespace {

/// A stretch of time in which units are on duty without a break between their shifts.
struct DutyBlock {
    PlanWindow time;
    PlanTime shift_total{0};
    PlanTime shifts{0};

    /// How many shifts follow one another in it.
    [[nodiscard]] std::uint32_t relays() const {
        const double mean = static_cast<double>(shift_total) / static_cast<double>(shifts);
        const double length = static_cast<double>(time.close - time.open);
        return mean > 0.0 ? static_cast<std::uint32_t>(std::max(std::llround(length / mean), 1LL))
                          : 1;
    }
};

std::vector<DutyBlock> duty_blocks(std::span<const ShiftDemand> shifts) {
    std::vector<PlanWindow> sorted;
    for (const ShiftDemand& s : shifts) sorted.push_back(s.shift);
    std::ranges::sort(sorted, [](const PlanWindow& a, const PlanWindow& b) {
        return a.open != b.open ? a.open < b.open : a.close < b.close;
    });
    std::vector<DutyBlock> blocks;
    for (const PlanWindow& s : sorted) {
        if (blocks.empty() || s.open >= blocks.back().time.close) blocks.push_back({s, 0, 0});
        DutyBlock& block = blocks.back();
        block.time.close = std::max(block.time.close, s.close);
        block.shift_total += s.close - s.open;
        ++block.shifts;
    }
    return blocks;
}

/// When a visit of `dwell` may start: inside a block of duty and an allowed window, and over before
/// either ends.
std::vector<PlanWindow> visit_windows(std::span<const DutyBlock> blocks, const DoseDemand& dose) {
    std::vector<PlanWindow> windows;
    const auto add = [&](PlanTime from, PlanTime to) {
        const PlanTime last = to - dose.visit;
        if (last < from) return;
        if (!windows.empty() && from <= windows.back().close) from = windows.back().close + 1;
        if (from <= last) windows.push_back({from, last});
    };
    for (const DutyBlock& block : blocks) {
        if (dose.allowed.empty()) add(block.time.open, block.time.close);
        for (const PlanWindow& w : dose.allowed)
            add(std::max(w.open, block.time.open), std::min(w.close, block.time.close));
    }
    // No visit fits: keep the wish as it was, so that the plan can say why nobody goes.
    if (windows.empty()) windows = dose.allowed;
    if (windows.empty()) {
        for (const DutyBlock& block : blocks) windows.push_back(block.time);
    }
    return windows;
}

class PlaceList {
public:
    PlaceIndex index_of(Point p) {
        const auto found = std::ranges::find(places, p);
        if (found != places.end()) return static_cast<PlaceIndex>(found - places.begin());
        places.push_back(p);
        return static_cast<PlaceIndex>(places.size() - 1);
    }
    std::vector<Point> places;
};

std::vector<std::string> all_skills(std::span<const ShiftDemand> shifts,
                                    std::span<const TaskDemand> tasks) {
    std::set<std::string> names;
    for (const ShiftDemand& s : shifts) names.insert(s.skills.begin(), s.skills.end());
    for (const TaskDemand& t : tasks) names.insert(t.skills.begin(), t.skills.end());
    if (names.size() > 64) throw std::invalid_argument{"more than 64 different skills"};
    return {names.begin(), names.end()};
}

SkillSet skill_set(std::span<const std::string> skills, std::span<const std::string> names) {
    SkillSet set = 0;
    for (const std::string& skill : skills)
        set |= SkillSet{1} << (std::ranges::find(names, skill) - names.begin());
    return set;
}

}  // namespace

PatrolDemand make_demand(std::span<const ShiftDemand> shifts,
                         std::span<const HotspotDemand> hotspots, std::span<const TaskDemand> tasks,
                         const DoseDemand& dose) {
    PatrolDemand demand;
    PlaceList places;
    PatrolProblem& problem = demand.problem;
    problem.skill_names = all_skills(shifts, tasks);
    for (const ShiftDemand& s : shifts) {
        problem.units.push_back({s.id, places.index_of(s.base), places.index_of(s.end), s.shift,
                                 s.rest, skill_set(s.skills, problem.skill_names), s.mode});
    }
    const std::vector<DutyBlock> blocks = duty_blocks(shifts);
    const std::vector<PlanWindow> windows = visit_windows(blocks, dose);
    std::uint32_t relays = 1;
    for (const DutyBlock& block : blocks) relays = std::max(relays, block.relays());
    for (std::size_t i = 0; i < hotspots.size() && !windows.empty(); ++i) {
        Site site;
        site.id = hotspots[i].id;
        site.place = places.index_of(hotspots[i].at);
        site.service = dose.visit;
        site.windows = windows;
        site.value = hotspots[i].value;
        site.max_per_window = dose.visits_per_shift * relays;
        site.max_visits =
            std::min(site.max_per_window * static_cast<std::uint32_t>(windows.size()), most_visits);
        site.min_gap = dose.min_gap;
        problem.sites.push_back(std::move(site));
        demand.origins.push_back({SiteKind::hotspot, i});
    }
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        Site site;
        site.id = tasks[i].id;
        site.place = places.index_of(tasks[i].at);
        site.service = tasks[i].duration;
        site.windows = tasks[i].windows;
        site.required = true;
        site.skills = skill_set(tasks[i].skills, problem.skill_names);
        site.crew = tasks[i].crew;
        problem.sites.push_back(std::move(site));
        demand.origins.push_back({SiteKind::task, i});
    }
    demand.places = std::move(places.places);
    return demand;
}

TravelMatrix travel_between(const RoadNetwork& network,
                            std::span<const std::optional<RoadPosition>> places) {
    std::vector<RoadPosition> on_road;
    std::vector<std::size_t> row_of;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!places[i]) continue;
        on_road.push_back(*places[i]);
        row_of.push_back(i);
    }
    const TravelMatrix between = travel_times(network, on_road);
    const std::size_t n = places.size();
    std::vector<std::uint32_t> times(n * n, TravelMatrix::unreachable);
    for (std::size_t i = 0; i < n; ++i) times[i * n + i] = 0;
    for (std::size_t a = 0; a < on_road.size(); ++a) {
        for (std::size_t b = 0; b < on_road.size(); ++b)
            times[row_of[a] * n + row_of[b]] = between(a, b);
    }
    return {n, std::move(times)};
}

}  // namespace beatline
