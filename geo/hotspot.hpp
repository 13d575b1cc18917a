// A hotspot: a small place where much happens, with its outline and its figures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "geo/chance_verdict.hpp"
#include "geo/plane.hpp"
#include "geo/timing.hpp"

namespace beatline {

/// How a hotspot stands against chance.
struct HotspotTest {
    ChanceVerdict verdict;
    double times_expected{0.0};  ///< its peak's density, in that of the null model there
};

struct Hotspot {
    std::uint32_t id{0};  ///< rank: 1 holds the most mass
    Polygon outline;      ///< valid, simple rings
    Point peak;           ///< centre of its densest cell, or the surface's maximum near it
    double peak_per_km2{0.0};
    SquareMetres area{0};
    double mass{0.0};                     ///< weighted events: the density summed over its cells
    double mass_share{0.0};               ///< of the whole surface, [0, 1]
    std::uint32_t event_count{0};         ///< events inside the outline
    std::optional<HotspotTiming> timing;  ///< when windows were asked for
    std::optional<double> per_km2_year;   ///< events inside, by its area and their period
    std::optional<double> harm;           ///< of the events inside, by a harm table
    std::optional<double> pai;  ///< its share of all events over its share of the study area
    std::optional<Metres> street_length;  ///< of a stretch of street
    std::optional<HotspotTest> test;
    std::optional<double> stability;  ///< share of resamples in which it appears, [0, 1]
    std::optional<double> anpr_mass;  ///< part of the mass that ANPR brings; the rest is incidents'
    std::optional<double> per_km_peak;  ///< of a stretch: weighted events per km at its peak
    std::uint32_t found_as{0};          ///< its id before a test numbered the hotspots anew
};

}  // namespace beatline
