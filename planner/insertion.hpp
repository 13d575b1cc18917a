// Finds the cheapest place for one more visit of a site in the routes as they stand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "geo/rng.hpp"
#include "planner/budget.hpp"
#include "planner/solution.hpp"

namespace beatline {

/// How an inserter looks around. `only_changed` is only right while every absent visit is known to
/// have had no place when the solution was last kept.
struct InserterParams {
    std::uint32_t blink{0};    ///< one position in so many is passed over; 0: none
    bool only_changed{false};  ///< look for new room in routes changed since the last `keep` only
    Budget* budget{nullptr};   ///< charged for all looks, if given; once spent, nothing is found
};

/// Keeps its buffers from call to call. Blinking keeps a search from always seeing the same best
/// place (SISR's blinks).
class Inserter {
public:
    Inserter(const Model& model, Rng& rng, const InserterParams& params);

    /// The feasible place that adds the least driving, or nullptr. Valid until the next call or
    /// change of the solution.
    [[nodiscard]] const Placement* cheapest(const Solution& solution, std::uint32_t site);

    /// Makes as many visits of the site as find a place; the number made.
    std::uint32_t insert_all(Solution& solution, std::uint32_t site);

private:
    [[nodiscard]] bool blinks();
    [[nodiscard]] bool spent() const {
        return params_.budget != nullptr && params_.budget->spent();
    }
    void spend(std::size_t looks) {
        if (params_.budget != nullptr) params_.budget->spend(looks);
    }
    void try_unit(const Solution& solution, std::uint32_t site, std::uint32_t unit);
    [[nodiscard]] const Placement* cheapest_crew(const Solution& solution, std::uint32_t site);
    void collect_begins(const Solution& solution, std::uint32_t site);
    void try_crew_at(const Solution& solution, std::uint32_t site, const Opening& opening,
                     PlanTime begin);

    const Model* model_;
    Rng* rng_;
    InserterParams params_;
    std::uint32_t until_blink_{0};
    std::vector<Opening> openings_;
    Placement best_;
    PlanTime best_detour_{never};
    std::vector<std::pair<PlanTime, std::size_t>> begins_;  ///< begin, opening
    std::vector<std::pair<PlanTime, Seat>> offers_;         ///< detour, seat: of one unit each
};

}  // namespace beatline
