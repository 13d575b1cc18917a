// SPDX-License-Identifier: Apache-2.0
#include "geo/cells_inside.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace beatline {

namespace {

/// Where the edges of a polygon cross the lines through the rows' centres, row after row.
struct Crossings {
    std::vector<std::size_t> start;  ///< of each row, and the end of the last
    std::vector<double> x;           ///< from west to east in each row
};

/// Whole steps from `from`, of those whose centre lies at `to` or beyond.
std::size_t index(double to, double from, double step, std::size_t most) {
    return static_cast<std::size_t>(
        std::clamp(std::ceil((to - from) / step - 0.5), 0.0, static_cast<double>(most)));
}

/// Visits (row, edge) for each edge and the rows that it crosses; costs no more than these.
template <class Visit>
void for_each_crossing(const Ring& ring, const GridSpec& spec, const Visit& visit) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const Point a = ring[i];
        const Point b = ring[i + 1];
        const auto [low, high] = std::minmax(a.y, b.y);
        const std::size_t first = index(low, spec.corner.y, spec.cell.value, spec.rows);
        const std::size_t last = index(high, spec.corner.y, spec.cell.value, spec.rows);
        // A row more on either side, since the division rounds; each is then asked exactly.
        for (std::size_t row = first > 0 ? first - 1 : 0; row < std::min(last + 1, spec.rows);
             ++row) {
            const double y = spec.centre(row, 0).y;
            if ((a.y > y) != (b.y > y)) visit(row, a, b, y);
        }
    }
}

template <class Visit>
void for_each_crossing(const Polygon& polygon, const GridSpec& spec, const Visit& visit) {
    for_each_crossing(polygon.outer, spec, visit);
    for (const Ring& hole : polygon.holes) for_each_crossing(hole, spec, visit);
}

Crossings crossings(const Polygon& polygon, const GridSpec& spec) {
    Crossings result;
    result.start.assign(spec.rows + 1, 0);
    for_each_crossing(polygon, spec, [&](std::size_t row, Point /*a*/, Point /*b*/, double /*y*/) {
        ++result.start[row + 1];
    });
    for (std::size_t row = 0; row < spec.rows; ++row) result.start[row + 1] += result.start[row];
    result.x.resize(result.start.back());
    std::vector<std::size_t> next = result.start;
    for_each_crossing(polygon, spec, [&](std::size_t row, Point a, Point b, double y) {
        result.x[next[row]++] = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
    });
    for (std::size_t row = 0; row < spec.rows; ++row)
        std::sort(result.x.begin() + static_cast<std::ptrdiff_t>(result.start[row]),
                  result.x.begin() + static_cast<std::ptrdiff_t>(result.start[row + 1]));
    return result;
}

}  // namespace

void for_each_cell_in(const Polygon& polygon, const GridSpec& spec,
                      const std::function<void(std::size_t cell)>& visit) {
    const Crossings crossed = crossings(polygon, spec);
    const auto column = [&](double x) {
        return index(x, spec.corner.x, spec.cell.value, spec.cols);
    };
    for (std::size_t row = 0; row < spec.rows; ++row) {
        for (std::size_t i = crossed.start[row]; i + 1 < crossed.start[row + 1]; i += 2) {
            const std::size_t east = column(crossed.x[i + 1]);
            for (std::size_t col = column(crossed.x[i]); col < east; ++col)
                visit(row * spec.cols + col);
        }
    }
}

}  // namespace beatline
