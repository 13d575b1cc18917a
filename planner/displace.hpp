// What room for an absent site would cost: the visits that would have to go.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "planner/budget.hpp"
#include "planner/solution.hpp"

namespace beatline {

/// A run of neighbouring stops of one unit whose removal makes room.
struct Displacement {
    Seat seat;             ///< where the new visit goes once the run is gone
    std::size_t after{0};  ///< the stop that follows it; those between `seat.before` and it go
    double loss{0.0};      ///< cost of what goes: value, and the weight of required sites left bare
};

/// One visit that goes, whole: a crew's from all of its routes.
struct Victim {
    std::uint32_t site{0};
    std::uint32_t occasion{0};

    auto operator<=>(const Victim&) const = default;
};

/// One displacement a unit: a single one, or a crew's, all around one begin of service.
struct Exchange {
    std::vector<Displacement> parts;
    std::vector<Victim> victims;  ///< of all parts, each once, though it stand on several routes
    double loss{0.0};             ///< of the victims together
};

/// The exchange with the least loss found that would give `site`, which has no visit, its first
/// one. An exchange without victims means that it fits as things stand. None when the budget is
/// spent, or when the site does not even fit empty shifts.
[[nodiscard]] std::optional<Exchange> cheapest_exchange(const Solution& solution,
                                                        std::uint32_t site, Budget& budget);

/// Makes every exchange that gains, and fills what room is left, until none does: what stays absent
/// would displace more than it brings. Or until the budget is spent.
void exchange_all(Solution& solution, Budget& budget);

}  // namespace beatline
