// SPDX-License-Identifier: Apache-2.0
#include "planner/ruin.hpp"

#include <algorithm>

namespace beatline {

Ruin::Ruin(const Model& model, Rng& rng, const RuinParams& params)
    : model_{&model}, rng_{&rng}, params_{params}, ruined_(model.problem->units.size(), 0) {}

void Ruin::remove_strings(Solution& solution) {
    const auto count = static_cast<std::uint32_t>(model_->placeable.size());
    ruin_around(solution, model_->placeable[rng_->below(count)]);
}

void Ruin::ruin_around(Solution& solution, std::uint32_t seed_site) {
    std::size_t longest_route = 0;
    for (const RouteSchedule& route : solution.routes()) {
        longest_route = std::max(longest_route, route.visit_count());
    }
    if (longest_route == 0) return;
    std::fill(ruined_.begin(), ruined_.end(), 0);
    const double string_limit =
        std::min(params_.longest_string, static_cast<double>(longest_route));
    const double most_strings = 4.0 * params_.average_removed / (1.0 + string_limit) - 1.0;
    auto strings = static_cast<std::uint32_t>(1.0 + rng_->unit() * most_strings);
    if (remove_string_at(solution, seed_site, string_limit)) --strings;
    for (const std::uint32_t site : model_->sites[seed_site].near) {
        if (strings == 0) break;
        if (remove_string_at(solution, site, string_limit)) --strings;
    }
}

bool Ruin::remove_string_at(Solution& solution, std::uint32_t site, double string_limit) {
    const std::vector<Occasion>& there = solution.occasions(site);
    if (there.empty()) return false;
    const auto count = static_cast<std::uint32_t>(there.size());
    const Occasion& occasion = there[count == 1 ? 0 : rng_->below(count)];
    const std::uint32_t unit = occasion.unit;
    if (ruined_[unit] != 0) return false;
    ruined_[unit] = 1;
    const RouteSchedule& route = solution.routes()[unit];
    const double longest = std::min(static_cast<double>(route.visit_count()), string_limit);
    const auto length = static_cast<std::size_t>(1.0 + rng_->unit() * longest);
    remove_string(solution, unit, route.find(site, occasion.id),
                  std::min(length, route.visit_count()));
    return true;
}

void Ruin::remove_string(Solution& solution, std::uint32_t unit, std::size_t index,
                         std::size_t length) {
    const RouteSchedule& route = solution.routes()[unit];
    const std::size_t visits = route.visit_count();
    // A split string spans `middle` stops more and leaves those standing.
    std::size_t middle = 0;
    if (length > 1 && length < visits && rng_->chance(params_.split_share)) {
        middle = 1;
        while (length + middle < visits && !rng_->chance(params_.split_depth)) ++middle;
    }
    const std::size_t span = length + middle;
    const std::size_t lowest = index > span ? index - span + 1 : 1;
    const std::size_t highest = std::min(index, visits - span + 1);
    const std::size_t first =
        lowest + rng_->below(static_cast<std::uint32_t>(highest - lowest + 1));
    const std::size_t left_out =
        middle == 0 ? first + span
                    : first + 1 + rng_->below(static_cast<std::uint32_t>(length - 1));
    victims_.clear();
    for (std::size_t i = first; i < first + span; ++i) {
        if (i >= left_out && i < left_out + middle) continue;
        victims_.push_back({route.stops()[i].site, route.stops()[i].occasion});
    }
    remove_listed(solution);
}

void Ruin::remove_listed(Solution& solution) {
    for (const Victim& victim : victims_) solution.remove(victim.site, victim.occasion);
}

void Ruin::list_stops_within(const RouteSchedule& route, const PlanWindow& span) {
    for (std::size_t i = 1; i <= route.visit_count(); ++i) {
        const Stop& stop = route.stops()[i];
        if (stop.earliest() + stop.service < span.open || stop.earliest() > span.close) continue;
        victims_.push_back({stop.site, stop.occasion});
    }
}

void Ruin::make_room(Solution& solution) {
    missing_.clear();
    for (const std::uint32_t s : model_->placeable) {
        if (model_->site(s).required && solution.occasions(s).empty()) missing_.push_back(s);
    }
    if (missing_.empty()) return;
    const std::uint32_t seed = missing_[rng_->below(static_cast<std::uint32_t>(missing_.size()))];
    const Site& site = model_->site(seed);
    const SiteModel& about = model_->sites[seed];
    const PlanWindow& window =
        site.windows[rng_->below(static_cast<std::uint32_t>(site.windows.size()))];
    const PlanTime begin =
        window.open +
        static_cast<PlanTime>(rng_->unit() * static_cast<double>(window.close - window.open + 1));
    const std::uint32_t wanted =
        std::min(site.crew + rng_->below(2), static_cast<std::uint32_t>(about.units.size()));
    const std::uint32_t from = rng_->below(static_cast<std::uint32_t>(about.units.size()));
    for (std::uint32_t i = 0; i < wanted; ++i) {
        const std::uint32_t unit = about.units[(from + i) % about.units.size()];
        const PlanTime way = rng_->chance(0.5) ? about.reach : 0;
        victims_.clear();
        list_stops_within(solution.routes()[unit], {begin - way, begin + site.service + way});
        remove_listed(solution);
    }
}

}  // namespace beatline
