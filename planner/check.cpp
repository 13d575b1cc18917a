// The judge re-derives every rule from the problem; it reads nothing of schedule or search.
// SPDX-License-Identifier: Apache-2.0
#include "planner/check.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace beatline {
namespace {

using Complaints = std::vector<std::string>;

std::string num(PlanTime time) {
    return std::to_string(time);
}
std::string quoted(const std::string& id) {
    return "\"" + id + "\"";
}

/// Sound enough to be judged further: indices in range, one route a unit in order.
bool check_frame(const PatrolProblem& problem, const PatrolPlan& plan, Complaints& out) {
    const std::size_t before = out.size();
    if (plan.routes.size() != problem.units.size()) {
        out.push_back("the plan has " + std::to_string(plan.routes.size()) + " routes for " +
                      std::to_string(problem.units.size()) + " units; there is one a unit");
    }
    for (std::size_t r = 0; r < plan.routes.size(); ++r) {
        if (plan.routes[r].unit != r) {
            out.push_back("route " + std::to_string(r) + " belongs to unit " +
                          std::to_string(plan.routes[r].unit) + "; routes follow the units' order");
        }
        for (const Visit& visit : plan.routes[r].visits) {
            if (visit.site >= problem.sites.size()) {
                out.push_back("route " + std::to_string(r) + " visits site " +
                              std::to_string(visit.site) + ", which does not exist");
            }
        }
    }
    for (const Unserved& left : plan.unserved) {
        if (left.site >= problem.sites.size()) {
            out.push_back("unserved site " + std::to_string(left.site) + " does not exist");
        }
    }
    return out.size() == before;
}

struct Leg {
    std::string who;
    PlanTime travel;
    PlanTime from;    ///< free to leave
    PlanTime arrive;  ///< at the far end
};

void check_leg(const Leg& leg, Complaints& out) {
    if (leg.travel == TravelMatrix::unreachable) {
        out.push_back(leg.who + ": no way leads there");
    } else if (leg.arrive < leg.from + leg.travel) {
        out.push_back(leg.who + ": arrives at " + num(leg.arrive) + ", but leaves at " +
                      num(leg.from) + " for a drive of " + num(leg.travel));
    }
}

void check_visit(const PatrolUnit& unit, const Site& site, const Visit& visit, Complaints& out) {
    const std::string who = "unit " + quoted(unit.id) + " at site " + quoted(site.id);
    if (visit.start < visit.arrive) {
        out.push_back(who + ": starts at " + num(visit.start) + " before it arrives at " +
                      num(visit.arrive));
    }
    if (visit.depart != visit.start + site.service) {
        out.push_back(who + ": departs at " + num(visit.depart) + ", but service from " +
                      num(visit.start) + " takes " + num(site.service));
    }
    const bool inside = std::any_of(
        site.windows.begin(), site.windows.end(),
        [&](const PlanWindow& w) { return w.open <= visit.start && visit.start <= w.close; });
    if (!inside)
        out.push_back(who + ": starts at " + num(visit.start) + ", inside none of its windows");
    if ((unit.skills & site.skills) != site.skills) out.push_back(who + ": lacks a skill it needs");
}

/// Whether the break lies between two stops, standing: ended before the drive, or begun after it.
bool rest_is_standing(const PatrolProblem& problem, const Route& route, const PlanWindow& rest) {
    const PatrolUnit& unit = problem.units[route.unit];
    const TravelMatrix& travel = problem.travel[unit.travel];
    if (unit.shift.open <= rest.open && rest.close <= route.leave) return true;
    if (route.back <= rest.open && rest.close <= unit.shift.close) return true;
    PlanTime free_from = route.leave;
    PlaceIndex place = unit.start;
    bool at_base = true;
    for (const Visit& visit : route.visits) {
        const PlaceIndex next = problem.sites[visit.site].place;
        const PlanTime drive = travel(place, next);
        if (!at_base && free_from <= rest.open && rest.close + drive <= visit.arrive) return true;
        if (visit.arrive <= rest.open && rest.close <= visit.start) return true;
        free_from = visit.depart;
        place = next;
        at_base = false;
    }
    return free_from <= rest.open && rest.close + travel(place, unit.end) <= route.back;
}

void check_rest(const PatrolProblem& problem, const Route& route, Complaints& out) {
    const PatrolUnit& unit = problem.units[route.unit];
    const std::string who = "unit " + quoted(unit.id);
    if (unit.rest.duration == 0) {
        if (route.rest) out.push_back(who + ": takes a break that it does not have");
        return;
    }
    if (!route.rest) {
        out.push_back(who + ": has no break, though one of " + num(unit.rest.duration) + " is due");
        return;
    }
    const PlanWindow rest = *route.rest;
    const std::string when = "break from " + num(rest.open) + " to " + num(rest.close);
    if (rest.close - rest.open != unit.rest.duration) {
        out.push_back(who + ": " + when + " does not last " + num(unit.rest.duration));
    }
    if (rest.open < unit.rest.window.open || rest.close > unit.rest.window.close) {
        out.push_back(who + ": " + when + " does not lie inside its window [" +
                      num(unit.rest.window.open) + ", " + num(unit.rest.window.close) + "]");
    }
    if (!rest_is_standing(problem, route, rest)) {
        out.push_back(who + ": " + when + " overlaps a visit, a drive or the shift's ends");
    }
}

void check_totals(const PatrolProblem& problem, const Route& route, PlanTime driving,
                  Complaints& out) {
    const PatrolUnit& unit = problem.units[route.unit];
    const std::string who = "unit " + quoted(unit.id);
    PlanTime service = 0;
    for (const Visit& visit : route.visits) service += problem.sites[visit.site].service;
    PlanTime resting = 0;
    if (route.rest) {
        resting = std::max(PlanTime{0}, std::min(route.rest->close, route.back) -
                                            std::max(route.rest->open, route.leave));
    }
    const PlanTime waiting = route.back - route.leave - driving - service - resting;
    if (route.driving != driving) {
        out.push_back(who + ": driving is given as " + num(route.driving) + ", the legs sum to " +
                      num(driving));
    }
    if (route.waiting != waiting) {
        out.push_back(who + ": waiting is given as " + num(route.waiting) + ", but is " +
                      num(waiting));
    }
}

void check_unused(const PatrolUnit& unit, const Route& route, Complaints& out) {
    if (route.rest || route.leave != route.back || route.driving != 0 || route.waiting != 0 ||
        route.leave < unit.shift.open || route.leave > unit.shift.close) {
        out.push_back("unit " + quoted(unit.id) +
                      ": visits nothing, yet its times are not those of one "
                      "that stays at its base");
    }
}

void check_route(const PatrolProblem& problem, const Route& route, Complaints& out) {
    const PatrolUnit& unit = problem.units[route.unit];
    if (route.visits.empty()) return check_unused(unit, route, out);
    const TravelMatrix& travel = problem.travel[unit.travel];
    const std::string who = "unit " + quoted(unit.id);
    PlaceIndex place = unit.start;
    PlanTime free_from = route.leave;
    PlanTime driving = 0;
    for (const Visit& visit : route.visits) {
        const Site& site = problem.sites[visit.site];
        const PlanTime drive = travel(place, site.place);
        check_leg({who + " to site " + quoted(site.id), drive, free_from, visit.arrive}, out);
        check_visit(unit, site, visit, out);
        driving += drive;
        free_from = visit.depart;
        place = site.place;
    }
    const PlanTime home = travel(place, unit.end);
    check_leg({who + " to its end place", home, free_from, route.back}, out);
    if (route.leave < unit.shift.open || route.back > unit.shift.close) {
        out.push_back(who + ": is out from " + num(route.leave) + " to " + num(route.back) +
                      ", beyond its shift [" + num(unit.shift.open) + ", " + num(unit.shift.close) +
                      "]");
    }
    check_rest(problem, route, out);
    check_totals(problem, route, driving + home, out);
}

/// Begin of service → the units that are there; a crew's visit is one entry.
using Presence = std::map<PlanTime, std::vector<std::uint32_t>>;

void check_crew(const PatrolProblem& problem, const Site& site, const Presence& presence,
                Complaints& out) {
    for (const auto& [start, units] : presence) {
        const bool twice = std::adjacent_find(units.begin(), units.end()) != units.end();
        if (units.size() == site.crew && !twice) continue;
        std::string names;
        for (const std::uint32_t unit : units) names += " " + quoted(problem.units[unit].id);
        out.push_back("site " + quoted(site.id) + ": " + std::to_string(units.size()) +
                      " unit(s) begin at " + num(start) + " (" + names.substr(1) +
                      "), a visit takes " + std::to_string(site.crew));
    }
}

void check_spacing(const Site& site, const Presence& presence, Complaints& out) {
    const PlanTime* before = nullptr;
    for (const auto& [start, units] : presence) {
        if (before != nullptr && start < *before + site.service + site.min_gap) {
            out.push_back("site " + quoted(site.id) + ": visits at " + num(*before) + " and " +
                          num(start) + " are closer than its service and minimum gap of " +
                          num(site.min_gap) + " ask");
        }
        before = &start;
    }
}

void check_counts(const Site& site, const Presence& presence, Complaints& out) {
    if (presence.size() > site.max_visits) {
        out.push_back("site " + quoted(site.id) + ": " + std::to_string(presence.size()) +
                      " visits, at most " + std::to_string(site.max_visits) + " are wanted");
    }
    for (const WindowLimit& limit : site.limits) {
        const PlanTime open = site.windows[limit.first].open;
        const PlanTime close = site.windows[limit.last].close;
        const auto begun = std::count_if(presence.begin(), presence.end(), [&](const auto& visit) {
            return open <= visit.first && visit.first <= close;
        });
        if (begun > static_cast<std::ptrdiff_t>(limit.most)) {
            out.push_back("site " + quoted(site.id) + ": " + std::to_string(begun) +
                          " visits begin from " + num(open) + " to " + num(close) + ", at most " +
                          std::to_string(limit.most) + " may");
        }
    }
    if (site.max_per_window == 0) return;
    // A start on the seam of two touching windows counts in the earlier one while it has room.
    std::vector<std::uint32_t> count(site.windows.size(), 0);
    for (const auto& [start, units] : presence) {
        bool inside = false;
        bool placed = false;
        for (std::size_t w = 0; w < site.windows.size() && !placed; ++w) {
            if (start < site.windows[w].open || start > site.windows[w].close) continue;
            inside = true;
            placed = count[w] < site.max_per_window;
            if (placed) ++count[w];
        }
        if (inside && !placed) {
            out.push_back("site " + quoted(site.id) + ": the visit at " + num(start) +
                          " is one more than " + std::to_string(site.max_per_window) +
                          " in its window");
        }
    }
}

void check_unserved(const PatrolProblem& problem, const PatrolPlan& plan,
                    const std::vector<Presence>& presence, Complaints& out) {
    std::vector<std::uint32_t> expected;
    for (std::uint32_t s = 0; s < presence.size(); ++s) {
        if (presence[s].empty()) expected.push_back(s);
    }
    std::vector<std::uint32_t> listed;
    for (const Unserved& left : plan.unserved) {
        listed.push_back(left.site);
        if (left.reason.empty()) {
            out.push_back("site " + quoted(problem.sites[left.site].id) +
                          ": unserved without a reason");
        }
    }
    if (listed != expected) {
        out.emplace_back(
            "the list of unserved sites is not the sites without a visit, in the problem's order");
    }
}

void check_worth(const PatrolProblem& problem, const PatrolPlan& plan,
                 const std::vector<Presence>& presence, Complaints& out) {
    double value = 0.0;
    bool required_met = true;
    for (std::size_t s = 0; s < presence.size(); ++s) {
        value += problem.sites[s].value * static_cast<double>(presence[s].size());
        if (problem.sites[s].required && presence[s].empty()) required_met = false;
    }
    const double slip = 1e-9 * std::max(1.0, value);
    if (!(std::abs(plan.value - value) <= slip)) {
        out.push_back("the value is given as " + std::to_string(plan.value) +
                      ", the visits are worth " + std::to_string(value));
    }
    if (!(plan.upper_bound >= plan.value - slip)) {
        out.push_back("the upper bound " + std::to_string(plan.upper_bound) +
                      " is below the value " + std::to_string(plan.value));
    }
    if (plan.required_met != required_met) {
        out.emplace_back(required_met ? "required sites are all met, the plan says they are not"
                                      : "a required site has no visit, the plan says all are met");
    }
}

}  // namespace

std::vector<std::string> check_plan(const PatrolProblem& problem, const PatrolPlan& plan) {
    Complaints out;
    if (!check_frame(problem, plan, out)) return out;
    std::vector<Presence> presence(problem.sites.size());
    for (const Route& route : plan.routes) {
        check_route(problem, route, out);
        for (const Visit& visit : route.visits)
            presence[visit.site][visit.start].push_back(route.unit);
    }
    for (std::size_t s = 0; s < presence.size(); ++s) {
        check_crew(problem, problem.sites[s], presence[s], out);
        check_spacing(problem.sites[s], presence[s], out);
        check_counts(problem.sites[s], presence[s], out);
    }
    check_unserved(problem, plan, presence, out);
    check_worth(problem, plan, presence, out);
    return out;
}

}  // namespace beatline
