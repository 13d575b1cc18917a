// What the search prefers: required sites, then value, then less driving.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "planner/model.hpp"

namespace beatline {

/// What one visit is worth, whoever makes it and when; a crew's counts once. All that weighs visits
/// asks here; only the checker sums for itself.
[[nodiscard]] inline double worth_of_visit(const Site& site) {
    return site.value;
}

/// By how much a first visit to the site improves a plan, driving aside.
[[nodiscard]] inline double worth_of_first_visit(const Model& model, std::uint32_t site) {
    return worth_of_visit(model.site(site)) +
           (model.site(site).required ? model.required_weight : 0.0);
}

struct Score {
    std::uint32_t required_missing{0};
    double value{0.0};
    PlanTime driving{0};

    /// One number to minimise.
    [[nodiscard]] double cost(const Model& model) const {
        return model.required_weight * required_missing - value +
               model.travel_weight * static_cast<double>(driving);
    }
    bool operator==(const Score&) const = default;
};

}  // namespace beatline
