// SPDX-License-Identifier: Apache-2.0
#include "app/density_grid.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <string>

#include "data/csv.hpp"
#include "data/error.hpp"

namespace beatline {
namespace {

Box parse_extent(const std::string& text) {
    std::array<double, 4> sides{};
    std::size_t count = 0;
    std::string_view rest = text;
    bool good = true;
    while (good) {
        const std::size_t comma = rest.find(',');
        const auto number = parse_number(trimmed(rest.substr(0, comma)));
        good = number && std::abs(*number) < 1e12 && count < sides.size();
        if (good) sides[count++] = *number;
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    if (!good || count != sides.size() || sides[0] >= sides[2] || sides[1] >= sides[3]) {
        throw UsageError{fmt::format(
            "--extent {}: wanted XMIN,YMIN,XMAX,YMAX in metres, each minimum below its maximum.",
            text)};
    }
    return {{sides[0], sides[1]}, {sides[2], sides[3]}};
}

void refuse_too_many_cells(double cols, double rows) {
    constexpr double most_a_side = 1e6;  // strips are whole rows, tiles of the raster 64 high
    if (cols > most_a_side || rows > most_a_side)
        throw LimitError{
            fmt::format("the grid would have {:.10g} x {:.10g} cells; the limit is {:.0f} a side. "
                        "Give a smaller --extent or a larger --cell.",
                        cols, rows, most_a_side)};
    if (cols * rows <= most_raster_cells) return;
    throw LimitError{
        fmt::format("the grid would have {:.10g} x {:.10g} cells; the limit is {:.0f}. Give a "
                    "smaller --extent or a "
                    "larger --cell.",
                    cols, rows, most_raster_cells)};
}

}  // namespace

GridSpec grid_of_extent(const DensityOptions& options) {
    constexpr double of_a_cell = 1e-6;
    const Box box = parse_extent(options.extent);
    const double cols = (box.max.x - box.min.x) / options.cell;
    const double rows = (box.max.y - box.min.y) / options.cell;
    if (cols < 0.5 || rows < 0.5)
        throw UsageError{
            fmt::format("--extent {}: is smaller than a cell of {} m; wanted one cell "
                        "at least",
                        options.extent, options.cell)};
    if (std::abs(cols - std::round(cols)) > of_a_cell ||
        std::abs(rows - std::round(rows)) > of_a_cell) {
        throw UsageError{
            fmt::format("--extent {} is {} x {} cells of {} m; wanted whole numbers. The nearest "
                        "extent that is: "
                        "{},{},{},{}",
                        options.extent, cols, rows, options.cell, box.min.x, box.min.y,
                        box.min.x + std::ceil(cols - of_a_cell) * options.cell,
                        box.min.y + std::ceil(rows - of_a_cell) * options.cell)};
    }
    refuse_too_many_cells(std::round(cols), std::round(rows));
    return {box.min, Metres{options.cell}, static_cast<std::size_t>(std::llround(rows)),
            static_cast<std::size_t>(std::llround(cols))};
}

GridSpec grid_of_points(const DensityOptions& options, const std::vector<WeightedPoint>& points,
                        Metres reach) {
    Box box;
    for (const WeightedPoint& point : points) box.include(point.at);
    box = box.grown(reach);
    refuse_too_many_cells((box.max.x - box.min.x) / options.cell + 1.0,
                          (box.max.y - box.min.y) / options.cell + 1.0);
    return grid_over(box, Metres{options.cell});
}

}  // namespace beatline
