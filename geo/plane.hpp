// Points, lines and polygons in a metric plane, and the few measures that everything else needs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "geo/units.hpp"

namespace beatline {

/// A place in the working CRS: x east, y north, in metres.
struct Point {
    double x{0.0};
    double y{0.0};

    auto operator<=>(const Point&) const = default;
};

using Polyline = std::vector<Point>;

/// A simple ring, closed: first and last point are the same.
using Ring = std::vector<Point>;

/// One outer ring (counter-clockwise) and its holes (clockwise), as in RFC 7946.
struct Polygon {
    Ring outer;
    std::vector<Ring> holes;
};

using MultiPolygon = std::vector<Polygon>;

/// Puts a closed ring where its turn says: the outer one runs counter-clockwise, a hole clockwise.
void add_ring(Polygon& polygon, Ring ring);

/// An upright rectangle; empty while `min.x > max.x`.
struct Box {
    Point min{1.0, 1.0};
    Point max{-1.0, -1.0};

    [[nodiscard]] bool empty() const { return min.x > max.x || min.y > max.y; }
    [[nodiscard]] bool contains(Point p) const;
    [[nodiscard]] Box grown(Metres margin) const;
    void include(Point p);
};

[[nodiscard]] Metres distance(Point a, Point b);
[[nodiscard]] Metres length(std::span<const Point> line);

/// The point at `along` metres from the line's start, clamped to its ends. The line is not empty.
[[nodiscard]] Point point_at(std::span<const Point> line, Metres along);

/// The part of a line between two distances from its start; reversed when `from > to`.
[[nodiscard]] Polyline part_of(std::span<const Point> line, Metres from, Metres to);

/// Signed area: positive when the ring runs counter-clockwise.
[[nodiscard]] SquareMetres signed_area(std::span<const Point> ring);
[[nodiscard]] SquareMetres area(const Polygon& polygon);
[[nodiscard]] SquareMetres area(const MultiPolygon& polygons);

/// Even-odd rule; a point exactly on an edge may fall either way, the same way every time.
[[nodiscard]] bool contains(const Polygon& polygon, Point p);
[[nodiscard]] bool contains(const MultiPolygon& polygons, Point p);

[[nodiscard]] Box bounds(std::span<const Point> points);
[[nodiscard]] Box bounds(const MultiPolygon& polygons);

}  // namespace beatline
