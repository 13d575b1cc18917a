// SPDX-License-Identifier: Apache-2.0
#include "geo/study_cells.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "geo/convex_hull.hpp"

namespace beatline {

namespace {

GridSpec anchored_grid(const Box& box, const StudyGrid& grid) {
    const double cell = grid.cell.value;
    if (!(cell > 0.0) || !std::isfinite(cell))
        throw std::invalid_argument{"study cells need a cell of a positive number of metres"};
    if (box.empty()) throw std::invalid_argument{"study cells of an empty area"};
    const auto down = [cell](double at, double anchor) {
        const double shift = std::fmod(anchor, cell);
        return shift + std::floor((at - shift) / cell) * cell;
    };
    const Point corner{down(box.min.x, grid.anchor.x), down(box.min.y, grid.anchor.y)};
    const double cols = std::floor((box.max.x - corner.x) / cell) + 1.0;
    const double rows = std::floor((box.max.y - corner.y) / cell) + 1.0;
    if (!(rows * cols <= most_study_cells))
        throw std::invalid_argument{"study cells: more than most_study_cells"};
    return {corner, grid.cell, static_cast<std::size_t>(rows), static_cast<std::size_t>(cols)};
}

std::size_t cell_of(const GridSpec& spec, Point p) {
    const auto along = [&](double at, double from, std::size_t count) {
        const double steps = std::floor((at - from) / spec.cell.value);
        return static_cast<std::size_t>(std::clamp(steps, 0.0, static_cast<double>(count - 1)));
    };
    return along(p.y, spec.corner.y, spec.rows) * spec.cols + along(p.x, spec.corner.x, spec.cols);
}

std::vector<std::uint32_t> cells_inside(const MultiPolygon& area, const GridSpec& spec) {
    DensityGrid inside{spec, std::vector<float>(spec.size(), 0.0F)};
    mask_outside(inside, area);
    std::vector<std::uint32_t> cells;
    for (std::size_t i = 0; i < spec.size(); ++i) {
        if (!std::isnan(inside.values[i])) cells.push_back(static_cast<std::uint32_t>(i));
    }
    return cells;
}

}  // namespace

std::optional<std::size_t> StudyCells::holding(Point p) const {
    const double row = std::floor((p.y - spec.corner.y) / spec.cell.value);
    const double col = std::floor((p.x - spec.corner.x) / spec.cell.value);
    if (!(row >= 0.0 && col >= 0.0 && row < static_cast<double>(spec.rows) &&
          col < static_cast<double>(spec.cols)))
        return std::nullopt;
    const auto cell = static_cast<std::uint32_t>(static_cast<std::size_t>(row) * spec.cols +
                                                 static_cast<std::size_t>(col));
    const auto at = std::ranges::lower_bound(cells, cell);
    if (at == cells.end() || *at != cell) return std::nullopt;
    return static_cast<std::size_t>(at - cells.begin());
}

StudyCells study_cells(const MultiPolygon& area, const StudyGrid& grid) {
    StudyCells study{anchored_grid(bounds(area), grid), {}};
    study.cells = cells_inside(area, study.spec);
    return study;
}

StudyCells study_cells(std::span<const Point> places, const StudyGrid& grid) {
    StudyCells study{anchored_grid(bounds(places), grid), {}};
    const MultiPolygon hull = convex_hull({places.begin(), places.end()});
    if (!hull.empty()) study.cells = cells_inside(hull, study.spec);
    for (const Point p : places)
        study.cells.push_back(static_cast<std::uint32_t>(cell_of(study.spec, p)));
    std::ranges::sort(study.cells);
    study.cells.erase(std::ranges::unique(study.cells).begin(), study.cells.end());
    return study;
}

}  // namespace beatline
