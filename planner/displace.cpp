// SPDX-License-Identifier: Apache-2.0
#include "planner/displace.hpp"

#include <algorithm>

#include "planner/insertion.hpp"
#include "planner/recreate.hpp"

namespace beatline {
namespace {

/// Loss when stop `b` goes too, after those from `first` on: its value, and the required site's
/// weight if it is the last of the site's visits to go.
double loss_of(const Solution& solution, const std::vector<Stop>& stops, std::size_t first,
               std::size_t b) {
    const Model& model = solution.model();
    const Site& site = model.site(stops[b].site);
    if (!site.required) return site.value;
    std::size_t gone = 0;
    for (std::size_t i = first; i <= b; ++i) gone += stops[i].site == stops[b].site ? 1 : 0;
    const bool bares = gone == solution.occasions(stops[b].site).size();
    return site.value + (bares ? model.required_weight : 0.0);
}

/// Worth of a first visit to an absent site.
double gain_of(const Model& model, std::uint32_t site) {
    return model.site(site).value + (model.site(site).required ? model.required_weight : 0.0);
}

std::vector<PlanTime> crew_begins(const Solution& solution, std::uint32_t site,
                                  const Opening& opening) {
    const Model& model = solution.model();
    std::vector<PlanTime> begins{opening.window.open, opening.window.close};
    for (const std::uint32_t unit : model.sites[site].units) {
        const RouteSchedule& route = solution.routes()[unit];
        for (std::size_t a = 0; a + 1 < route.stops().size(); ++a) {
            for (std::size_t b = a + 1; b < std::min(route.stops().size(), a + 3); ++b) {
                const PlanTime begin =
                    route.reach(a, b, model.site(site).place, model.site(site).service)
                        .begin_in(opening.window);
                if (begin < never) begins.push_back(begin);
            }
        }
    }
    std::sort(begins.begin(), begins.end());
    begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
    return begins;
}

std::optional<Exchange> crew_exchange_at(const Solution& solution, std::uint32_t site,
                                         const Opening& opening, PlanTime begin) {
    const Model& model = solution.model();
    Exchange exchange;
    exchange.opening = opening;
    exchange.begin = begin;
    Opening instant = opening;
    instant.window = {begin, begin};
    for (const std::uint32_t unit : model.sites[site].units) {
        const auto part = cheapest_displacement(solution, site, unit, instant);
        if (part) exchange.parts.push_back(*part);
    }
    const std::size_t crew = model.site(site).crew;
    if (exchange.parts.size() < crew) return std::nullopt;
    std::stable_sort(exchange.parts.begin(), exchange.parts.end(),
                     [](const Displacement& a, const Displacement& b) { return a.loss < b.loss; });
    exchange.parts.resize(crew);
    for (const Displacement& part : exchange.parts) exchange.loss += part.loss;
    return exchange;
}

struct Victim {
    std::uint32_t site;
    std::uint32_t occasion;
};

/// Makes the exchange if the plan is better for it, yet to be kept; else leaves all as it was.
bool make(Solution& solution, std::uint32_t site, const Exchange& exchange, Inserter& inserter) {
    solution.keep();
    const double before = solution.cost();
    std::vector<Victim> victims;
    for (const Displacement& part : exchange.parts) {
        const std::vector<Stop>& stops = solution.routes()[part.seat.unit].stops();
        for (std::size_t i = part.seat.before + 1; i < part.after; ++i) {
            victims.push_back({stops[i].site, stops[i].occasion});
        }
    }
    for (const Victim& victim : victims) solution.remove(victim.site, victim.occasion);
    const Placement* place = inserter.cheapest(solution, site);
    if (place == nullptr || !solution.insert(*place) || !(solution.cost() < before)) {
        solution.undo();
        return false;
    }
    return true;
}

}  // namespace

std::optional<Displacement> cheapest_displacement(const Solution& solution, std::uint32_t site,
                                                  std::uint32_t unit, const Opening& opening) {
    const Site& what = solution.model().site(site);
    const RouteSchedule& route = solution.routes()[unit];
    const std::vector<Stop>& stops = route.stops();
    std::optional<Displacement> best;
    for (std::size_t a = 0; a + 1 < stops.size(); ++a) {
        double loss = 0.0;
        for (std::size_t b = a + 1; b < stops.size(); ++b) {
            if (best && loss >= best->loss) break;
            const Reach reach = route.reach(a, b, what.place, what.service);
            if (reach.begin_in(opening.window) < never) {
                best = Displacement{{unit, a}, b, loss};
                break;
            }
            if (b + 1 < stops.size()) loss += loss_of(solution, stops, a + 1, b);
        }
    }
    return best;
}

std::optional<Exchange> cheapest_exchange(const Solution& solution, std::uint32_t site) {
    const Model& model = solution.model();
    std::vector<Opening> openings;
    solution.openings(site, openings);
    std::optional<Exchange> best;
    const auto offer = [&](std::optional<Exchange> exchange) {
        if (exchange && (!best || exchange->loss < best->loss)) best = std::move(exchange);
    };
    for (const Opening& opening : openings) {
        if (model.site(site).crew > 1) {
            for (const PlanTime begin : crew_begins(solution, site, opening)) {
                offer(crew_exchange_at(solution, site, opening, begin));
            }
            continue;
        }
        for (const std::uint32_t unit : model.sites[site].units) {
            const auto part = cheapest_displacement(solution, site, unit, opening);
            if (part) offer(Exchange{{*part}, opening, 0, part->loss});
        }
    }
    return best;
}

bool exchange_all(Solution& solution, std::uint32_t most, const std::function<bool()>& stopped) {
    const Model& model = solution.model();
    Rng rng{0};  // never asked: an inserter that does not blink draws nothing
    Inserter inserter{model, rng, InserterParams{}};
    Recreate{model, rng, InserterParams{}}.fill(solution, RecreateOrder::value);
    solution.keep();
    // From here on all that is absent has no place, so only an exchange's routes can have new room.
    Recreate recreate{model, rng, InserterParams{0, true}};
    std::uint32_t made = 0;
    for (bool again = true; again;) {
        again = false;
        for (const std::uint32_t s : model.placeable) {
            if (!solution.occasions(s).empty()) continue;
            if (stopped()) return false;
            const auto exchange = cheapest_exchange(solution, s);
            if (!exchange || !(exchange->loss < gain_of(model, s))) continue;
            if (made == most) return false;
            if (!make(solution, s, *exchange, inserter)) continue;
            ++made;
            again = true;
            recreate.fill(solution, RecreateOrder::value);
            solution.keep();
        }
    }
    return true;
}

}  // namespace beatline
