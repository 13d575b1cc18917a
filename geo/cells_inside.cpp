// SPDX-License-Identifier: Apache-2.0
#include "geo/cells_inside.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace beatline {

void for_each_cell_in(const Polygon& polygon, const GridSpec& spec,
                      const std::function<void(std::size_t cell)>& visit) {
    const Box box = bounds(polygon.outer);
    if (box.empty()) return;
    const auto index = [&](double to, double from, std::size_t most) {
        return static_cast<std::size_t>(std::clamp(std::ceil((to - from) / spec.cell.value - 0.5),
                                                   0.0, static_cast<double>(most)));
    };
    const std::size_t first = index(box.min.y, spec.corner.y, spec.rows);
    const std::size_t end = index(box.max.y, spec.corner.y, spec.rows);
    std::vector<double> crossings;
    for (std::size_t row = first; row < end; ++row) {
        const double y = spec.centre(row, 0).y;
        crossings.clear();
        const auto cross = [&](const Ring& ring) {
            for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
                const Point a = ring[i];
                const Point b = ring[i + 1];
                if ((a.y > y) == (b.y > y)) continue;
                crossings.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
            }
        };
        cross(polygon.outer);
        for (const Ring& hole : polygon.holes) cross(hole);
        std::ranges::sort(crossings);
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            const std::size_t east = index(crossings[i + 1], spec.corner.x, spec.cols);
            for (std::size_t col = index(crossings[i], spec.corner.x, spec.cols); col < east; ++col)
                visit(row * spec.cols + col);
        }
    }
}

}  // namespace beatline
