// SPDX-License-Identifier: Apache-2.0
#include "planner/explain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "planner/displace.hpp"
#include "planner/possible.hpp"

namespace beatline {
namespace {

/// Whole values without decimals, others with two.
std::string shown(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), value == std::floor(value) ? "%.0f" : "%.2f", value);
    return text.data();
}

class Explainer {
public:
    Explainer(const Solution& solution, Budget& budget, const TimeText& text)
        : solution_{&solution},
          problem_{solution.model().problem},
          ways_{&solution.model().ways},
          budget_{&budget},
          text_{&text} {}

    [[nodiscard]] Unserved explain(std::uint32_t s) const {
        const Site& site = problem_->sites[s];
        if (auto out = without_skill(s, site)) return *out;
        if (auto out = without_way(s, site)) return *out;
        if (auto out = without_length(s, site)) return *out;
        if (auto out = without_shift(s, site)) return *out;
        if (auto out = without_crew(s, site)) return *out;
        return without_room(s, site);
    }

private:
    [[nodiscard]] std::string clock(PlanTime time) const {
        return text_->clock ? text_->clock(time) : std::to_string(time);
    }
    [[nodiscard]] std::string span(PlanTime time) const {
        return text_->span ? text_->span(time) : std::to_string(time);
    }
    [[nodiscard]] std::string windows(const Site& site) const {
        std::string out;
        const std::size_t listed = std::min<std::size_t>(site.windows.size(), 3);
        for (std::size_t i = 0; i < listed; ++i) {
            if (i > 0) out += ", ";
            out += clock(site.windows[i].open) + " to " + clock(site.windows[i].close);
        }
        if (listed < site.windows.size()) {
            out += " and " + std::to_string(site.windows.size() - listed) + " more";
        }
        return out;
    }
    [[nodiscard]] static bool skilled(const PatrolUnit& unit, const Site& site) {
        return (unit.skills & site.skills) == site.skills;
    }
    [[nodiscard]] bool has_way(std::uint32_t u, const Site& site) const {
        return ways_->out(u, site.place) < ShortestWays::no_way &&
               ways_->home(u, site.place) < ShortestWays::no_way;
    }
    /// Whether the unit may go and some road leads it there and on to its end place.
    [[nodiscard]] bool can_go(std::uint32_t u, const Site& site) const {
        return skilled(problem_->units[u], site) && has_way(u, site);
    }
    [[nodiscard]] PlanTime needed(std::uint32_t u, const Site& site) const {
        return ways_->out(u, site.place) + site.service + ways_->home(u, site.place) +
               problem_->units[u].rest.duration;
    }
    /// Whether a visit fits the empty shifts of a crew, its units driving straight there and home.
    [[nodiscard]] bool fits_empty_shifts(const Site& site) const {
        std::vector<std::vector<PlanWindow>> begins;
        for (const PatrolUnit& unit : problem_->units) {
            if (!skilled(unit, site)) continue;
            const RouteSchedule empty{unit, problem_->travel[unit.travel]};
            const Reach reach = empty.reach(0, 1, site.place, site.service);
            std::vector<PlanWindow> parts;
            for (const std::size_t layer : {0U, 1U}) {
                for (const PlanWindow& window : site.windows) {
                    const PlanWindow part{std::max(window.open, reach.ready[layer]),
                                          std::min(window.close, reach.latest[layer])};
                    if (part.open <= part.close) parts.push_back(part);
                }
            }
            begins.push_back(covered({parts}, 1));
        }
        return !covered(begins, site.crew).empty();
    }

    [[nodiscard]] std::optional<Unserved> without_skill(std::uint32_t s, const Site& site) const {
        for (const PatrolUnit& unit : problem_->units) {
            if (skilled(unit, site)) return std::nullopt;
        }
        if (problem_->units.empty()) {
            return Unserved{s, WhyUnserved::lacks_crew, "There is no unit."};
        }
        std::string names;
        for (std::size_t i = 0; i < problem_->skill_names.size(); ++i) {
            if (((site.skills >> i) & 1U) == 0) continue;
            names += (names.empty() ? "" : ", ") + problem_->skill_names[i];
        }
        return Unserved{s, WhyUnserved::lacks_skill,
                        "No unit has every skill that a visit needs (" + names + ")."};
    }

    [[nodiscard]] std::optional<Unserved> without_way(std::uint32_t s, const Site& site) const {
        for (std::uint32_t u = 0; u < problem_->units.size(); ++u) {
            if (can_go(u, site)) return std::nullopt;
        }
        return Unserved{
            s, WhyUnserved::unreachable,
            "No road leads there from the base of a unit that may visit it, and on to that "
            "unit's end place."};
    }

    /// The unit that comes nearest to fitting it, windows left aside.
    [[nodiscard]] std::optional<Unserved> without_length(std::uint32_t s, const Site& site) const {
        std::uint32_t nearest = 0;
        PlanTime least = never;
        for (std::uint32_t u = 0; u < problem_->units.size(); ++u) {
            if (!can_go(u, site)) continue;
            const PlanWindow& shift = problem_->units[u].shift;
            const PlanTime over = needed(u, site) - (shift.close - shift.open);
            if (over <= 0) return std::nullopt;
            if (over < least) nearest = u;
            least = std::min(least, over);
        }
        const PatrolUnit& unit = problem_->units[nearest];
        std::string reason = "The way there (" + span(ways_->out(nearest, site.place)) +
                             "), the visit (" + span(site.service) +
                             ") and the way to the end place (" +
                             span(ways_->home(nearest, site.place)) + ")";
        if (unit.rest.duration > 0) {
            reason += " with the break (" + span(unit.rest.duration) + ")";
        }
        reason += " exceed the shift of " + unit.id + " by " + span(least) +
                  ", and no other unit's shift by less.";
        return Unserved{s, WhyUnserved::too_far, reason};
    }

    [[nodiscard]] std::optional<Unserved> without_shift(std::uint32_t s, const Site& site) const {
        PlanTime earliest = never;
        PlanTime latest = -never;
        for (std::uint32_t u = 0; u < problem_->units.size(); ++u) {
            if (!possible_begins(*problem_, *ways_, u, site).empty()) return std::nullopt;
            if (!can_go(u, site)) continue;
            const PlanWindow& shift = problem_->units[u].shift;
            earliest = std::min(earliest, shift.open + ways_->out(u, site.place));
            latest = std::max(latest, shift.close - ways_->home(u, site.place) - site.service);
        }
        std::string reason = "No unit's shift meets its windows (" + windows(site) +
                             "): with the way there and back";
        if (earliest > latest) {
            reason += " and breaks, none leaves time inside them.";
        } else {
            reason += ", a visit could begin no earlier than " + clock(earliest) +
                      " and no later than " + clock(latest) + " in any shift";
            const bool meets = std::any_of(
                site.windows.begin(), site.windows.end(), [&](const PlanWindow& window) {
                    return window.open <= latest && earliest <= window.close;
                });
            reason += meets ? ", and not at every time between." : ".";
        }
        return Unserved{s, WhyUnserved::outside_shifts, reason};
    }

    [[nodiscard]] std::optional<Unserved> without_crew(std::uint32_t s, const Site& site) const {
        std::vector<std::vector<PlanWindow>> begins;
        for (std::uint32_t u = 0; u < problem_->units.size(); ++u) {
            begins.push_back(possible_begins(*problem_, *ways_, u, site));
        }
        if (!covered(begins, site.crew).empty()) return std::nullopt;
        std::size_t most = 0;
        while (!covered(begins, most + 1).empty()) ++most;
        return Unserved{s, WhyUnserved::lacks_crew,
                        "A visit takes " + std::to_string(site.crew) +
                            " units at once, but no more than " + std::to_string(most) +
                            " could be there at any time inside its windows (" + windows(site) +
                            ")."};
    }

    [[nodiscard]] Unserved without_room(std::uint32_t s, const Site& site) const {
        if (!fits_empty_shifts(site)) {
            return {s, WhyUnserved::not_found,
                    "It fits no shift by itself, driving straight there and home; by way of other "
                    "places, or with a break on the way, it might, but no such plan was found."};
        }
        const auto exchange = cheapest_exchange(*solution_, s, *budget_);
        // Taking every visit away always makes room: none found means that it was not looked for.
        if (!exchange) {
            return {s, WhyUnserved::not_found,
                    "It would fit if nothing else were planned, but the search ended before it was "
                    "worked out what room for it would cost."};
        }
        const std::string named = displaced(*exchange);
        if (exchange->loss < worth_of_first_visit(solution_->model(), s) || named.empty()) {
            return {s, WhyUnserved::not_found,
                    "It fits" + (named.empty() ? std::string{} : " in place of " + named) +
                        ", but the search ended before it was placed."};
        }
        double value = 0.0;
        for (const Victim& victim : exchange->victims) {
            value += worth_of_visit(problem_->sites[victim.site]);
        }
        std::string reason =
            "It would fit if nothing else were planned, but the cheapest room found for it is that "
            "of " +
            named + ", worth " + shown(value) + "; it is worth " + shown(worth_of_visit(site));
        if (exchange->loss >= solution_->model().required_weight) {
            reason +=
                site.required ? ", and both are required." : ", and a required visit would go.";
        } else {
            reason += ".";
        }
        return {s, WhyUnserved::no_time_left, reason};
    }

    [[nodiscard]] std::string displaced(const Exchange& exchange) const {
        std::string out;
        for (const Displacement& part : exchange.parts) {
            const std::vector<Stop>& stops = solution_->routes()[part.seat.unit].stops();
            std::string here;
            for (std::size_t i = part.seat.before + 1; i < part.after; ++i) {
                here += (here.empty() ? "" : ", ") + problem_->sites[stops[i].site].id;
            }
            if (here.empty()) continue;
            out += (out.empty() ? "" : " and ") + here + " on the route of " +
                   problem_->units[part.seat.unit].id;
        }
        return out;
    }

    const Solution* solution_;
    const PatrolProblem* problem_;
    const ShortestWays* ways_;
    Budget* budget_;
    const TimeText* text_;
};

}  // namespace

std::vector<Unserved> explain_unserved(const Solution& solution, Budget& budget,
                                       const TimeText& text) {
    const Explainer explainer{solution, budget, text};
    std::vector<Unserved> out;
    for (std::uint32_t s = 0; s < solution.model().sites.size(); ++s) {
        if (solution.occasions(s).empty()) out.push_back({s, WhyUnserved::not_found, ""});
    }
    // Crews last: their reasons take the most of the budget by far.
    for (const bool crews : {false, true}) {
        for (Unserved& left : out) {
            if ((solution.model().site(left.site).crew > 1) != crews) continue;
            left = explainer.explain(left.site);
        }
    }
    return out;
}

}  // namespace beatline
