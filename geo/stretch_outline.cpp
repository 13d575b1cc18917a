// SPDX-License-Identifier: Apache-2.0
#include "geo/stretch_outline.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "geo/outline.hpp"

namespace beatline {

namespace {

double squared_distance(Point p, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double squared_length = dx * dx + dy * dy;
    double share = 0.0;
    if (squared_length > 0.0)
        share = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / squared_length, 0.0, 1.0);
    const double x = a.x + share * dx - p.x;
    const double y = a.y + share * dy - p.y;
    return x * x + y * y;
}

Box box_of(const LineGroup& lines) {
    Box box;
    for (const Polyline& line : lines) {
        for (const Point p : line) box.include(p);
    }
    return box;
}

bool meet(const Box& a, const Box& b) {
    return a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y;
}

/// Metres from every cell's centre to the nearest of the lines, as far as they are below `reach`.
void lower_distances(const LineGroup& lines, const GridSpec& spec, double reach,
                     std::vector<double>& metres) {
    const auto cell_at = [&](double from_corner, std::size_t most) {
        return static_cast<std::size_t>(
            std::clamp(std::floor(from_corner / spec.cell.value), 0.0, static_cast<double>(most)));
    };
    for (const Polyline& line : lines) {
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            Box box;
            box.include(line[i]);
            box.include(line[i + 1]);
            box = box.grown(Metres{reach});
            const std::size_t last_row = cell_at(box.max.y - spec.corner.y, spec.rows - 1);
            const std::size_t last_col = cell_at(box.max.x - spec.corner.x, spec.cols - 1);
            for (std::size_t r = cell_at(box.min.y - spec.corner.y, spec.rows - 1); r <= last_row;
                 ++r) {
                for (std::size_t c = cell_at(box.min.x - spec.corner.x, spec.cols - 1);
                     c <= last_col; ++c) {
                    double& here = metres[r * spec.cols + c];
                    const double squared =
                        squared_distance(spec.centre(r, c), line[i], line[i + 1]);
                    if (squared < here * here) here = std::sqrt(squared);
                }
            }
        }
    }
}

/// The cells at or above the level that are connected with the one that has the highest value.
Patch patch_of(const DensityGrid& field, float level) {
    const auto start =
        static_cast<std::uint32_t>(std::ranges::max_element(field.values) - field.values.begin());
    std::vector<char> seen(field.values.size(), char{0});
    seen[start] = 1;
    return grow_patch(field.spec, start, [&](std::uint32_t cell) {
        if (seen[cell] != 0 || field.values[cell] < level) return false;
        seen[cell] = 1;
        return true;
    });
}

}  // namespace

std::vector<Polygon> outlines_around(std::span<const LineGroup> groups, Metres margin) {
    if (!(margin.value > 0.0)) throw std::invalid_argument{"margin around lines is not positive"};
    std::vector<Box> boxes;
    for (const LineGroup& g : groups) {
        boxes.push_back(box_of(g));
        if (boxes.back().empty()) throw std::invalid_argument{"no lines to go around"};
    }
    const double reach = 2.0 * margin.value;
    const Metres cell = 0.25 * margin;
    std::vector<Polygon> outlines;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const Box box = boxes[i].grown(Metres{reach});
        DensityGrid field{grid_over(box, cell), {}};
        std::vector<double> own(field.spec.size(), reach);
        std::vector<double> before(own);
        std::vector<double> after(own);
        lower_distances(groups[i], field.spec, reach, own);
        for (std::size_t j = 0; j < groups.size(); ++j) {
            if (j != i && meet(box, boxes[j].grown(Metres{reach})))
                lower_distances(groups[j], field.spec, reach, j < i ? before : after);
        }
        for (std::size_t k = 0; k < own.size(); ++k) {
            const bool ours = own[k] <= cell.value || (own[k] < before[k] && own[k] <= after[k]);
            field.values.push_back(ours ? static_cast<float>(1.0 - own[k] / reach) : 0.0F);
        }
        constexpr float level = 0.5F;  // the margin
        outlines.push_back(outline_of(patch_of(field, level), field, level));
    }
    return outlines;
}

}  // namespace beatline
