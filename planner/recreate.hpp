// Puts absent visits back: in an order drawn at random, each where it adds the least driving.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "planner/insertion.hpp"

namespace beatline {

/// The order in which absent sites are tried. Required sites that have no visit always come first.
enum class RecreateOrder : std::uint8_t {
    random,
    value,           ///< most valuable first
    value_per_time,  ///< of service and the way from the nearest base
    narrow_first,    ///< least window time first
    closing_first,
    far_first,
    near_first
};

class Recreate {
public:
    Recreate(const Model& model, Rng& rng, const InserterParams& params);

    void fill(Solution& solution, RecreateOrder order);
    /// An order drawn with fixed weights.
    void fill(Solution& solution);

private:
    void place_required(Solution& solution);
    [[nodiscard]] double key(std::uint32_t site, RecreateOrder order);

    const Model* model_;
    Rng* rng_;
    Inserter inserter_;
    std::vector<std::pair<double, std::uint32_t>> absent_;
};

}  // namespace beatline
