// Turns hotspots, tasks and shifts into a patrol problem: what is wanted where, by whom, when.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "planner/problem.hpp"

namespace beatline {

struct ShiftDemand {
    std::string id;
    Point base;
    Point end;
    PlanWindow shift;
    PatrolBreak rest;
    std::vector<std::string> skills;
    std::uint32_t mode{0};  ///< index of the travel matrix
};

struct HotspotDemand {
    std::string id;
    Point at;
    double value{0.0};  ///< of each visit
    /// Its own windows, sorted and disjoint; nothing: those of the dose. Empty: whenever a
    /// shift is on.
    std::optional<std::vector<PlanWindow>> allowed{};
};

struct TaskDemand {
    std::string id;
    Point at;
    std::vector<PlanWindow> windows;  ///< of the start; sorted and disjoint
    PlanTime duration{0};
    std::uint32_t crew{1};
    std::vector<std::string> skills;
};

struct DoseDemand {
    PlanTime visit{15 * 60};
    std::uint32_t visits_per_shift{3};
    PlanTime min_gap{90 * 60};
    std::vector<PlanWindow> allowed;  ///< sorted, disjoint; empty: whenever a shift is on
};

enum class SiteKind : std::uint8_t { hotspot, task };

/// Where a site of the problem came from.
struct SiteOrigin {
    SiteKind kind{SiteKind::hotspot};
    std::size_t index{0};  ///< into the hotspots or the tasks given
};

/// The problem, still without travel times, and the places that its indices mean.
struct PatrolDemand {
    PatrolProblem problem;
    std::vector<Point> places;        ///< by PlaceIndex: bases, hotspots, tasks
    std::vector<SiteOrigin> origins;  ///< one a site
};

/// Hotspots become optional sites, tasks required ones. Shifts that overlap form one block of duty.
/// A hotspot may have `visits_per_shift` visits in each block, and as many times that as shifts of
/// the block's mean length follow one another in it. Visits lie whole inside a block and an allowed
/// window: the hotspot's own where it has some, else the dose's. Throws std::invalid_argument for
/// more than 64 skills or an allowed window shorter than a visit.
[[nodiscard]] PatrolDemand make_demand(std::span<const ShiftDemand> shifts,
                                       std::span<const HotspotDemand> hotspots,
                                       std::span<const TaskDemand> tasks, const DoseDemand& dose);

/// Seconds between places on the roads; a place that is on no road is unreachable from everywhere
/// else.
[[nodiscard]] TravelMatrix travel_between(const RoadNetwork& network,
                                          std::span<const std::optional<RoadPosition>> places);

}  // namespace beatline
