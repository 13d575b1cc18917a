// A plan in the making: routes, the visits of each site in time order, and undo.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "planner/objective.hpp"
#include "planner/schedule.hpp"

namespace beatline {

/// One visit of a site, by one unit or by a crew together.
///
/// Visits of one site keep their distance across routes by reservation: each may begin only within
/// its own `window`, and the windows of one site's visits lie a separation apart. So a route can be
/// scheduled without a look at the others. A crew's window is one instant.
struct Occasion {
    std::uint32_t id{0};      ///< Stop::occasion
    std::uint32_t unit{0};    ///< who; of a crew, the first
    std::uint32_t period{0};  ///< which of the site's windows it lies in
    PlanWindow window;
};

/// Where a site's next visit may begin: what its windows and its other visits leave open.
struct Opening {
    static constexpr std::uint32_t none = 0xffffffffU;

    PlanWindow window;
    std::uint32_t period{0};
    std::uint32_t prev{none};  ///< index into the site's occasions, or none
    std::uint32_t next{none};
    // Where those stand now, if on a route of their own: the new visit must come after and before
    // them.
    std::uint32_t prev_unit{none};
    std::uint32_t next_unit{none};
    std::size_t prev_stop{0};
    std::size_t next_stop{0};

    /// Whether a visit put after stop `before` of this unit's route keeps the site's order of
    /// visits.
    [[nodiscard]] bool in_order(std::uint32_t unit, std::size_t before) const {
        return (prev_unit != unit || prev_stop <= before) &&
               (next_unit != unit || before < next_stop);
    }
};

struct Seat {
    std::uint32_t unit{0};
    std::size_t before{0};  ///< stop after which it is inserted
};

struct Placement {
    std::uint32_t site{0};
    Opening opening;
    PlanTime begin{0};  ///< earliest begin found; a crew's fixed begin
    std::vector<Seat> seats;
};

class Solution {
public:
    explicit Solution(const Model& model);

    [[nodiscard]] const Model& model() const { return *model_; }
    [[nodiscard]] const std::vector<RouteSchedule>& routes() const { return routes_; }
    [[nodiscard]] const std::vector<Occasion>& occasions(std::uint32_t site) const {
        return occasions_[site];
    }
    [[nodiscard]] bool wants_more(std::uint32_t site) const {
        return occasions_[site].size() < model_->sites[site].most_visits;
    }
    [[nodiscard]] const Score& score() const { return score_; }
    [[nodiscard]] double cost() const { return score_.cost(*model_); }

    /// Whether the route, or the visits of the site, changed since the last `keep` or `undo`.
    [[nodiscard]] bool changed_route(std::uint32_t unit) const { return route_changed_[unit] != 0; }
    [[nodiscard]] bool changed_site(std::uint32_t site) const { return site_changed_[site] != 0; }

    /// Fills `out` with the openings for one more visit.
    void openings(std::uint32_t site, std::vector<Opening>& out) const;

    /// False, and nothing changed, when a break taken between two visits of the site would have to
    /// move: the one case that a placement's own check does not see.
    bool insert(const Placement& placement);
    /// Removes a visit (of a crew, from every route), and whatever can no longer be driven then
    /// because the leg that closes the hole is longer than the way round.
    void remove(std::uint32_t site, std::uint32_t occasion_id);

    /// Changes since the last `keep` are made permanent, or taken back.
    void keep();
    void undo();

private:
    void save_route(std::uint32_t unit);
    void save_site(std::uint32_t site);
    void add_openings_between(std::uint32_t site, std::uint32_t next_index,
                              std::vector<Opening>& out) const;
    [[nodiscard]] std::uint32_t visits_in(std::uint32_t site, std::uint32_t first,
                                          std::uint32_t last) const;
    /// May one more visit begin in that window, as far as limits by window go?
    [[nodiscard]] bool window_has_room(std::uint32_t site, std::uint32_t window) const;
    void reserve(std::uint32_t site, std::size_t index, const PlanWindow& window);
    [[nodiscard]] PlanWindow reservation(const Placement& placement) const;
    [[nodiscard]] std::uint32_t free_id(std::uint32_t site) const;
    [[nodiscard]] Stop stop_for(const Placement& placement, const Occasion& occasion) const;
    void take_off(std::uint32_t site, std::uint32_t occasion_id);
    void widen(std::uint32_t site, std::size_t at);
    void count(std::uint32_t site, bool added);

    const Model* model_;
    std::vector<RouteSchedule> routes_;
    std::vector<std::vector<Occasion>> occasions_;  ///< by site, in time order
    Score score_;

    Score saved_score_;
    std::vector<RouteSchedule> saved_routes_;
    std::vector<std::vector<Occasion>> saved_occasions_;
    std::vector<std::uint32_t> changed_routes_;
    std::vector<std::uint32_t> changed_sites_;
    std::vector<char> route_changed_;
    std::vector<char> site_changed_;
    std::vector<Seat> unsettled_;  ///< holes just made, to be looked at by `remove`
};

}  // namespace beatline
