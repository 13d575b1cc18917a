// SPDX-License-Identifier: Apache-2.0
#include "data/cells_layer.hpp"

#include <cmath>

namespace beatline {

namespace {

constexpr double most_cells = 2e7;

Box box_of(std::span<const PointEvent> events, const MultiPolygon& area) {
    Box box = bounds(area);
    if (!area.empty()) return box;
    for (const PointEvent& e : events) box.include(e.at);
    return box;
}

Ring square(const GridSpec& spec, std::size_t cell) {
    const Point c = spec.centre(cell / spec.cols, cell % spec.cols);
    const double half = spec.cell.value / 2.0;
    return {{c.x - half, c.y - half},
            {c.x + half, c.y - half},
            {c.x + half, c.y + half},
            {c.x - half, c.y + half},
            {c.x - half, c.y - half}};
}

Value number(float value) {
    if (std::isnan(value)) return std::monostate{};
    return static_cast<double>(value);
}

}  // namespace

std::optional<CountedCells> count_cells(std::span<const PointEvent> events,
                                        const MultiPolygon& area, const GiStarTable& rules) {
    const Box box = box_of(events, area);
    if (box.empty()) return std::nullopt;
    const double cell = rules.cell.value;
    if ((std::abs(box.max.x - box.min.x) / cell + 2.0) *
            (std::abs(box.max.y - box.min.y) / cell + 2.0) >
        most_cells)
        return std::nullopt;
    CountedCells cells;
    // A box that is a line, or ends on a cell's edge, still holds its places.
    cells.spec = grid_over(box.grown(Metres{1e-3}), rules.cell);
    std::vector<Point> places;
    for (const PointEvent& e : events) places.push_back(e.at);
    cells.counts = cell_sums(places, std::vector<double>(places.size(), 1.0), cells.spec);
    cells.inside.assign(cells.spec.size(), 1);
    if (!area.empty()) {
        DensityGrid mask{cells.spec, std::vector<float>(cells.spec.size(), 1.0F)};
        mask_outside(mask, area);
        for (std::size_t i = 0; i < cells.inside.size(); ++i)
            cells.inside[i] = !std::isnan(mask.values[i]) || cells.counts[i] > 0.0 ? 1 : 0;
    }
    cells.gi = gi_star(cells.counts, cells.spec.cols, cells.inside,
                       {rules.shape, rules.reach.value / cell, rules.level});
    return cells;
}

Layer cells_layer(const CountedCells& cells) {
    Layer layer{"cells", "Cells (Gi*)", GeometryType::polygon, {}, {}, "cells"};
    layer.fields = {
        {"count", FieldType::integer, "incidents in the cell"},
        {"z", FieldType::real, "Getis-Ord Gi* of the cell and its neighbours, standard deviations"},
        {"p", FieldType::real, "two-sided p-value of z, normal distribution"},
        {"q", FieldType::real, "p adjusted for all cells: false discovery rate"},
        {"significant", FieldType::boolean, "q is at most the level asked for"}};
    for (std::size_t i = 0; i < cells.counts.size(); ++i) {
        if (cells.counts[i] == 0.0 && cells.gi.significant[i] == 0) continue;
        Feature& feature = layer.features.emplace_back();
        feature.geometry = Polygon{square(cells.spec, i), {}};
        feature.values.reserve(5);
        feature.values.emplace_back(static_cast<std::int64_t>(cells.counts[i]));
        feature.values.push_back(number(cells.gi.z[i]));
        feature.values.push_back(number(cells.gi.p[i]));
        feature.values.push_back(number(cells.gi.q[i]));
        feature.values.emplace_back(cells.gi.significant[i] != 0);
    }
    return layer;
}

}  // namespace beatline
