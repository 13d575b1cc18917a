// SPDX-License-Identifier: Apache-2.0
#include "planner/solution.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace beatline {

Solution::Solution(const Model& model)
    : model_{&model},
      occasions_(model.sites.size()),
      saved_occasions_(model.sites.size()),
      site_changed_(model.sites.size(), 0) {
    const PatrolProblem& problem = *model.problem;
    for (const PatrolUnit& unit : problem.units) {
        routes_.emplace_back(unit, problem.travel[unit.travel]);
    }
    saved_routes_ = routes_;
    route_changed_.assign(routes_.size(), 0);
    for (const Site& site : problem.sites) score_.required_missing += site.required ? 1 : 0;
    saved_score_ = score_;
}

void Solution::count(std::uint32_t site, bool added) {
    const Site& what = model_->site(site);
    score_.value += added ? worth_of_visit(what) : -worth_of_visit(what);
    if (!what.required) return;
    if (added && occasions_[site].size() == 1) --score_.required_missing;
    if (!added && occasions_[site].empty()) ++score_.required_missing;
}

std::uint32_t Solution::visits_in(std::uint32_t site, std::uint32_t first,
                                  std::uint32_t last) const {
    return static_cast<std::uint32_t>(
        std::count_if(occasions_[site].begin(), occasions_[site].end(),
                      [&](const Occasion& o) { return first <= o.period && o.period <= last; }));
}

bool Solution::window_has_room(std::uint32_t site, std::uint32_t window) const {
    const Site& what = model_->site(site);
    if (what.max_per_window > 0 && visits_in(site, window, window) >= what.max_per_window)
        return false;
    return std::none_of(what.limits.begin(), what.limits.end(), [&](const WindowLimit& limit) {
        return limit.covers(window) && visits_in(site, limit.first, limit.last) >= limit.most;
    });
}

void Solution::openings(std::uint32_t site, std::vector<Opening>& out) const {
    out.clear();
    if (!wants_more(site)) return;
    const std::vector<Occasion>& there = occasions_[site];
    for (std::uint32_t i = 0; i <= there.size(); ++i) add_openings_between(site, i, out);
}

void Solution::add_openings_between(std::uint32_t site, std::uint32_t next_index,
                                    std::vector<Opening>& out) const {
    const std::vector<Occasion>& there = occasions_[site];
    const PlanTime apart = model_->sites[site].separation;
    Opening gap;
    PlanTime from = -never;
    PlanTime to = never;
    if (next_index > 0) {
        const Occasion& prev = there[next_index - 1];
        gap.prev = next_index - 1;
        gap.prev_unit = prev.unit;
        gap.prev_stop = routes_[prev.unit].find(site, prev.id);
        from = routes_[prev.unit].stops()[gap.prev_stop].earliest() + apart;
    }
    if (next_index < there.size()) {
        const Occasion& next = there[next_index];
        gap.next = next_index;
        gap.next_unit = next.unit;
        gap.next_stop = routes_[next.unit].find(site, next.id);
        to = routes_[next.unit].stops()[gap.next_stop].latest() - apart;
    }
    const Site& what = model_->site(site);
    for (std::uint32_t w = 0; w < what.windows.size(); ++w) {
        const PlanWindow& window = what.windows[w];
        if (window.close < from || window.open > to) continue;
        if (!window_has_room(site, w)) continue;
        gap.window = {std::max(window.open, from), std::min(window.close, to)};
        gap.period = w;
        if (gap.window.open <= gap.window.close) out.push_back(gap);
    }
}

PlanWindow Solution::reservation(const Placement& placement) const {
    const SiteModel& model = model_->sites[placement.site];
    const Site& site = model_->site(placement.site);
    if (model.single) return {site.windows.front().open, site.windows.back().close};
    const PlanTime begin = placement.begin;
    if (site.crew > 1) return {begin, begin};
    const std::vector<Occasion>& there = occasions_[placement.site];
    PlanWindow window = site.windows[placement.opening.period];
    // As wide as can be without delaying this visit or the next one from where they stand now.
    if (placement.opening.prev != Opening::none) {
        const PlanTime after = there[placement.opening.prev].window.close + model.separation;
        window.open = std::max(window.open, std::min(begin, after));
    }
    if (placement.opening.next != Opening::none) {
        const Occasion& next = there[placement.opening.next];
        const PlanTime now = routes_[next.unit].stops()[placement.opening.next_stop].earliest();
        window.close = std::min(window.close, std::max(begin, now - model.separation));
    }
    return window;
}

std::uint32_t Solution::free_id(std::uint32_t site) const {
    std::uint32_t id = 0;
    const auto taken = [&](const Occasion& o) { return o.id == id; };
    while (std::any_of(occasions_[site].begin(), occasions_[site].end(), taken)) ++id;
    return id;
}

Stop Solution::stop_for(const Placement& placement, const Occasion& occasion) const {
    const Site& site = model_->site(placement.site);
    Stop stop;
    stop.site = placement.site;
    stop.occasion = occasion.id;
    stop.place = site.place;
    stop.service = site.service;
    stop.window = occasion.window;
    if (model_->sites[placement.site].single && site.windows.size() > 1)
        stop.windows = site.windows;
    return stop;
}

void Solution::reserve(std::uint32_t site, std::size_t index, const PlanWindow& window) {
    Occasion& occasion = occasions_[site][index];
    if (occasion.window == window) return;
    save_site(site);
    save_route(occasion.unit);
    RouteSchedule& route = routes_[occasion.unit];
    occasion.window = window;
    route.set_window(route.find(site, occasion.id), window);
}

bool Solution::insert(const Placement& placement) {
    const std::uint32_t site = placement.site;
    const Opening& gap = placement.opening;
    const PlanTime apart = model_->sites[site].separation;
    Occasion added{free_id(site), placement.seats.front().unit, gap.period, reservation(placement)};
    save_site(site);
    std::vector<Occasion>& there = occasions_[site];
    PlanWindow prev_before;
    PlanWindow next_before;
    if (gap.prev != Opening::none) {
        prev_before = there[gap.prev].window;
        reserve(site, gap.prev,
                {prev_before.open, std::min(prev_before.close, added.window.open - apart)});
    }
    if (gap.next != Opening::none) {
        next_before = there[gap.next].window;
        reserve(site, gap.next,
                {std::max(next_before.open, added.window.close + apart), next_before.close});
    }
    const Stop stop = stop_for(placement, added);
    bool feasible = true;
    for (const Seat& seat : placement.seats) {
        save_route(seat.unit);
        score_.driving -= routes_[seat.unit].driving();
        routes_[seat.unit].insert(seat.before, stop);
        score_.driving += routes_[seat.unit].driving();
        feasible = feasible && routes_[seat.unit].feasible();
    }
    if (gap.prev != Opening::none) feasible = feasible && routes_[there[gap.prev].unit].feasible();
    if (gap.next != Opening::none) feasible = feasible && routes_[there[gap.next].unit].feasible();
    if (!feasible) {
        for (const Seat& seat : placement.seats) {
            score_.driving -= routes_[seat.unit].driving();
            routes_[seat.unit].erase(seat.before + 1);
            score_.driving += routes_[seat.unit].driving();
        }
        if (gap.prev != Opening::none) reserve(site, gap.prev, prev_before);
        if (gap.next != Opening::none) reserve(site, gap.next, next_before);
        return false;
    }
    const std::size_t at = gap.prev == Opening::none ? 0 : gap.prev + 1;
    there.insert(there.begin() + static_cast<std::ptrdiff_t>(at), added);
    count(site, true);
    return true;
}

void Solution::take_off(std::uint32_t site, std::uint32_t occasion_id) {
    std::vector<Occasion>& there = occasions_[site];
    const auto found = std::find_if(there.begin(), there.end(),
                                    [&](const Occasion& o) { return o.id == occasion_id; });
    if (found == there.end()) return;
    save_site(site);
    const bool crew = model_->site(site).crew > 1;
    const std::uint32_t first = crew ? 0 : found->unit;
    const std::uint32_t last = crew ? static_cast<std::uint32_t>(routes_.size()) : first + 1;
    for (std::uint32_t u = first; u < last; ++u) {
        const std::size_t index = routes_[u].find(site, occasion_id);
        if (index == 0) continue;
        save_route(u);
        score_.driving -= routes_[u].driving();
        routes_[u].erase(index);
        score_.driving += routes_[u].driving();
        unsettled_.push_back({u, index});
    }
    const std::size_t at = static_cast<std::size_t>(found - there.begin());
    there.erase(found);
    count(site, false);
    if (!crew && !there.empty()) widen(site, at);
}

void Solution::widen(std::uint32_t site, std::size_t at) {
    const std::vector<Occasion>& there = occasions_[site];
    const std::vector<PlanWindow>& windows = model_->site(site).windows;
    const PlanTime apart = model_->sites[site].separation;
    const auto now = [&](const Occasion& o) {
        const RouteSchedule& route = routes_[o.unit];
        return route.stops()[route.find(site, o.id)].earliest();
    };
    if (at == 0) {
        const Occasion& next = there[0];
        return reserve(site, 0, {windows[next.period].open, next.window.close});
    }
    if (at == there.size()) {
        const Occasion& prev = there[at - 1];
        return reserve(site, at - 1, {prev.window.open, windows[prev.period].close});
    }
    const Occasion& prev = there[at - 1];
    const Occasion& next = there[at];
    const PlanTime low = now(prev) + apart;
    const PlanTime high = now(next);
    if (low > high || high >= never) return;  // a route yet to be settled
    const PlanTime cut = std::midpoint(low, high);
    reserve(site, at - 1, {prev.window.open, std::min(windows[prev.period].close, cut - apart)});
    reserve(site, at, {std::max(windows[next.period].open, cut), next.window.close});
}

void Solution::remove(std::uint32_t site, std::uint32_t occasion_id) {
    take_off(site, occasion_id);
    while (!unsettled_.empty()) {
        const Seat hole = unsettled_.back();
        unsettled_.pop_back();
        const RouteSchedule& route = routes_[hole.unit];
        if (route.feasible()) continue;
        const Stop& next = route.stops()[std::min(hole.before, route.visit_count())];
        take_off(next.site, next.occasion);
    }
}

void Solution::save_route(std::uint32_t unit) {
    if (route_changed_[unit] != 0) return;
    route_changed_[unit] = 1;
    changed_routes_.push_back(unit);
    saved_routes_[unit] = routes_[unit];
}

void Solution::save_site(std::uint32_t site) {
    if (site_changed_[site] != 0) return;
    site_changed_[site] = 1;
    changed_sites_.push_back(site);
    saved_occasions_[site] = occasions_[site];
}

void Solution::keep() {
    for (const std::uint32_t u : changed_routes_) route_changed_[u] = 0;
    for (const std::uint32_t s : changed_sites_) site_changed_[s] = 0;
    changed_routes_.clear();
    changed_sites_.clear();
    saved_score_ = score_;
}

void Solution::undo() {
    for (const std::uint32_t u : changed_routes_) std::swap(routes_[u], saved_routes_[u]);
    for (const std::uint32_t s : changed_sites_) std::swap(occasions_[s], saved_occasions_[s]);
    score_ = saved_score_;
    keep();
}

}  // namespace beatline
