// SPDX-License-Identifier: Apache-2.0
#include "geo/plane.hpp"

#include <algorithm>
#include <cmath>

namespace beatline {

bool Box::contains(Point p) const {
    return p.x >= min.x && p.x <= max.x && p.y >= min.y && p.y <= max.y;
}

Box Box::grown(Metres margin) const {
    if (empty()) return *this;
    return {{min.x - margin.value, min.y - margin.value},
            {max.x + margin.value, max.y + margin.value}};
}

void Box::include(Point p) {
    if (empty()) {
        min = max = p;
        return;
    }
    min = {std::min(min.x, p.x), std::min(min.y, p.y)};
    max = {std::max(max.x, p.x), std::max(max.y, p.y)};
}

Metres distance(Point a, Point b) {
    return Metres{std::hypot(a.x - b.x, a.y - b.y)};
}

Metres length(std::span<const Point> line) {
    double sum = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += distance(line[i - 1], line[i]).value;
    return Metres{sum};
}

namespace {

/// Where `along` falls: the segment's end index and the point itself.
struct OnLine {
    std::size_t next;
    Point at;
};

OnLine locate(std::span<const Point> line, double along) {
    double left = std::max(along, 0.0);
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double step = distance(line[i - 1], line[i]).value;
        if (left <= step && step > 0.0) {
            const double t = left / step;
            return {i,
                    {line[i - 1].x + t * (line[i].x - line[i - 1].x),
                     line[i - 1].y + t * (line[i].y - line[i - 1].y)}};
        }
        left -= step;
    }
    return {line.size(), line.back()};
}

}  // namespace

Point point_at(std::span<const Point> line, Metres along) {
    return locate(line, along.value).at;
}

Polyline part_of(std::span<const Point> line, Metres from, Metres to) {
    const OnLine a = locate(line, std::min(from.value, to.value));
    const OnLine b = locate(line, std::max(from.value, to.value));
    Polyline part{a.at};
    for (std::size_t i = a.next; i < b.next; ++i) {
        if (line[i] != part.back()) part.push_back(line[i]);
    }
    if (b.at != part.back() || part.size() == 1) part.push_back(b.at);
    if (from > to) std::ranges::reverse(part);
    return part;
}

SquareMetres signed_area(std::span<const Point> ring) {
    if (ring.size() < 4) return SquareMetres{0.0};
    const Point o = ring[0];  // near the ring: keeps the products small
    double twice = 0.0;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        twice +=
            (ring[i - 1].x - o.x) * (ring[i].y - o.y) - (ring[i].x - o.x) * (ring[i - 1].y - o.y);
    }
    return SquareMetres{twice / 2.0};
}

void add_ring(Polygon& polygon, Ring ring) {
    if (signed_area(ring).value > 0.0)
        polygon.outer = std::move(ring);
    else
        polygon.holes.push_back(std::move(ring));
}

SquareMetres area(const Polygon& polygon) {
    double sum = std::abs(signed_area(polygon.outer).value);
    for (const Ring& hole : polygon.holes) sum -= std::abs(signed_area(hole).value);
    return SquareMetres{sum};
}

SquareMetres area(const MultiPolygon& polygons) {
    double sum = 0.0;
    for (const Polygon& p : polygons) sum += area(p).value;
    return SquareMetres{sum};
}

namespace {

bool inside_ring(const Ring& ring, Point p) {
    bool inside = false;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const Point a = ring[i - 1];
        const Point b = ring[i];
        if ((a.y > p.y) == (b.y > p.y)) continue;
        if (p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) inside = !inside;
    }
    return inside;
}

}  // namespace

bool contains(const Polygon& polygon, Point p) {
    if (!inside_ring(polygon.outer, p)) return false;
    return std::ranges::none_of(polygon.holes, [&](const Ring& h) { return inside_ring(h, p); });
}

bool contains(const MultiPolygon& polygons, Point p) {
    return std::ranges::any_of(polygons, [&](const Polygon& one) { return contains(one, p); });
}

Box bounds(std::span<const Point> points) {
    Box box;
    for (const Point p : points) box.include(p);
    return box;
}

Box bounds(const MultiPolygon& polygons) {
    Box box;
    for (const Polygon& polygon : polygons) {
        for (const Point p : polygon.outer) box.include(p);
    }
    return box;
}

}  // namespace beatline
