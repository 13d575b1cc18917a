// SPDX-License-Identifier: Apache-2.0
#include "geo/cell_outline.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace beatline {

namespace {

using Corner = std::pair<std::int64_t, std::int64_t>;  // row, column of a cell's south-west corner

enum Heading { east, north, west, south };
constexpr std::array<Corner, 4> step{Corner{0, 1}, Corner{1, 0}, Corner{0, -1}, Corner{-1, 0}};

/// Sides with a cell on their left and none on their right, by the corner they start from.
using Sides = std::map<Corner, std::array<bool, 4>>;

Sides sides_of(std::span<const std::uint32_t> cells, const GridSpec& spec) {
    const auto rows = static_cast<std::int64_t>(spec.rows);
    const auto cols = static_cast<std::int64_t>(spec.cols);
    const auto member = [&](std::int64_t row, std::int64_t col) {
        return row >= 0 && col >= 0 && row < rows && col < cols &&
               std::ranges::binary_search(cells, static_cast<std::uint32_t>(row * cols + col));
    };
    Sides sides;
    for (const std::uint32_t cell : cells) {
        const std::int64_t row = cell / cols;
        const std::int64_t col = cell % cols;
        if (!member(row - 1, col)) sides[{row, col}][east] = true;
        if (!member(row, col + 1)) sides[{row, col + 1}][north] = true;
        if (!member(row + 1, col)) sides[{row + 1, col + 1}][west] = true;
        if (!member(row, col - 1)) sides[{row + 1, col}][south] = true;
    }
    return sides;
}

/// The way on from a corner: to the right where there is a choice, across to the cell that touches
/// there, which closes the gap between the two.
Heading next_heading(const std::array<bool, 4>& ways, Heading came) {
    const auto right = static_cast<Heading>((came + 3) % 4);
    const auto left = static_cast<Heading>((came + 1) % 4);
    if (ways[right]) return right;
    return ways[came] ? came : left;
}

}  // namespace

Polygon outline_of_cells(std::span<const std::uint32_t> cells, const GridSpec& spec) {
    Sides sides = sides_of(cells, spec);
    const auto place = [&](Corner corner) {
        return Point{spec.corner.x + static_cast<double>(corner.second) * spec.cell.value,
                     spec.corner.y + static_cast<double>(corner.first) * spec.cell.value};
    };
    Polygon polygon;
    while (!sides.empty()) {
        const Corner start = sides.begin()->first;
        const auto& ways = sides.begin()->second;
        const auto first = static_cast<Heading>(std::ranges::find(ways, true) - ways.begin());
        Ring ring;
        Corner at = start;
        Heading heading = first;
        Heading last = first;
        do {
            if (ring.empty() || heading != last) ring.push_back(place(at));
            const auto from = sides.find(at);
            from->second[heading] = false;
            if (std::ranges::none_of(from->second, [](bool way) { return way; })) sides.erase(from);
            at = {at.first + step[heading].first, at.second + step[heading].second};
            last = heading;
            if (at == start) break;
            heading = next_heading(sides.at(at), heading);
        } while (true);
        // The start is a vertex only where the ring turns.
        if (last == first) ring.erase(ring.begin());
        ring.push_back(ring.front());
        add_ring(polygon, std::move(ring));
    }
    return polygon;
}

}  // namespace beatline
