// Figures that every kind of hotspot has: which events it holds, their rate, harm and index.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "geo/event.hpp"
#include "geo/grid.hpp"
#include "geo/hotspot.hpp"

namespace beatline {

/// Per hotspot the events that belong to it, as indices in rising order.
using HotspotMembers = std::vector<std::vector<std::uint32_t>>;

/// The events inside each outline; one in two outlines belongs to both.
[[nodiscard]] HotspotMembers members_by_outline(std::span<const Hotspot> hotspots,
                                                std::span<const PointEvent> events);

struct FigureBasis {
    SquareMetres study_area{0};        ///< zero: no index
    std::vector<double> harm_by_kind;  ///< empty: no harm
    std::vector<Interval> gaps;        ///< time without data, in order and apart
};

/// Sets event_count, per_km2_year, harm and pai. The period is from the first moment to the last
/// that any event's time covers, less the gaps; without times, or in no time at all, there is no
/// rate.
/// pai = (n/N) / (a/A): n of all N events on a of the study area A (Chainey, Tompson & Uhlig 2008).
void add_figures(std::span<Hotspot> hotspots, const HotspotMembers& members,
                 std::span<const PointEvent> events, const FigureBasis& basis);

/// The ground that a surface covers: its cells, without those outside the study area.
[[nodiscard]] SquareMetres area_of(const DensityGrid& density);

/// What a surface has within an outline: its mass, and the densest cell whose centre is inside.
struct SurfaceInside {
    double mass{0.0};           ///< weighted events
    std::optional<Point> peak;  ///< nothing where the surface is zero
    double peak_per_km2{0.0};
};
[[nodiscard]] SurfaceInside surface_inside(const DensityGrid& density, const Polygon& outline);

/// The value of the cell that holds the place; zero outside the grid and the study area.
[[nodiscard]] double value_at(const DensityGrid& density, Point place);

}  // namespace beatline
