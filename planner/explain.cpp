// SPDX-License-Identifier: Apache-2.0
#include "planner/explain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "planner/alone.hpp"
#include "planner/displace.hpp"

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
    Explainer(const Solution& solution, bool settled, const TimeText& text)
        : solution_{&solution},
          problem_{solution.model().problem},
          settled_{settled},
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
    [[nodiscard]] PlanTime way_out(const PatrolUnit& unit, const Site& site) const {
        return problem_->travel[unit.travel](unit.start, site.place);
    }
    [[nodiscard]] PlanTime way_home(const PatrolUnit& unit, const Site& site) const {
        return problem_->travel[unit.travel](site.place, unit.end);
    }
    [[nodiscard]] bool has_way(const PatrolUnit& unit, const Site& site) const {
        return way_out(unit, site) != TravelMatrix::unreachable &&
               way_home(unit, site) != TravelMatrix::unreachable;
    }
    [[nodiscard]] PlanTime needed(const PatrolUnit& unit, const Site& site) const {
        return way_out(unit, site) + site.service + way_home(unit, site) + unit.rest.duration;
    }

    [[nodiscard]] std::optional<Unserved> without_skill(std::uint32_t s, const Site& site) const {
        for (const PatrolUnit& unit : problem_->units) {
            if (skilled(unit, site)) return std::nullopt;
        }
        if (problem_->units.empty()) {
            return Unserved{s, WhyUnserved::lacks_crew, "There is no unit.", 0};
        }
        std::string names;
        for (std::size_t i = 0; i < problem_->skill_names.size(); ++i) {
            if (((site.skills >> i) & 1U) == 0) continue;
            names += (names.empty() ? "" : ", ") + problem_->skill_names[i];
        }
        return Unserved{s, WhyUnserved::lacks_skill,
                        "No unit has every skill that a visit needs (" + names + ").", 0};
    }

    [[nodiscard]] std::optional<Unserved> without_way(std::uint32_t s, const Site& site) const {
        for (const PatrolUnit& unit : problem_->units) {
            if (skilled(unit, site) && has_way(unit, site)) return std::nullopt;
        }
        return Unserved{
            s, WhyUnserved::unreachable,
            "No road leads there from the base of a unit that may visit it, and on to that "
            "unit's end place.",
            0};
    }

    /// The unit that comes nearest to fitting it, windows left aside.
    [[nodiscard]] std::optional<Unserved> without_length(std::uint32_t s, const Site& site) const {
        const PatrolUnit* nearest = nullptr;
        PlanTime least = never;
        for (const PatrolUnit& unit : problem_->units) {
            if (!skilled(unit, site) || !has_way(unit, site)) continue;
            const PlanTime over = needed(unit, site) - (unit.shift.close - unit.shift.open);
            if (over <= 0) return std::nullopt;
            if (over < least) nearest = &unit;
            least = std::min(least, over);
        }
        std::string reason = "The way there (" + span(way_out(*nearest, site)) + "), the visit (" +
                             span(site.service) + ") and the way to the end place (" +
                             span(way_home(*nearest, site)) + ")";
        if (nearest->rest.duration > 0) {
            reason += " with the break (" + span(nearest->rest.duration) + ")";
        }
        reason += " exceed the shift of " + nearest->id + " by " + span(least) +
                  ", and no other unit's shift by less.";
        return Unserved{s, WhyUnserved::too_far, reason, 0};
    }

    [[nodiscard]] std::optional<Unserved> without_shift(std::uint32_t s, const Site& site) const {
        for (const PatrolUnit& unit : problem_->units) {
            if (!begins_alone(*problem_, unit, site).empty()) return std::nullopt;
        }
        PlanTime earliest = never;
        PlanTime latest = -never;
        for (const PatrolUnit& unit : problem_->units) {
            if (!skilled(unit, site) || !has_way(unit, site)) continue;
            earliest = std::min(earliest, unit.shift.open + way_out(unit, site));
            latest = std::max(latest, unit.shift.close - way_home(unit, site) - site.service);
        }
        std::string reason = "No unit's shift meets its windows (" + windows(site) +
                             "): with the way there and back";
        if (earliest <= latest) {
            reason += ", a visit could begin no earlier than " + clock(earliest) +
                      " and no later than " + clock(latest) +
                      " in any shift, and not at every time between.";
        } else {
            reason += " and breaks, none leaves time inside them.";
        }
        return Unserved{s, WhyUnserved::outside_shifts, reason, 0};
    }

    [[nodiscard]] std::optional<Unserved> without_crew(std::uint32_t s, const Site& site) const {
        std::vector<std::vector<PlanWindow>> begins;
        for (const PatrolUnit& unit : problem_->units) {
            begins.push_back(begins_alone(*problem_, unit, site));
        }
        if (!covered(begins, site.crew).empty()) return std::nullopt;
        std::size_t most = 0;
        while (!covered(begins, most + 1).empty()) ++most;
        return Unserved{s, WhyUnserved::lacks_crew,
                        "A visit takes " + std::to_string(site.crew) +
                            " units at once, but no more than " + std::to_string(most) +
                            " could be there at any time inside its windows (" + windows(site) +
                            ").",
                        0};
    }

    [[nodiscard]] Unserved without_room(std::uint32_t s, const Site& site) const {
        const auto exchange = cheapest_exchange(*solution_, s);
        const bool must = site.required;
        const double worth = site.value + (must ? solution_->model().required_weight : 0.0);
        if (!exchange) {
            return {
                s, WhyUnserved::no_time_left,
                "It fits an empty shift, but not beside the other visits, and taking one run of "
                "neighbouring visits out of a route makes no room for it.",
                0};
        }
        const std::string named = displaced(*exchange);
        if (!settled_ || exchange->loss < worth || named.empty()) {
            return {s, WhyUnserved::not_found,
                    "It fits" + (named.empty() ? std::string{} : " in place of " + named) +
                        ", but the search ended before it was placed.",
                    0};
        }
        double value = 0.0;
        for (const Displacement& part : exchange->parts) value += value_between(part);
        std::string reason =
            "It fits an empty shift, but the least that would have to make room is " + named +
            ", worth " + shown(value) + "; it is worth " + shown(site.value);
        if (exchange->loss >= solution_->model().required_weight) {
            reason += must ? ", and both are required." : ", and a required site would go.";
        } else {
            reason += ".";
        }
        return {s, WhyUnserved::no_time_left, reason, 0};
    }

    [[nodiscard]] double value_between(const Displacement& part) const {
        const std::vector<Stop>& stops = solution_->routes()[part.seat.unit].stops();
        double value = 0.0;
        for (std::size_t i = part.seat.before + 1; i < part.after; ++i) {
            value += problem_->sites[stops[i].site].value;
        }
        return value;
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
    bool settled_;
    const TimeText* text_;
};

}  // namespace

std::vector<Unserved> explain_unserved(const Solution& solution, bool settled,
                                       const TimeText& text) {
    const Explainer explainer{solution, settled, text};
    std::vector<Unserved> out;
    for (std::uint32_t s = 0; s < solution.model().sites.size(); ++s) {
        if (solution.occasions(s).empty()) out.push_back(explainer.explain(s));
    }
    return out;
}

}  // namespace beatline
