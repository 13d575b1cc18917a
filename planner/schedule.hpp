// When a route's stops can be served: earliest and latest times, windows, one floating break.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "planner/plan.hpp"

namespace beatline {

/// Later than any time; its negative is earlier than any. Sums of a few stay far from overflow.
inline constexpr PlanTime never = PlanTime{1} << 60;

/// Times by whether the break is still to come (0) or is taken, or there is none (1). Waiting is
/// free and every leg is first in, first out, so the earliest time of each layer is all that the
/// stops behind need to know, and the latest all that the stops before need.
using Layers = std::array<PlanTime, 2>;

/// One call on a route; the first and last of a route are its base ends.
struct Stop {
    PlaceIndex place{0};
    std::uint32_t site{0};
    PlanTime service{0};
    Layers early{never, never};           ///< earliest begin of service
    Layers late{-never, -never};          ///< latest begin of service that lets the rest follow
    PlanTime onward{0};                   ///< drive to the next stop; 0 at the end
    std::uint32_t occasion{0};            ///< which of the site's visits
    PlanWindow window;                    ///< service begins in here …
    std::span<const PlanWindow> windows;  ///< … and, unless this is empty, inside one of these

    [[nodiscard]] PlanTime earliest() const { return early[0] <= late[0] ? early[0] : early[1]; }
    [[nodiscard]] PlanTime latest() const { return early[1] <= late[1] ? late[1] : late[0]; }
};

/// When service could begin at a place put between two stops, before its windows are looked at.
struct Reach {
    Layers ready{never, never};
    Layers latest{-never, -never};

    /// The earliest begin within [window.open, window.close], or `never`.
    [[nodiscard]] PlanTime begin_in(const PlanWindow& window) const {
        PlanTime best = never;
        for (const std::size_t layer : {0U, 1U}) {
            const PlanTime begin = std::max(ready[layer], window.open);
            if (begin <= std::min(latest[layer], window.close)) best = std::min(best, begin);
        }
        return best;
    }
};

/// One unit's stops in order. Stop 0 is the start place, the last one the end place.
class RouteSchedule {
public:
    RouteSchedule(const PatrolUnit& unit, const TravelMatrix& travel);

    [[nodiscard]] const std::vector<Stop>& stops() const { return stops_; }
    [[nodiscard]] std::size_t visit_count() const { return stops_.size() - 2; }
    [[nodiscard]] const PatrolUnit& unit() const { return *unit_; }
    [[nodiscard]] PlanTime travel(PlaceIndex from, PlaceIndex to) const {
        return static_cast<PlanTime>((*travel_)(from, to));
    }
    /// An empty route is always feasible: its unit stays at the base.
    [[nodiscard]] bool feasible() const {
        return visit_count() == 0 || stops_.back().early[1] <= stops_.back().late[1];
    }
    [[nodiscard]] PlanTime driving() const { return driving_; }

    /// For a visit between stops `before` and `after`, those between them left out.
    [[nodiscard]] Reach reach(std::size_t before, std::size_t after, PlaceIndex place,
                              PlanTime service) const {
        const Stop& a = stops_[before];
        const Stop& b = stops_[after];
        const PlanTime there = travel(a.place, place);
        const PlanTime onward = travel(place, b.place);
        Reach reach;
        reach.ready[1] = a.early[1] + a.service + there;
        reach.latest[1] = b.late[1] - onward - service;
        if (has_rest_) add_rest(a, b, there, onward, service, reach);
        return reach;
    }

    /// Driving added by calling at `place` between stop `before` and the one after it.
    [[nodiscard]] PlanTime detour(std::size_t before, PlaceIndex place) const {
        const Stop& a = stops_[before];
        return travel(a.place, place) + travel(place, stops_[before + 1].place) - a.onward;
    }

    /// Inserts after stop `before` and brings all times up to date; the route may become
    /// infeasible.
    void insert(std::size_t before, const Stop& stop);
    void erase(std::size_t index);
    void set_window(std::size_t index, const PlanWindow& window);
    /// Index of the stop that makes this visit; 0 when it is not on the route.
    [[nodiscard]] std::size_t find(std::uint32_t site, std::uint32_t occasion) const;

    /// Ready at the far end of a drive of `drive` begun no earlier than `free`, a break taken on
    /// the way.
    [[nodiscard]] PlanTime ready_after_rest(PlanTime free, PlanTime drive) const;

private:
    void add_rest(const Stop& a, const Stop& b, PlanTime there, PlanTime onward, PlanTime service,
                  Reach& reach) const;
    [[nodiscard]] PlanTime latest_before_rest(PlanTime ready, PlanTime drive) const;
    void measure(std::size_t stop);
    void forward(std::size_t from);
    void backward(std::size_t from);

    const PatrolUnit* unit_;
    const TravelMatrix* travel_;
    bool has_rest_;
    PlanTime driving_{0};
    std::vector<Stop> stops_;
};

}  // namespace beatline
