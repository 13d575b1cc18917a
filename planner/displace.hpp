// What room for an absent site would cost: the visits that would have to go.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "planner/solution.hpp"

namespace beatline {

/// A run of neighbouring stops of one unit whose removal makes room.
struct Displacement {
    Seat seat;             ///< where the new visit goes once the run is gone
    std::size_t after{0};  ///< the stop that follows it; those between `seat.before` and it go
    double loss{0.0};      ///< cost of what goes: value, and the weight of required sites left bare
};

/// For a visit that would begin inside `opening`: the run with the least loss on this unit's route,
/// if any run makes room. An empty run (loss 0) means that it fits as things stand.
[[nodiscard]] std::optional<Displacement> cheapest_displacement(const Solution& solution,
                                                                std::uint32_t site,
                                                                std::uint32_t unit,
                                                                const Opening& opening);

/// One displacement a unit: a single one, or a crew's, all around one begin of service.
struct Exchange {
    std::vector<Displacement> parts;
    Opening opening;
    PlanTime begin{0};
    double loss{0.0};
};

/// The exchange with the least loss found that would give `site`, which has no visit, its first
/// one.
[[nodiscard]] std::optional<Exchange> cheapest_exchange(const Solution& solution,
                                                        std::uint32_t site);

/// Makes every exchange that gains, and fills what room is left, until none does: what stays absent
/// would displace more than it brings. Stops after `most` exchanges, or when `stopped`, asked
/// before each site, says so; true when none was left.
bool exchange_all(Solution& solution, std::uint32_t most, const std::function<bool()>& stopped);

}  // namespace beatline
