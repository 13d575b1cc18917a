// SPDX-License-Identifier: Apache-2.0
#include "planner/bound.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "planner/objective.hpp"
#include "planner/schedule.hpp"

namespace beatline {
namespace {

/// A site as an item of the knapsack: up to `count` visits, each of this value and time.
struct Item {
    double value{0.0};
    double count{0.0};
    double time{0.0};
};

// Which share of every drive is laid on the stop it leads to; the rest on the stop it comes from.
// Any share is valid (see `knapsack`), so the best of three is.
constexpr std::array<double, 3> shares{1.0, 0.5, 0.0};

/// The sites that can have visits at all, how many, and by whom.
struct Candidate {
    std::uint32_t site{0};
    std::uint32_t visits{0};
    std::vector<std::uint32_t> units;
};

std::vector<Candidate> candidates_of(const Model& model) {
    std::vector<Candidate> out;
    for (const std::uint32_t s : model.placeable) {
        out.push_back({s, model.sites[s].most_visits, model.sites[s].units});
    }
    return out;
}

/// Shortest drives by mode and place: from any candidate to the place, and from it to any.
struct Nearest {
    std::vector<PlanTime> in;
    std::vector<PlanTime> out;
};

Nearest nearest_of(const PatrolProblem& problem, const TravelMatrix& travel,
                   const std::vector<Candidate>& candidates, const std::vector<char>& is_site) {
    Nearest nearest;
    nearest.in.assign(travel.size(), never);
    nearest.out.assign(travel.size(), never);
    std::vector<std::uint32_t> sites_at(travel.size(), 0);
    for (const Candidate& c : candidates) {
        // A second visit at one place, of the same site or another, may need no drive at all.
        sites_at[problem.sites[c.site].place] += c.visits;
    }
    for (std::size_t from = 0; from < travel.size(); ++from) {
        if (is_site[from] == 0) continue;
        for (std::size_t to = 0; to < travel.size(); ++to) {
            if (from == to && sites_at[from] < 2) continue;
            const PlanTime drive = travel(from, to);
            nearest.in[to] = std::min(nearest.in[to], drive);
            if (is_site[to] != 0) nearest.out[from] = std::min(nearest.out[from], drive);
        }
    }
    return nearest;
}

class Knapsack {
public:
    Knapsack(const PatrolProblem& problem, const std::vector<Candidate>& candidates)
        : problem_{&problem}, candidates_{&candidates}, is_site_(problem.place_count(), 0) {
        for (const Candidate& c : candidates) is_site_[problem.sites[c.site].place] = 1;
        for (const TravelMatrix& travel : problem.travel) {
            nearest_.push_back(nearest_of(problem, travel, candidates, is_site_));
        }
    }

    /// Proof of validity. A used route of unit u has stops 1..k, drives t(0,1), …, t(k,k+1) and
    /// lasts at most its shift, less its break. Split each drive between its two ends by the share
    /// f: stop j gets f·t(j-1,j) + (1-f)·t(j,j+1), the start place (1-f)·t(0,1), the end place
    /// f·t(k,k+1). Each part is at least its minimum over all stops that could stand next to it
    /// (other sites, or the base), so
    ///   sum over j of (service_j + f·in_j + (1-f)·out_j) <= shift - break - (1-f)·out_base -
    ///   f·in_end.
    /// Sum over the units that can make a visit (an unused one adds 0 on the left and at least 0 on
    /// the right, once the right is cut off at 0), take for each site the minimum over its units,
    /// and count a crew's visit once for each unit in it: a knapsack with one capacity, whose
    /// fractional optimum is no less.
    [[nodiscard]] double bound(double share) const {
        std::vector<Item> items;
        std::vector<char> useful(problem_->units.size(), 0);
        for (const Candidate& c : *candidates_) {
            const Site& site = problem_->sites[c.site];
            auto least = static_cast<double>(never);
            for (const std::uint32_t u : c.units) {
                least = std::min(least, time_at(site, u, share));
                useful[u] = 1;
            }
            items.push_back(
                {worth_of_visit(site), static_cast<double>(c.visits), least * site.crew});
        }
        double capacity = 0.0;
        for (std::size_t u = 0; u < useful.size(); ++u) {
            if (useful[u] != 0) capacity += time_of(problem_->units[u], share);
        }
        return fill(items, capacity);
    }

private:
    [[nodiscard]] double time_at(const Site& site, std::uint32_t u, double share) const {
        const PatrolUnit& unit = problem_->units[u];
        const TravelMatrix& travel = problem_->travel[unit.travel];
        const Nearest& nearest = nearest_[unit.travel];
        const PlanTime in =
            std::min(nearest.in[site.place], static_cast<PlanTime>(travel(unit.start, site.place)));
        const PlanTime out =
            std::min(nearest.out[site.place], static_cast<PlanTime>(travel(site.place, unit.end)));
        return static_cast<double>(site.service) + share * static_cast<double>(in) +
               (1.0 - share) * static_cast<double>(out);
    }

    [[nodiscard]] double time_of(const PatrolUnit& unit, double share) const {
        const TravelMatrix& travel = problem_->travel[unit.travel];
        PlanTime out = never;
        PlanTime home = never;
        for (std::size_t place = 0; place < is_site_.size(); ++place) {
            if (is_site_[place] == 0) continue;
            out = std::min(out, static_cast<PlanTime>(travel(unit.start, place)));
            home = std::min(home, static_cast<PlanTime>(travel(place, unit.end)));
        }
        const auto length =
            static_cast<double>(unit.shift.close - unit.shift.open - unit.rest.duration);
        const double ways =
            (1.0 - share) * static_cast<double>(out) + share * static_cast<double>(home);
        return std::max(0.0, length - ways);
    }

    [[nodiscard]] static double fill(std::vector<Item>& items, double capacity) {
        double value = 0.0;
        std::erase_if(items, [&](const Item& item) {
            if (item.time <= 0.0) value += item.value * item.count;
            return item.time <= 0.0 || item.value <= 0.0;
        });
        std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
            return a.value * b.time > b.value * a.time;
        });
        for (const Item& item : items) {
            const double wanted = item.count * item.time;
            if (wanted <= capacity) {
                value += item.value * item.count;
                capacity -= wanted;
            } else {
                value += item.value * capacity / item.time;
                break;
            }
        }
        return value;
    }

    const PatrolProblem* problem_;
    const std::vector<Candidate>* candidates_;
    std::vector<char> is_site_;
    std::vector<Nearest> nearest_;
};

}  // namespace

double value_bound(const Model& model) {
    const PatrolProblem& problem = *model.problem;
    const std::vector<Candidate> candidates = candidates_of(model);
    double best = 0.0;
    bool whole = true;
    for (const Candidate& c : candidates) {
        const double value = worth_of_visit(problem.sites[c.site]);
        best += value * c.visits;
        whole = whole && value == std::floor(value);
    }
    if (candidates.empty()) return 0.0;
    const Knapsack knapsack{problem, candidates};
    for (const double share : shares) best = std::min(best, knapsack.bound(share) * (1.0 + 1e-12));
    // Whole values make whole plans.
    return whole ? std::floor(best + 1e-6) : best;
}

}  // namespace beatline
