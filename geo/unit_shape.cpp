// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "geo/cells.hpp"

namespace beatline {

namespace {

/// Half the width of a hexagon with the area of a square of side one: it stands on a corner, so
/// this is also the distance from its centre to its upright edges.
const double half_width_per_unit = std::sqrt(1.0 / (2.0 * std::numbers::sqrt3));

/// The place along the three directions that a hexagon's edges are square to, in half widths.
struct HexagonAxes {
    double east, north_east, north_west;

    HexagonAxes(Metres unit, Point from, Point to) {
        const double half = half_width_per_unit * unit.value;
        const double x = (to.x - from.x) / half;
        const double y = (to.y - from.y) / half * (std::numbers::sqrt3 / 2.0);
        east = x;
        north_east = 0.5 * x + y;
        north_west = -0.5 * x + y;
    }
};

}  // namespace

std::string_view name_of(UnitShape shape) {
    switch (shape) {
        case UnitShape::square:
            return "square";
        case UnitShape::hexagon:
            return "hexagon";
    }
    return "";
}

std::optional<UnitShape> unit_shape_named(std::string_view name) {
    for (const UnitShape shape : {UnitShape::square, UnitShape::hexagon}) {
        if (name_of(shape) == name) return shape;
    }
    return std::nullopt;
}

bool unit_holds(UnitShape shape, Metres unit, Point centre, Point place) {
    if (shape == UnitShape::square) {
        const double half = 0.5 * unit.value;
        return place.x >= centre.x - half && place.x < centre.x + half &&
               place.y >= centre.y - half && place.y < centre.y + half;
    }
    const HexagonAxes at{unit, centre, place};
    const auto within = [](double v) { return v >= -1.0 && v < 1.0; };
    return within(at.east) && within(at.north_east) && within(at.north_west);
}

Polygon unit_outline(UnitShape shape, Metres unit, Point centre) {
    if (shape == UnitShape::square) {
        const double half = 0.5 * unit.value;
        const auto [x, y] = centre;
        return {{{x - half, y - half},
                 {x + half, y - half},
                 {x + half, y + half},
                 {x - half, y + half},
                 {x - half, y - half}},
                {}};
    }
    const double half = half_width_per_unit * unit.value;
    const double corner = 2.0 * half / std::numbers::sqrt3;
    Polygon outline;
    const double corners[6][2] = {{0.0, -corner}, {half, -0.5 * corner}, {half, 0.5 * corner},
                                  {0.0, corner},  {-half, 0.5 * corner}, {-half, -0.5 * corner}};
    for (const auto& c : corners) outline.outer.push_back({centre.x + c[0], centre.y + c[1]});
    outline.outer.push_back(outline.outer.front());
    return outline;
}

bool units_overlap(UnitShape shape, Metres unit, Point a, Point b) {
    // Tiles that only touch may come a rounding nearer.
    constexpr double least = 1.0 - 1e-9;
    if (shape == UnitShape::square)
        return std::abs(a.x - b.x) < least * unit.value && std::abs(a.y - b.y) < least * unit.value;
    const HexagonAxes between{unit, a, b};
    return std::abs(between.east) < 2.0 * least && std::abs(between.north_east) < 2.0 * least &&
           std::abs(between.north_west) < 2.0 * least;
}

}  // namespace beatline
