// SPDX-License-Identifier: Apache-2.0
#include "planner/recreate.hpp"

#include <algorithm>
#include <array>

namespace beatline {

Recreate::Recreate(const Model& model, Rng& rng, const InserterParams& params)
    : model_{&model}, rng_{&rng}, inserter_{model, rng, params} {}

double Recreate::key(std::uint32_t site, RecreateOrder order) {
    const Site& what = model_->site(site);
    const SiteModel& about = model_->sites[site];
    switch (order) {
        case RecreateOrder::random:
            return rng_->unit();
        case RecreateOrder::value:
            return -worth_of_visit(what);
        case RecreateOrder::value_per_time:
            return -worth_of_visit(what) / static_cast<double>(1 + what.service + about.reach);
        case RecreateOrder::narrow_first:
            return static_cast<double>(about.window_length);
        case RecreateOrder::closing_first:
            return static_cast<double>(what.windows.back().close);
        case RecreateOrder::far_first:
            return -static_cast<double>(about.reach);
        case RecreateOrder::near_first:
            return static_cast<double>(about.reach);
    }
    return 0.0;
}

void Recreate::place_required(Solution& solution) {
    if (solution.score().required_missing == 0) return;
    absent_.clear();
    for (const std::uint32_t s : model_->placeable) {
        if (model_->site(s).required && solution.occasions(s).empty()) {
            absent_.emplace_back(rng_->unit(), s);
        }
    }
    std::sort(absent_.begin(), absent_.end());
    for (const auto& [draw, site] : absent_) {
        const Placement* place = inserter_.cheapest(solution, site);
        if (place != nullptr) solution.insert(*place);
    }
}

void Recreate::fill(Solution& solution, RecreateOrder order) {
    place_required(solution);
    absent_.clear();
    for (const std::uint32_t s : model_->placeable) {
        if (solution.wants_more(s)) absent_.emplace_back(key(s, order), s);
    }
    std::sort(absent_.begin(), absent_.end());
    for (const auto& [order_key, site] : absent_) inserter_.insert_all(solution, site);
}

void Recreate::fill(Solution& solution) {
    // Out of 16; values and random orders carry most of the search.
    constexpr std::array<RecreateOrder, 16> drawn{
        RecreateOrder::random,         RecreateOrder::random,         RecreateOrder::random,
        RecreateOrder::random,         RecreateOrder::value,          RecreateOrder::value,
        RecreateOrder::value,          RecreateOrder::value_per_time, RecreateOrder::value_per_time,
        RecreateOrder::value_per_time, RecreateOrder::narrow_first,   RecreateOrder::narrow_first,
        RecreateOrder::closing_first,  RecreateOrder::closing_first,  RecreateOrder::far_first,
        RecreateOrder::near_first};
    fill(solution, drawn[rng_->below(16)]);
}

}  // namespace beatline
