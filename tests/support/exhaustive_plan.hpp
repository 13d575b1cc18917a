// The best plan of a tiny problem by trying everything; knows nothing of the search.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "planner/problem.hpp"

namespace beatline {

struct ExhaustiveResult {
    std::uint32_t required_missing{0};
    double value{0.0};       ///< most value among plans with the fewest required sites missing
    double most_value{0.0};  ///< among all plans
    bool complete{true};     ///< false: more visits or nodes than allowed, the result is not exact
};

/// Builds plans visit by visit. Each constraint says that a visit begins no earlier than something
/// that depends on visits before it (of its units, and of its site), so only plans in which every
/// visit is as early as those let it need be looked at: in every order, by every crew, in every
/// window, with every unit's break on every leg.
class ExhaustivePlanner {
public:
    ExhaustivePlanner(const PatrolProblem& problem, std::uint32_t visit_limit)
        : problem_{problem},
          limit_{visit_limit},
          units_(problem.units.size()),
          sites_(problem.sites.size()) {
        for (std::size_t u = 0; u < units_.size(); ++u) {
            units_[u] = {problem.units[u].shift.open, problem.units[u].start, false,
                         problem.units[u].rest.duration == 0};
        }
        for (std::size_t s = 0; s < sites_.size(); ++s) {
            sites_[s].per_window.assign(problem.sites[s].windows.size(), 0);
            best_.required_missing += problem.sites[s].required ? 1 : 0;
        }
    }

    ExhaustiveResult run() {
        extend(0);
        return best_;
    }

private:
    static constexpr std::uint64_t most_nodes = 3'000'000;

    struct UnitState {
        PlanTime free;
        PlaceIndex place;
        bool used;
        bool rested;
    };
    struct SiteState {
        std::uint32_t visits{0};
        std::optional<PlanTime> last_end;
        std::vector<std::uint32_t> per_window;
    };

    /// Earliest arrival ready at `to`, the break taken on the way or not.
    [[nodiscard]] std::optional<PlanTime> ready(std::size_t u, PlaceIndex to, bool rest) const {
        const PatrolUnit& unit = problem_.units[u];
        const std::uint32_t drive = problem_.travel[unit.travel](units_[u].place, to);
        if (drive == TravelMatrix::unreachable) return std::nullopt;
        const PlanTime free = units_[u].free;
        if (!rest) return free + drive;
        std::optional<PlanTime> best;
        const PlanTime before = std::max(free, unit.rest.window.open) + unit.rest.duration;
        if (before <= unit.rest.window.close) best = before + drive;
        const PlanTime after = std::max(free + drive, unit.rest.window.open) + unit.rest.duration;
        if (after <= unit.rest.window.close && (!best || after < *best)) best = after;
        return best;
    }

    [[nodiscard]] bool all_get_home() const {
        for (std::size_t u = 0; u < units_.size(); ++u) {
            if (!units_[u].used) continue;
            const auto home = ready(u, problem_.units[u].end, !units_[u].rested);
            if (!home || *home > problem_.units[u].shift.close) return false;
        }
        return true;
    }

    void record() {
        if (!all_get_home()) return;
        double value = 0.0;
        std::uint32_t missing = 0;
        for (std::size_t s = 0; s < sites_.size(); ++s) {
            value += problem_.sites[s].value * sites_[s].visits;
            missing += problem_.sites[s].required && sites_[s].visits == 0 ? 1 : 0;
        }
        best_.most_value = std::max(best_.most_value, value);
        if (missing < best_.required_missing ||
            (missing == best_.required_missing && value > best_.value)) {
            best_.required_missing = missing;
            best_.value = value;
        }
    }

    void extend(std::uint32_t depth) {
        if (++nodes_ > most_nodes) best_.complete = false;
        if (!best_.complete) return;
        record();
        for (std::size_t s = 0; s < sites_.size(); ++s) {
            if (sites_[s].visits >= problem_.sites[s].max_visits) continue;
            std::vector<std::size_t> crew;
            choose_crew(s, 0, crew, depth);
        }
    }

    void choose_crew(std::size_t s, std::size_t from, std::vector<std::size_t>& crew,
                     std::uint32_t depth) {
        const Site& site = problem_.sites[s];
        if (crew.size() == site.crew) return choose_rests(s, crew, depth);
        for (std::size_t u = from; u < units_.size(); ++u) {
            if ((problem_.units[u].skills & site.skills) != site.skills) continue;
            crew.push_back(u);
            choose_crew(s, u + 1, crew, depth);
            crew.pop_back();
        }
    }

    void choose_rests(std::size_t s, const std::vector<std::size_t>& crew, std::uint32_t depth) {
        const Site& site = problem_.sites[s];
        for (std::uint32_t mask = 0; mask < (1U << crew.size()); ++mask) {
            PlanTime begin = sites_[s].last_end ? *sites_[s].last_end + site.min_gap : 0;
            if (sites_[s].last_end && site.service + site.min_gap == 0) ++begin;
            bool possible = true;
            for (std::size_t i = 0; i < crew.size() && possible; ++i) {
                const bool rest = ((mask >> i) & 1U) != 0;
                const auto at = ready(crew[i], site.place, rest);
                possible = at && !(rest && units_[crew[i]].rested);
                if (possible) begin = std::max(begin, *at);
                possible = possible && *at + site.service <= problem_.units[crew[i]].shift.close;
            }
            if (possible) choose_window(s, crew, mask, begin, depth);
        }
    }

    void choose_window(std::size_t s, const std::vector<std::size_t>& crew, std::uint32_t mask,
                       PlanTime earliest, std::uint32_t depth) {
        const Site& site = problem_.sites[s];
        for (std::size_t w = 0; w < site.windows.size(); ++w) {
            const PlanTime begin = std::max(earliest, site.windows[w].open);
            if (begin > site.windows[w].close) continue;
            if (std::any_of(crew.begin(), crew.end(), [&](std::size_t u) {
                    return begin + site.service > problem_.units[u].shift.close;
                })) {
                continue;  // nobody gets home from there
            }
            if (site.max_per_window > 0 && sites_[s].per_window[w] >= site.max_per_window) continue;
            if (depth == limit_) {
                best_.complete = false;
                return;
            }
            const std::vector<UnitState> units_before = units_;
            const SiteState site_before = sites_[s];
            for (std::size_t i = 0; i < crew.size(); ++i) {
                UnitState& unit = units_[crew[i]];
                unit = {begin + site.service, site.place, true,
                        unit.rested || ((mask >> i) & 1U) != 0};
            }
            ++sites_[s].visits;
            ++sites_[s].per_window[w];
            sites_[s].last_end = begin + site.service;
            extend(depth + 1);
            units_ = units_before;
            sites_[s] = site_before;
        }
    }

    const PatrolProblem& problem_;
    std::uint32_t limit_;
    std::vector<UnitState> units_;
    std::vector<SiteState> sites_;
    ExhaustiveResult best_;
    std::uint64_t nodes_{0};
};

inline ExhaustiveResult exhaustive_plan(const PatrolProblem& problem, std::uint32_t visit_limit) {
    return ExhaustivePlanner{problem, visit_limit}.run();
}

}  // namespace beatline
