// What an incident weighs: by category from a harm table, and by age.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "data/operation.hpp"
#include "data/rejection.hpp"
#include "geo/event.hpp"

namespace beatline {

struct WeightReading {
    std::map<std::string, double> by_category;
    InputReport input;
    RejectedRows rejected;
};

/// Reads a CSV with columns category and weight. Rejection reasons: field_count, weight_bad,
/// duplicate_category.
[[nodiscard]] WeightReading read_weights(const WeightRules& rules);

/// Multiplies each event's weight by its category's (1 where the table has none), and halves it for
/// every half-life of its age: from the middle of its time to `now`, never less than zero; events
/// without a time keep their weight. Returns the categories that the table lacks.
std::vector<std::string> weigh(std::span<PointEvent> events, std::span<const std::string> kinds,
                               const std::map<std::string, double>& by_category,
                               std::optional<double> half_life_days, Instant now);

}  // namespace beatline
