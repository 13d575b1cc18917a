// Patrol problems for tests: small ones said in a few words, and random ones with every feature.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "geo/rng.hpp"
#include "planner/problem.hpp"

namespace beatline {

/// Places on a line, `at[i]` from the origin; travel is the distance.
inline TravelMatrix travel_on_a_line(const std::vector<int>& at) {
    std::vector<std::uint32_t> times;
    for (const int from : at) {
        for (const int to : at) times.push_back(static_cast<std::uint32_t>(std::abs(from - to)));
    }
    return TravelMatrix{at.size(), std::move(times)};
}

/// A unit based at place 0.
inline PatrolUnit a_unit(std::string id, PlanWindow shift) {
    PatrolUnit unit;
    unit.id = std::move(id);
    unit.shift = shift;
    return unit;
}

inline Site a_site(std::string id, PlaceIndex place, double value, PlanTime service,
                   std::vector<PlanWindow> windows) {
    Site site;
    site.id = std::move(id);
    site.place = place;
    site.value = value;
    site.service = service;
    site.windows = std::move(windows);
    return site;
}

struct RandomProblemSize {
    std::uint32_t units{4};
    std::uint32_t sites{20};
    PlanTime horizon{400};
    std::uint32_t visits_a_site{4};
    double island_share{0.05};  ///< of places that no way leads to
};

namespace random_problem {

inline PlanTime between(Rng& rng, PlanTime low, PlanTime high) {
    return low + static_cast<PlanTime>(rng.below(static_cast<std::uint32_t>(high - low + 1)));
}

/// Distances in a square, up to 3 longer one way than the other: shortcuts over a third place
/// occur.
inline TravelMatrix travel(Rng& rng, std::size_t size, double speed, double island_share) {
    std::vector<std::pair<double, double>> at(size);
    std::vector<char> island(size, 0);
    for (std::size_t i = 0; i < size; ++i) {
        at[i] = {rng.unit() * 40.0, rng.unit() * 40.0};
        island[i] = i > 0 && rng.chance(island_share) ? 1 : 0;
    }
    std::vector<std::uint32_t> times;
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
            const double d = std::hypot(at[i].first - at[j].first, at[i].second - at[j].second);
            const bool cut = i != j && (island[i] != 0 || island[j] != 0);
            const auto time = static_cast<std::uint32_t>(d / speed) + (i == j ? 0 : rng.below(4));
            times.push_back(cut ? TravelMatrix::unreachable : time);
        }
    }
    return TravelMatrix{size, std::move(times)};
}

inline std::vector<PlanWindow> windows(Rng& rng, PlanTime horizon) {
    std::vector<PlanWindow> out;
    const std::uint32_t count = 1 + rng.below(3);
    PlanTime from = between(rng, 0, horizon / 3);
    for (std::uint32_t w = 0; w < count && from < horizon; ++w) {
        const PlanTime close = std::min(horizon, from + between(rng, 0, horizon / 2));
        out.push_back({from, close});
        from = close + (rng.chance(0.2) ? 0 : between(rng, 1, horizon / 6));
    }
    return out;
}

inline PatrolUnit unit(Rng& rng, std::uint32_t index, std::size_t places, PlanTime horizon) {
    PatrolUnit unit;
    unit.id = "U" + std::to_string(index);
    unit.start = rng.chance(0.7) ? 0 : rng.below(static_cast<std::uint32_t>(places));
    unit.end = rng.chance(0.8) ? unit.start : rng.below(static_cast<std::uint32_t>(places));
    unit.shift.open = between(rng, 0, horizon / 3);
    unit.shift.close = std::min(horizon, unit.shift.open + between(rng, horizon / 3, horizon));
    if (rng.chance(0.5)) {
        const PlanTime length = unit.shift.close - unit.shift.open;
        unit.rest.duration = between(rng, 1, length / 4);
        unit.rest.window.open = unit.shift.open + between(rng, 0, length / 2);
        unit.rest.window.close =
            unit.rest.window.open + unit.rest.duration + between(rng, 0, length / 4);
        unit.rest.window.close = std::min(unit.rest.window.close, unit.shift.close);
        if (unit.rest.window.close - unit.rest.window.open < unit.rest.duration) {
            unit.rest.window.open = unit.rest.window.close - unit.rest.duration;
        }
    }
    unit.skills = rng.below(4);
    unit.travel = rng.below(2);
    return unit;
}

inline Site site(Rng& rng, std::uint32_t index, std::size_t places, const RandomProblemSize& size) {
    Site site;
    site.id = "S" + std::to_string(index);
    site.place = 1 + rng.below(static_cast<std::uint32_t>(places - 1));
    site.service = rng.chance(0.1) ? 0 : between(rng, 1, 30);
    site.windows = windows(rng, size.horizon);
    site.value = rng.chance(0.05) ? 0.0 : 1.0 + rng.below(20) + (rng.chance(0.2) ? 0.25 : 0.0);
    site.max_visits = rng.chance(0.5) ? 1 : 1 + rng.below(size.visits_a_site);
    site.max_per_window = rng.chance(0.3) ? 1 : 0;
    site.min_gap = rng.chance(0.4) ? between(rng, 0, size.horizon / 5) : 0;
    site.required = rng.chance(0.15);
    site.skills = rng.chance(0.2) ? 1 + rng.below(3) : 0;
    site.crew = rng.chance(0.2) ? 2 + rng.below(2) : 1;
    return site;
}

}  // namespace random_problem

/// The same seed and size give the same problem everywhere. Always valid.
inline PatrolProblem a_random_problem(std::uint64_t seed, const RandomProblemSize& size = {}) {
    Rng rng{seed};
    PatrolProblem problem;
    problem.name = "random " + std::to_string(seed);
    problem.skill_names = {"dog", "search"};
    const std::size_t places = 2 + rng.below(size.sites + 1);
    for (const double speed : {1.0, 0.6}) {
        problem.travel.push_back(random_problem::travel(rng, places, speed, size.island_share));
    }
    const std::uint32_t units = 1 + rng.below(size.units);
    const std::uint32_t sites = 1 + rng.below(size.sites);
    for (std::uint32_t u = 0; u < units; ++u) {
        problem.units.push_back(random_problem::unit(rng, u, places, size.horizon));
    }
    for (std::uint32_t s = 0; s < sites; ++s) {
        problem.sites.push_back(random_problem::site(rng, s, places, size));
    }
    return problem;
}

}  // namespace beatline
