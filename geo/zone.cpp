// SPDX-License-Identifier: Apache-2.0
#include "geo/zone.hpp"

#include <algorithm>
#include <cmath>

namespace beatline {

namespace {

/// Cells of one row whose centre a zone holds: columns from `first` up to, not including, `end`,
/// counted on beyond the grid.
struct Run {
    double row{0.0};
    double first{0.0};
    double end{0.0};
};

void add_crossings(const Ring& ring, double y, std::vector<double>& crossings) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const Point a = ring[i - 1];
        const Point b = ring[i];
        if ((a.y > y) != (b.y > y))
            crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
    }
}

/// The first column (or row) whose centre lies at or beyond a coordinate.
double first_at(double coordinate, double corner, double cell) {
    return std::ceil((coordinate - corner) / cell - 0.5);
}

std::vector<Run> runs_of(const Polygon& polygon, const GridSpec& spec) {
    std::vector<Run> runs;
    const double cell = spec.cell.value;
    const Box box = bounds(polygon.outer);
    std::vector<double> crossings;
    const double end = first_at(box.max.y, spec.corner.y, cell);
    for (double row = first_at(box.min.y, spec.corner.y, cell); row < end; row += 1.0) {
        const double y = spec.corner.y + (row + 0.5) * cell;
        crossings.clear();
        add_crossings(polygon.outer, y, crossings);
        for (const Ring& hole : polygon.holes) add_crossings(hole, y, crossings);
        std::ranges::sort(crossings);
        for (std::size_t k = 0; k + 1 < crossings.size(); k += 2) {
            const Run run{row, first_at(crossings[k], spec.corner.x, cell),
                          first_at(crossings[k + 1], spec.corner.x, cell)};
            if (run.end > run.first) runs.push_back(run);
        }
    }
    return runs;
}

Point middle_of(const MultiPolygon& shape) {
    const Polygon& largest = *std::ranges::max_element(
        shape, {}, [](const Polygon& part) { return signed_area(part.outer).value; });
    // About the first corner, so that national coordinates cost no digits.
    const Point origin = largest.outer.front();
    double twice = 0.0;
    Point sum;
    for (std::size_t i = 1; i < largest.outer.size(); ++i) {
        const Point a{largest.outer[i - 1].x - origin.x, largest.outer[i - 1].y - origin.y};
        const Point b{largest.outer[i].x - origin.x, largest.outer[i].y - origin.y};
        const double cross = a.x * b.y - b.x * a.y;
        twice += cross;
        sum = {sum.x + (a.x + b.x) * cross, sum.y + (a.y + b.y) * cross};
    }
    if (!(twice > 0.0)) return origin;
    return {origin.x + sum.x / (3.0 * twice), origin.y + sum.y / (3.0 * twice)};
}

}  // namespace

SpreadZones spread_zones(std::span<const Zone> zones, const GridSpec& spec,
                         const MultiPolygon& area) {
    DensityGrid open{spec, std::vector<float>(spec.size(), 1.0F)};
    mask_outside(open, area);
    std::vector<double> amounts(spec.size(), 0.0);
    SpreadZones spread;
    const auto rows = static_cast<double>(spec.rows);
    const auto cols = static_cast<double>(spec.cols);
    for (const Zone& zone : zones) {
        if (!(zone.amount > 0.0) || zone.shape.empty()) continue;
        std::vector<Run> runs;
        for (const Polygon& part : zone.shape) {
            const std::vector<Run> more = runs_of(part, spec);
            runs.insert(runs.end(), more.begin(), more.end());
        }
        if (runs.empty()) {
            const Point at = middle_of(zone.shape);
            const double row = std::floor((at.y - spec.corner.y) / spec.cell.value);
            const double col = std::floor((at.x - spec.corner.x) / spec.cell.value);
            runs.push_back({row, col, col + 1.0});
        }
        double cells = 0.0;
        for (const Run& run : runs) cells += run.end - run.first;
        const double each = zone.amount / cells;
        double given = 0.0;
        for (const Run& run : runs) {
            if (run.row < 0.0 || run.row >= rows) continue;
            const std::size_t begin = static_cast<std::size_t>(run.row) * spec.cols;
            for (double col = std::max(run.first, 0.0); col < std::min(run.end, cols); col += 1.0) {
                const std::size_t at = begin + static_cast<std::size_t>(col);
                if (std::isnan(open.values[at])) continue;
                amounts[at] += each;
                given += 1.0;
            }
        }
        spread.inside += each * given;
        spread.outside += each * (cells - given);
    }
    for (std::size_t row = 0; row < spec.rows; ++row) {
        for (std::size_t col = 0; col < spec.cols; ++col) {
            const double amount = amounts[row * spec.cols + col];
            if (amount > 0.0) spread.points.push_back({spec.centre(row, col), amount});
        }
    }
    return spread;
}

}  // namespace beatline
