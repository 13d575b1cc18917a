// SPDX-License-Identifier: Apache-2.0
#include "planner/displace.hpp"

#include <algorithm>

#include "planner/insertion.hpp"
#include "planner/recreate.hpp"

namespace beatline {
namespace {

/// What it costs that a required site loses `gone` of its visits: its weight if none is left.
double bareness(const Solution& solution, std::uint32_t site, std::size_t gone) {
    const Model& model = solution.model();
    const bool bare = model.site(site).required && gone == solution.occasions(site).size();
    return bare ? model.required_weight : 0.0;
}

class Displacer {
public:
    Displacer(const Solution& solution, std::uint32_t site, Budget& budget)
        : solution_{&solution},
          model_{&solution.model()},
          site_{site},
          what_{&model_->site(site)},
          budget_{&budget} {}

    [[nodiscard]] std::optional<Exchange> cheapest() {
        std::vector<Opening> openings;
        solution_->openings(site_, openings);
        for (const Opening& opening : openings) {
            if (what_->crew > 1) {
                for (const PlanTime begin : crew_begins(opening.window)) try_crew_at(begin);
                continue;
            }
            for (const std::uint32_t unit : model_->sites[site_].units) {
                const auto part = cheapest_on(unit, opening.window, {});
                if (part) offer({*part});
            }
        }
        return budget_->spent() ? std::nullopt : best_;
    }

private:
    [[nodiscard]] const std::vector<Stop>& stops(std::uint32_t unit) const {
        return solution_->routes()[unit].stops();
    }

    /// Loss when stop `b` goes too, after those from `first` on and the visits in `gone`.
    [[nodiscard]] double loss_of(const std::vector<Stop>& stops, std::size_t first, std::size_t b,
                                 const std::vector<Victim>& gone) const {
        const auto is_gone = [&](const Stop& stop) {
            return std::binary_search(gone.begin(), gone.end(), Victim{stop.site, stop.occasion});
        };
        if (is_gone(stops[b])) return 0.0;
        const std::uint32_t site = stops[b].site;
        std::size_t count = 0;
        if (model_->site(site).required) {
            for (const Victim& victim : gone) count += victim.site == site ? 1 : 0;
            for (std::size_t i = first; i <= b; ++i) {
                count += stops[i].site == site && !is_gone(stops[i]) ? 1 : 0;
            }
        }
        return worth_of_visit(model_->site(site)) + bareness(*solution_, site, count);
    }

    /// The run with the least loss on this unit's route that lets a visit begin inside `window`.
    [[nodiscard]] std::optional<Displacement> cheapest_on(std::uint32_t unit,
                                                          const PlanWindow& window,
                                                          const std::vector<Victim>& gone) {
        const RouteSchedule& route = solution_->routes()[unit];
        const std::vector<Stop>& stops = route.stops();
        std::optional<Displacement> best;
        for (std::size_t a = 0; a + 1 < stops.size(); ++a) {
            const Stop& before = stops[a];
            if (std::min(before.early[0], before.early[1]) + before.service > window.close) break;
            double loss = 0.0;
            std::size_t b = a + 1;
            for (; b < stops.size(); ++b) {
                if (best && loss >= best->loss) break;
                if (stops[b].late[1] - what_->service >= window.open &&
                    route.reach(a, b, what_->place, what_->service).begin_in(window) < never) {
                    best = Displacement{{unit, a}, b, loss};
                    break;
                }
                if (b + 1 < stops.size()) loss += loss_of(stops, a + 1, b, gone);
            }
            budget_->spend(b - a);
            if (budget_->spent()) break;
        }
        return best;
    }

    /// All begins that need to be tried: if some begin suits all of a crew, each with a run taken
    /// out of its route, then so does the earliest begin that one of these runs allows.
    [[nodiscard]] std::vector<PlanTime> crew_begins(const PlanWindow& window) {
        std::vector<PlanTime> begins;
        for (const std::uint32_t unit : model_->sites[site_].units) {
            const RouteSchedule& route = solution_->routes()[unit];
            const std::size_t end = stops(unit).size();
            for (std::size_t a = 0; a + 1 < end && !budget_->spent(); ++a) {
                for (std::size_t b = a + 1; b < end; ++b) {
                    const Reach reach = route.reach(a, b, what_->place, what_->service);
                    for (const std::size_t layer : {0U, 1U}) {
                        const PlanTime begin = std::max(reach.ready[layer], window.open);
                        const PlanTime last = std::min(reach.latest[layer], window.close);
                        if (begin <= last) begins.push_back(begin);
                    }
                }
                budget_->spend(end - a);
            }
        }
        std::sort(begins.begin(), begins.end());
        begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
        return begins;
    }

    /// Each unit's cheapest run at this begin but `but`'s, the cheapest first.
    [[nodiscard]] std::vector<Displacement> runs_at(PlanTime begin, std::uint32_t but,
                                                    const std::vector<Victim>& gone) {
        std::vector<Displacement> runs;
        for (const std::uint32_t unit : model_->sites[site_].units) {
            if (unit == but) continue;
            const auto run = cheapest_on(unit, {begin, begin}, gone);
            if (run) runs.push_back(*run);
        }
        std::stable_sort(
            runs.begin(), runs.end(),
            [](const Displacement& x, const Displacement& y) { return x.loss < y.loss; });
        return runs;
    }

    void try_crew_at(PlanTime begin) {
        const std::vector<Displacement> runs = runs_at(begin, Opening::none, {});
        if (runs.size() < what_->crew || budget_->spent()) return;
        const auto others = static_cast<std::ptrdiff_t>(what_->crew) - 1;
        offer({runs.begin(), runs.begin() + others + 1});
        // A run that ends another crew's visit frees time on that crew's other routes too.
        for (const Displacement& run : runs) {
            if (best_ && run.loss >= best_->loss) break;
            const std::vector<Victim> gone = victims_of({run});
            const bool frees = std::any_of(gone.begin(), gone.end(), [&](const Victim& victim) {
                return model_->site(victim.site).crew > 1;
            });
            if (!frees) continue;
            std::vector<Displacement> parts = runs_at(begin, run.seat.unit, gone);
            if (std::ssize(parts) < others) continue;
            parts.resize(static_cast<std::size_t>(others));
            parts.push_back(run);
            offer(std::move(parts));
        }
    }

    [[nodiscard]] std::vector<Victim> victims_of(const std::vector<Displacement>& parts) const {
        std::vector<Victim> victims;
        for (const Displacement& part : parts) {
            for (std::size_t i = part.seat.before + 1; i < part.after; ++i) {
                const Stop& stop = stops(part.seat.unit)[i];
                victims.push_back({stop.site, stop.occasion});
            }
        }
        std::sort(victims.begin(), victims.end());
        victims.erase(std::unique(victims.begin(), victims.end()), victims.end());
        return victims;
    }

    void offer(std::vector<Displacement> parts) {
        Exchange exchange{std::move(parts), {}, 0.0};
        exchange.victims = victims_of(exchange.parts);
        std::size_t gone = 0;
        for (std::size_t i = 0; i < exchange.victims.size(); ++i) {
            const std::uint32_t site = exchange.victims[i].site;
            ++gone;
            exchange.loss += worth_of_visit(model_->site(site));
            if (i + 1 < exchange.victims.size() && exchange.victims[i + 1].site == site) continue;
            exchange.loss += bareness(*solution_, site, gone);
            gone = 0;
        }
        if (!best_ || exchange.loss < best_->loss) best_ = std::move(exchange);
    }

    const Solution* solution_;
    const Model* model_;
    std::uint32_t site_;
    const Site* what_;
    Budget* budget_;
    std::optional<Exchange> best_;
};

/// Makes the exchange if the plan is better for it, yet to be kept; else leaves all as it was.
bool make(Solution& solution, std::uint32_t site, const Exchange& exchange, Inserter& inserter) {
    solution.keep();
    const double before = solution.cost();
    for (const Victim& victim : exchange.victims) solution.remove(victim.site, victim.occasion);
    const Placement* place = inserter.cheapest(solution, site);
    if (place == nullptr || !solution.insert(*place) || !(solution.cost() < before)) {
        solution.undo();
        return false;
    }
    return true;
}

}  // namespace

std::optional<Exchange> cheapest_exchange(const Solution& solution, std::uint32_t site,
                                          Budget& budget) {
    return Displacer{solution, site, budget}.cheapest();
}

void exchange_all(Solution& solution, Budget& budget) {
    const Model& model = solution.model();
    Rng rng{0};  // never asked: an inserter that does not blink draws nothing
    Inserter inserter{model, rng, {0, false, &budget}};
    Recreate{model, rng, {0, false, &budget}}.fill(solution, RecreateOrder::value);
    solution.keep();
    // From here on all that is absent has no place, so only an exchange's routes can have new room.
    Recreate recreate{model, rng, {0, true, &budget}};
    for (bool again = true; again;) {
        again = false;
        for (const std::uint32_t s : model.placeable) {
            if (!solution.occasions(s).empty()) continue;
            const auto exchange = cheapest_exchange(solution, s, budget);
            if (budget.spent()) return;
            if (!exchange || !(exchange->loss < worth_of_first_visit(model, s))) continue;
            if (!make(solution, s, *exchange, inserter)) continue;
            again = true;
            recreate.fill(solution, RecreateOrder::value);
            solution.keep();
        }
    }
}

}  // namespace beatline
