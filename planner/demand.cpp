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

/// When visits may start, and how many in each block of duty.
struct VisitTimes {
    std::vector<PlanWindow> windows;
    std::vector<WindowLimit> limits;
};

/// Inside a block of duty and an allowed window, and over before either ends.
VisitTimes visit_times(std::span<const DutyBlock> blocks, const DoseDemand& dose,
                       std::span<const PlanWindow> allowed) {
    VisitTimes times;
    const auto add = [&](PlanTime from, PlanTime to) {
        const PlanTime last = to - dose.visit;
        if (!times.windows.empty()) from = std::max(from, times.windows.back().close + 1);
        if (from <= last) times.windows.push_back({from, last});
    };
    for (const DutyBlock& block : blocks) {
        const auto first = static_cast<std::uint32_t>(times.windows.size());
        if (allowed.empty()) add(block.time.open, block.time.close);
        for (const PlanWindow& w : allowed)
            add(std::max(w.open, block.time.open), std::min(w.close, block.time.close));
        const auto end = static_cast<std::uint32_t>(times.windows.size());
        if (first < end)
            times.limits.push_back({first, end - 1, dose.visits_per_shift * block.relays()});
    }
    if (!times.windows.empty()) return times;
    // No visit fits: keep the wish as it was, so that the plan can say why nobody goes.
    for (const PlanWindow& w : allowed) times.windows.push_back({w.open, w.close - dose.visit});
    if (allowed.empty()) {
        for (const DutyBlock& block : blocks) times.windows.push_back(block.time);
    }
    return times;
}

void check_allowed(std::span<const PlanWindow> allowed, PlanTime visit) {
    for (const PlanWindow& w : allowed) {
        if (w.close - w.open < visit)
            throw std::invalid_argument{"an allowed window is shorter than a visit"};
    }
}

std::uint32_t most_in(const VisitTimes& times) {
    std::uint32_t most = times.limits.empty() ? 1 : 0;
    for (const WindowLimit& limit : times.limits) most = std::min(most + limit.most, most_visits);
    return most;
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
    check_allowed(dose.allowed, dose.visit);
    const std::vector<DutyBlock> blocks = duty_blocks(shifts);
    const VisitTimes common = visit_times(blocks, dose, dose.allowed);
    for (std::size_t i = 0; i < hotspots.size(); ++i) {
        if (hotspots[i].allowed) check_allowed(*hotspots[i].allowed, dose.visit);
        const VisitTimes times =
            hotspots[i].allowed ? visit_times(blocks, dose, *hotspots[i].allowed) : common;
        if (times.windows.empty()) continue;
        Site site;
        site.id = hotspots[i].id;
        site.place = places.index_of(hotspots[i].at);
        site.service = dose.visit;
        site.windows = times.windows;
        site.limits = times.limits;
        site.value = hotspots[i].value;
        site.max_visits = most_in(times);
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
