// SPDX-License-Identifier: Apache-2.0
#include "data/geojson_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <stdexcept>
#include <variant>
#include <vector>

#include "data/polygon_on_grid.hpp"

namespace beatline {
namespace {

constexpr double micro = 1e6;  // six decimals: 0.11 m of latitude

struct Failed {};  // a point without an image in WGS 84

std::string decimal(double degrees) {
    const long long whole = std::llround(degrees * micro);
    std::string text = fmt::format("{}{}.{:06}", whole < 0 ? "-" : "",
                                   std::llabs(whole) / 1'000'000, std::llabs(whole) % 1'000'000);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string position(Point p) {
    return "[" + decimal(p.x) + "," + decimal(p.y) + "]";
}

std::string positions(const std::vector<Point>& points) {
    std::string text{"["};
    for (const Point& p : points) {
        if (&p != &points.front()) text += ',';
        text += position(p);
    }
    return text + "]";
}

std::string rings(const Polygon& polygon) {
    std::string text = "[" + positions(polygon.outer);
    for (const Ring& hole : polygon.holes) text += "," + positions(hole);
    return text + "]";
}

double rounded(double degrees) {
    return static_cast<double>(std::llround(degrees * micro)) / micro;
}

std::vector<Point> in_degrees(const Projection& project, std::vector<Point> points) {
    if (project.transform(points) > 0) throw Failed{};
    return points;
}

/// On the grid, without points that repeat the one before.
std::vector<Point> on_grid(std::vector<Point> points) {
    for (Point& p : points) p = {rounded(p.x), rounded(p.y)};
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

Ring turned(Ring ring, bool counter_clockwise) {
    // Twice the area around the first point: at six decimals the origin is too far away for exact
    // signs.
    double turn = 0.0;
    const Point o = ring.front();
    for (std::size_t i = 1; i < ring.size(); ++i) {
        turn +=
            (ring[i - 1].x - o.x) * (ring[i].y - o.y) - (ring[i].x - o.x) * (ring[i - 1].y - o.y);
    }
    if ((turn > 0) != counter_clockwise) std::reverse(ring.begin(), ring.end());
    return ring;
}

Ring closed(Ring ring) {
    if (!ring.empty() && ring.front() != ring.back()) ring.push_back(ring.front());
    return ring;
}

Polygon right_handed(Polygon polygon) {
    polygon.outer = turned(std::move(polygon.outer), true);
    for (Ring& hole : polygon.holes) hole = turned(std::move(hole), false);
    return polygon;
}

struct ToJson {
    const Projection& project;

    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(Point p) const {
        const auto degrees = project(p);
        if (!degrees) throw Failed{};
        return R"({"type":"Point","coordinates":)" + position(*degrees) + "}";
    }
    std::string operator()(const Polyline& line) const {
        const auto points = on_grid(in_degrees(project, line));
        if (points.size() < 2) return "null";
        return R"({"type":"LineString","coordinates":)" + positions(points) + "}";
    }
    std::string operator()(const Polygon& polygon) const {
        Polygon exact{closed(in_degrees(project, polygon.outer)), {}};
        for (const Ring& hole : polygon.holes)
            exact.holes.push_back(closed(in_degrees(project, hole)));
        Polygon plain{on_grid(exact.outer), {}};
        for (const Ring& hole : exact.holes) plain.holes.push_back(on_grid(hole));
        if (is_valid(plain))
            return R"({"type":"Polygon","coordinates":)" + rings(right_handed(plain)) + "}";
        return repaired(polygons_on_grid(exact, 1.0 / micro));
    }

    static std::string repaired(MultiPolygon parts) {
        for (Polygon& part : parts) {
            part.outer = on_grid(part.outer);
            for (Ring& hole : part.holes) hole = on_grid(hole);
            part = right_handed(part);
        }
        if (parts.empty()) return "null";
        if (parts.size() == 1)
            return R"({"type":"Polygon","coordinates":)" + rings(parts.front()) + "}";
        std::string text = R"({"type":"MultiPolygon","coordinates":[)";
        for (const Polygon& part : parts) {
            if (&part != &parts.front()) text += ',';
            text += rings(part);
        }
        return text + "]}";
    }
};

}  // namespace

std::optional<std::string> geojson_geometry(const Geometry& geometry, const Projection& to_wgs84) {
    try {
        return std::visit(ToJson{to_wgs84}, geometry);
    } catch (const Failed&) {
        return std::nullopt;
    }
}

}  // namespace beatline
