// What the search prefers: required sites, then value, then less driving.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "planner/model.hpp"

namespace beatline {

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
