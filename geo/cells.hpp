// Hotspots as equal-sized units: squares or hexagons that hold the most, each moved to hold more.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "geo/hotspot.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

enum class UnitShape { square, hexagon };
[[nodiscard]] std::string_view name_of(UnitShape shape);
[[nodiscard]] std::optional<UnitShape> unit_shape_named(std::string_view name);

struct CellParams {
    UnitShape shape{UnitShape::square};
    Metres unit{150};          ///< side of the square; a hexagon has the area of that square
    bool nudge{true};          ///< move each unit, by half of `unit` at most along each axis
    std::size_t count{20};     ///< at most so many
    Metres min_separation{0};  ///< between centres, >= 0; units never overlap, whatever it is
    std::optional<double> area_share;  ///< all units together at most this share of `study_area`
    SquareMetres study_area{0};        ///< what area_share is of
};

/// A unit of the plane. A square holds [x - u/2, x + u/2) by [y - u/2, y + u/2) around its centre;
/// a hexagon stands on a corner and holds its west and south edges.
[[nodiscard]] bool unit_holds(UnitShape shape, Metres unit, Point centre, Point place);
[[nodiscard]] Polygon unit_outline(UnitShape shape, Metres unit, Point centre);
/// Whether two units of one shape and size share more than an edge.
[[nodiscard]] bool units_overlap(UnitShape shape, Metres unit, Point a, Point b);

/// The plane is tiled with units from the origin of the coordinates. Without `nudge` those that
/// hold most weight are taken, from the heaviest down, while their centres keep the separation and
/// lie in `area` (when it is not empty). With it each goes to the place within half a unit of its
/// tile where it holds most (nudge_unit): the heaviest first, each clear of the ones before it,
/// then each in turn until none gains; the same is done with the units that were taken without, and
/// what holds more in all is kept, so nudging never loses. Ranked by what they hold. `peak` is the
/// place in the unit with most weight; `peak_per_km2` and event_count are left to be filled in.
/// Throws std::invalid_argument for parameters out of range.
[[nodiscard]] std::vector<Hotspot> find_cells(std::vector<WeightedPoint> points,
                                              const MultiPolygon& area, const CellParams& params);

}  // namespace beatline
