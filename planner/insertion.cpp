// SPDX-License-Identifier: Apache-2.0
#include "planner/insertion.hpp"

#include <algorithm>

namespace beatline {
namespace {

// A crew is tried at this many begins at most: enough to meet every unit's timetable on small
// plans, a sample on large ones.
constexpr std::size_t most_crew_begins = 24;

}  // namespace

Inserter::Inserter(const Model& model, Rng& rng, const InserterParams& params)
    : model_{&model}, rng_{&rng}, params_{params} {
    if (params_.blink > 0) until_blink_ = rng_->below(2 * params_.blink);
}

bool Inserter::blinks() {
    if (params_.blink == 0) return false;
    if (until_blink_-- > 0) return false;
    until_blink_ = rng_->below(2 * params_.blink);
    return true;
}

const Placement* Inserter::cheapest(const Solution& solution, std::uint32_t site) {
    if (spent()) return nullptr;
    solution.openings(site, openings_);
    if (openings_.empty()) return nullptr;
    best_detour_ = never;
    if (model_->site(site).crew > 1) return cheapest_crew(solution, site);
    const bool all = !params_.only_changed || solution.changed_site(site);
    spend(model_->sites[site].units.size());
    for (const std::uint32_t unit : model_->sites[site].units) {
        if (all || solution.changed_route(unit)) try_unit(solution, site, unit);
    }
    return best_detour_ < never ? &best_ : nullptr;
}

void Inserter::try_unit(const Solution& solution, std::uint32_t site, std::uint32_t unit) {
    const Site& what = model_->site(site);
    const RouteSchedule& route = solution.routes()[unit];
    const std::vector<Stop>& stops = route.stops();
    spend(stops.size());
    const PlanTime opens = openings_.front().window.open;
    PlanTime closes = openings_.front().window.close;
    for (const Opening& opening : openings_) closes = std::max(closes, opening.window.close);
    for (std::size_t before = 0; before + 1 < stops.size(); ++before) {
        const Stop& a = stops[before];
        if (std::min(a.early[0], a.early[1]) + a.service > closes) break;
        if (stops[before + 1].late[1] - what.service < opens) continue;
        const PlanTime extra = route.detour(before, what.place);
        if (extra >= best_detour_ || blinks()) continue;
        const Reach reach = route.reach(before, before + 1, what.place, what.service);
        for (const Opening& opening : openings_) {
            const PlanTime begin = reach.begin_in(opening.window);
            if (begin == never || !opening.in_order(unit, before)) continue;
            best_detour_ = extra;
            best_.site = site;
            best_.opening = opening;
            best_.begin = begin;
            best_.seats.assign(1, Seat{unit, before});
            break;
        }
    }
}

void Inserter::collect_begins(const Solution& solution, std::uint32_t site) {
    const Site& what = model_->site(site);
    begins_.clear();
    for (std::size_t o = 0; o < openings_.size() && !spent(); ++o) {
        for (const std::uint32_t unit : model_->sites[site].units) {
            const RouteSchedule& route = solution.routes()[unit];
            spend(route.stops().size());
            for (std::size_t before = 0; before + 1 < route.stops().size(); ++before) {
                const Reach reach = route.reach(before, before + 1, what.place, what.service);
                for (const std::size_t layer : {0U, 1U}) {
                    const PlanWindow& window = openings_[o].window;
                    const PlanTime begin = std::max(reach.ready[layer], window.open);
                    const PlanTime last = std::min(reach.latest[layer], window.close);
                    if (begin <= last) begins_.emplace_back(begin, o);
                    if (begin < last) begins_.emplace_back(last, o);
                }
            }
        }
    }
    // If some begin suits all of a crew, then so does one member's earliest begin somewhere.
    std::sort(begins_.begin(), begins_.end());
    begins_.erase(std::unique(begins_.begin(), begins_.end()), begins_.end());
}

const Placement* Inserter::cheapest_crew(const Solution& solution, std::uint32_t site) {
    collect_begins(solution, site);
    for (std::size_t i = 0; i < begins_.size() && i < most_crew_begins; ++i) {
        // Drawn in any order: equally short detours are frequent, and none should always win.
        const auto left = static_cast<std::uint32_t>(begins_.size() - i);
        if (params_.blink > 0) std::swap(begins_[i], begins_[i + rng_->below(left)]);
        try_crew_at(solution, site, openings_[begins_[i].second], begins_[i].first);
    }
    if (params_.blink == 0) {
        for (std::size_t i = most_crew_begins; i < begins_.size() && !spent(); ++i) {
            try_crew_at(solution, site, openings_[begins_[i].second], begins_[i].first);
        }
    }
    return best_detour_ < never ? &best_ : nullptr;
}

void Inserter::try_crew_at(const Solution& solution, std::uint32_t site, const Opening& opening,
                           PlanTime begin) {
    const Site& what = model_->site(site);
    offers_.clear();
    for (const std::uint32_t unit : model_->sites[site].units) {
        const RouteSchedule& route = solution.routes()[unit];
        spend(route.stops().size());
        PlanTime best = never;
        Seat seat{unit, 0};
        for (std::size_t before = 0; before + 1 < route.stops().size(); ++before) {
            const PlanTime extra = route.detour(before, what.place);
            if (extra >= best || !opening.in_order(unit, before)) continue;
            const Reach reach = route.reach(before, before + 1, what.place, what.service);
            if (reach.begin_in({begin, begin}) == never) continue;
            best = extra;
            seat.before = before;
        }
        if (best < never) offers_.emplace_back(best, seat);
    }
    if (offers_.size() < what.crew) return;
    std::sort(offers_.begin(), offers_.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second.unit < b.second.unit;
    });
    PlanTime sum = 0;
    for (std::size_t i = 0; i < what.crew; ++i) sum += offers_[i].first;
    if (sum >= best_detour_) return;
    best_detour_ = sum;
    best_.site = site;
    best_.opening = opening;
    best_.begin = begin;
    best_.seats.clear();
    for (std::size_t i = 0; i < what.crew; ++i) best_.seats.push_back(offers_[i].second);
}

std::uint32_t Inserter::insert_all(Solution& solution, std::uint32_t site) {
    std::uint32_t made = 0;
    while (solution.wants_more(site)) {
        const Placement* place = cheapest(solution, site);
        if (place == nullptr || !solution.insert(*place)) break;
        ++made;
    }
    return made;
}

}  // namespace beatline
