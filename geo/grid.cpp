// SPDX-License-Identifier: Apache-2.0
#include "geo/grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace beatline {

Box GridSpec::box() const {
    return {corner,
            {corner.x + static_cast<double>(cols) * cell.value,
             corner.y + static_cast<double>(rows) * cell.value}};
}

GridSpec grid_over(const Box& box, Metres cell) {
    if (!(cell.value > 0.0) || !std::isfinite(cell.value))
        throw std::invalid_argument{"grid cell must be a positive number of metres"};
    if (box.empty()) throw std::invalid_argument{"grid over an empty box"};
    const double c = cell.value;
    const Point corner{std::floor(box.min.x / c) * c, std::floor(box.min.y / c) * c};
    const auto steps = [c](double from, double to) {
        return static_cast<std::size_t>(std::fmax(std::ceil((to - from) / c), 1.0));
    };
    return {corner, cell, steps(corner.y, box.max.y), steps(corner.x, box.max.x)};
}

double total_mass(const DensityGrid& density) {
    const double cell_km2 = density.spec.cell.value * density.spec.cell.value / m2_per_km2;
    double sum = 0.0;
    for (const float value : density.values) {
        if (!std::isnan(value)) sum += static_cast<double>(value);
    }
    return sum * cell_km2;
}

double mass_of(const DensityGrid& density, std::span<const std::uint32_t> cells) {
    const double cell_km2 = density.spec.cell.value * density.spec.cell.value / m2_per_km2;
    double sum = 0.0;
    for (const std::uint32_t cell : cells) sum += static_cast<double>(density.values[cell]);
    return sum * cell_km2;
}

namespace {

/// Columns whose centre lies inside, row by row: a scanline over all edges, even-odd.
void mark_inside(const MultiPolygon& area, const GridSpec& spec, std::size_t row,
                 std::vector<double>& crossings, std::vector<char>& inside) {
    crossings.clear();
    const double y = spec.centre(row, 0).y;
    const auto cross = [&](const Ring& ring) {
        for (std::size_t i = 1; i < ring.size(); ++i) {
            const Point a = ring[i - 1];
            const Point b = ring[i];
            if ((a.y > y) != (b.y > y))
                crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
        }
    };
    for (const Polygon& polygon : area) {
        cross(polygon.outer);
        for (const Ring& hole : polygon.holes) cross(hole);
    }
    std::sort(crossings.begin(), crossings.end());
    std::fill(inside.begin(), inside.end(), char{0});
    for (std::size_t k = 0; k + 1 < crossings.size(); k += 2) {
        const double first = std::ceil((crossings[k] - spec.corner.x) / spec.cell.value - 0.5);
        const auto last = static_cast<double>(spec.cols);
        for (double c = std::fmax(first, 0.0); c < last; c += 1.0) {
            const auto col = static_cast<std::size_t>(c);
            if (spec.centre(row, col).x >= crossings[k + 1]) break;
            inside[col] = 1;
        }
    }
}

}  // namespace

void mask_outside(DensityGrid& density, const MultiPolygon& area) {
    if (area.empty()) return;
    const GridSpec& spec = density.spec;
    std::vector<double> crossings;
    std::vector<char> inside(spec.cols);
    for (std::size_t row = 0; row < spec.rows; ++row) {
        mark_inside(area, spec, row, crossings, inside);
        for (std::size_t col = 0; col < spec.cols; ++col) {
            if (inside[col] == 0)
                density.values[row * spec.cols + col] = std::numeric_limits<float>::quiet_NaN();
        }
    }
}

}  // namespace beatline
