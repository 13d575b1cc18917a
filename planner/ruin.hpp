// Takes visits out of a plan: strings of neighbouring stops, or room for a required site.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/rng.hpp"
#include "planner/solution.hpp"

namespace beatline {

/// The removals of Christiaens & Vanden Berghe (2020), *Slack Induction by String Removals for
/// Vehicle Routing Problems*, with their figures.
struct RuinParams {
    double average_removed{10.0};
    double longest_string{10.0};
    double split_share{0.5};   ///< of strings that leave a middle part standing
    double split_depth{0.01};  ///< chance that the middle part stops growing
};

class Ruin {
public:
    Ruin(const Model& model, Rng& rng, const RuinParams& params);

    /// Removes strings around a random site, from several routes.
    void remove_strings(Solution& solution);
    /// Clears a stretch of time around a required site that has no visit, in the routes of units
    /// that could make it. Does nothing when no required site is missing.
    void make_room(Solution& solution);

private:
    void ruin_around(Solution& solution, std::uint32_t seed_site);
    bool remove_string_at(Solution& solution, std::uint32_t site, double string_limit);
    void remove_string(Solution& solution, std::uint32_t unit, std::size_t index,
                       std::size_t length);
    void remove_listed(Solution& solution);
    void list_stops_within(const RouteSchedule& route, const PlanWindow& span);

    struct Victim {
        std::uint32_t site;
        std::uint32_t occasion;
    };

    const Model* model_;
    Rng* rng_;
    RuinParams params_;
    std::vector<char> ruined_;  ///< by unit
    std::vector<Victim> victims_;
    std::vector<std::uint32_t> missing_;
};

}  // namespace beatline
