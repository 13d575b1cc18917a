// Says in one sentence what is unsound about a problem.
// SPDX-License-Identifier: Apache-2.0
#include "planner/problem.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace beatline {
namespace {

[[noreturn]] void refuse(const std::string& who, const std::string& what) {
    throw std::invalid_argument{who + ": " + what};
}

std::string shown(const PlanWindow& window) {
    return "[" + std::to_string(window.open) + ", " + std::to_string(window.close) + "]";
}

void check_time(const std::string& who, const std::string& name, PlanTime time) {
    if (time < earliest_plan_time || time > latest_plan_time) {
        refuse(who, name + " is " + std::to_string(time) + "; times lie between " +
                        std::to_string(earliest_plan_time) + " and " +
                        std::to_string(latest_plan_time));
    }
}

void check_window(const std::string& who, const std::string& name, const PlanWindow& window) {
    check_time(who, name + " opening", window.open);
    check_time(who, name + " closing", window.close);
    if (window.open > window.close)
        refuse(who, name + " " + shown(window) + " closes before it opens");
}

void check_duration(const std::string& who, const std::string& name, PlanTime duration) {
    if (duration < 0) refuse(who, name + " is " + std::to_string(duration) + ", below 0");
    check_time(who, name, duration);
}

void check_skills(const PatrolProblem& problem, const std::string& who, SkillSet skills) {
    const std::size_t known = problem.skill_names.size();
    if (known < 64 && (skills >> known) != 0)
        refuse(who, "has a skill that the problem does not name");
}

void check_place(const PatrolProblem& problem, const std::string& who, const std::string& name,
                 PlaceIndex place) {
    if (place >= problem.place_count()) {
        refuse(who, name + " is place " + std::to_string(place) + ", but travel has " +
                        std::to_string(problem.place_count()) + " places, counted from 0");
    }
}

void check_rest(const std::string& who, const PatrolUnit& unit) {
    check_duration(who, "break duration", unit.rest.duration);
    if (unit.rest.duration == 0) return;
    check_window(who, "break window", unit.rest.window);
    const PlanTime from = std::max(unit.rest.window.open, unit.shift.open);
    const PlanTime to = std::min(unit.rest.window.close, unit.shift.close);
    if (to - from < unit.rest.duration) {
        refuse(who, "a break of " + std::to_string(unit.rest.duration) +
                        " does not fit its window " + shown(unit.rest.window) +
                        " within the shift " + shown(unit.shift));
    }
}

void check_unit(const PatrolProblem& problem, const PatrolUnit& unit) {
    const std::string who = "unit \"" + unit.id + "\"";
    if (unit.travel >= problem.travel.size()) {
        refuse(who, "uses travel matrix " + std::to_string(unit.travel) + " of " +
                        std::to_string(problem.travel.size()));
    }
    check_place(problem, who, "start", unit.start);
    check_place(problem, who, "end", unit.end);
    check_window(who, "shift", unit.shift);
    check_rest(who, unit);
    check_skills(problem, who, unit.skills);
}

void check_windows(const std::string& who, const std::vector<PlanWindow>& windows) {
    if (windows.empty()) refuse(who, "has no window");
    for (std::size_t i = 0; i < windows.size(); ++i) {
        check_window(who, "window", windows[i]);
        if (i > 0 && windows[i].open < windows[i - 1].close) {
            refuse(who, "windows " + shown(windows[i - 1]) + " and " + shown(windows[i]) +
                            " overlap or are out of order");
        }
    }
}

void check_limits(const std::string& who, const Site& site) {
    std::uint32_t next = 0;
    for (const WindowLimit& limit : site.limits) {
        if (limit.most < 1 || limit.first < next || limit.last < limit.first ||
            limit.last >= site.windows.size())
            refuse(who, "limits by window are not in order, or of no window");
        if (limit.first > 0 &&
            site.windows[limit.first].open <= site.windows[limit.first - 1].close)
            refuse(who, "the windows of two limits touch");
        next = limit.last + 1;
    }
}

void check_site(const PatrolProblem& problem, const Site& site) {
    const std::string who = "site \"" + site.id + "\"";
    check_place(problem, who, "place", site.place);
    check_duration(who, "service", site.service);
    check_duration(who, "min_gap", site.min_gap);
    check_windows(who, site.windows);
    if (!std::isfinite(site.value) || site.value < 0.0 || site.value > largest_site_value) {
        refuse(who, "value must be a number from 0 to 1e12");
    }
    if (site.max_visits < 1 || site.max_visits > most_visits) {
        refuse(who, "max_visits is " + std::to_string(site.max_visits) + ", not between 1 and " +
                        std::to_string(most_visits));
    }
    check_limits(who, site);
    if (site.crew < 1) refuse(who, "crew is 0; a visit needs at least one unit");
    check_skills(problem, who, site.skills);
}

template <class Named>
void check_ids(const std::vector<Named>& list, const std::string& kind) {
    std::set<std::string> seen;
    for (const Named& item : list) {
        if (item.id.empty()) throw std::invalid_argument{"a " + kind + " has an empty id"};
        if (!seen.insert(item.id).second) {
            throw std::invalid_argument{kind + " \"" + item.id + "\" occurs twice; ids are unique"};
        }
    }
}

}  // namespace

void validate(const PatrolProblem& problem) {
    if (problem.skill_names.size() > 64) {
        throw std::invalid_argument{"more than 64 skills"};
    }
    for (const TravelMatrix& matrix : problem.travel) {
        if (matrix.size() != problem.place_count()) {
            throw std::invalid_argument{"travel matrices differ in size"};
        }
    }
    check_ids(problem.units, "unit");
    check_ids(problem.sites, "site");
    for (const PatrolUnit& unit : problem.units) check_unit(problem, unit);
    for (const Site& site : problem.sites) check_site(problem, site);
}

}  // namespace beatline
