// SPDX-License-Identifier: Apache-2.0
#include "geo/road_index.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace beatline {

namespace {

constexpr double min_cell_m = 20.0;

/// The place on segment ab nearest to p, as a share of the way, and its squared distance.
struct OnSegment {
    double share;
    double squared;
};

Point between(Point a, Point b, double share) {
    if (share >= 1.0) return b;  // exactly, so that streets which meet there tie
    return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

OnSegment nearest_on(Point a, Point b, Point p) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double squared_length = dx * dx + dy * dy;
    double share = 0.0;
    if (squared_length > 0.0) {
        share = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / squared_length, 0.0, 1.0);
    }
    const Point q = between(a, b, share);
    return {share, (p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y)};
}

/// Cells along one axis: position to cell, kept within the grid.
std::size_t cell_of(double from_edge_m, double cell_m, std::size_t cells) {
    const double cell = std::floor(from_edge_m / cell_m);
    return cell <= 0.0 ? 0 : std::min(static_cast<std::size_t>(cell), cells - 1);
}

struct Grid {
    Box box;
    double cell;
    std::size_t cols;
    std::size_t rows;
};

/// Calls `visit(cell)` for every cell that the segment ab may touch, each once.
template <class Visit>
void for_each_cell(const Grid& grid, Point a, Point b, const Visit& visit) {
    if (a.y > b.y) std::swap(a, b);
    const std::size_t south = cell_of(a.y - grid.box.min.y, grid.cell, grid.rows);
    const std::size_t north = cell_of(b.y - grid.box.min.y, grid.cell, grid.rows);
    const double slack =
        grid.cell * 1e-6;  // rounding may put a crossing on the wrong side of a line
    for (std::size_t row = south; row <= north; ++row) {
        double west_x = std::min(a.x, b.x);
        double east_x = std::max(a.x, b.x);
        if (south != north) {
            const double low = grid.box.min.y + static_cast<double>(row) * grid.cell - slack;
            const double high = low + grid.cell + 2.0 * slack;
            const double per_m = (b.x - a.x) / (b.y - a.y);
            const double x0 = a.x + (std::max(low, a.y) - a.y) * per_m;
            const double x1 = a.x + (std::min(high, b.y) - a.y) * per_m;
            west_x = std::max(west_x, std::min(x0, x1) - slack);
            east_x = std::min(east_x, std::max(x0, x1) + slack);
        }
        const std::size_t west = cell_of(west_x - grid.box.min.x, grid.cell, grid.cols);
        const std::size_t east = cell_of(east_x - grid.box.min.x, grid.cell, grid.cols);
        for (std::size_t col = west; col <= east; ++col) visit(row * grid.cols + col);
    }
}

}  // namespace

RoadIndex::RoadIndex(const RoadNetwork& network)
    : network_{&network}, box_{bounds(network.points)} {
    if (network.streets.empty()) return;
    // About one cell a segment, and on average four cells that a segment touches at most. A stray
    // far-off road makes the cells larger, not more.
    const double width = box_.max.x - box_.min.x;
    const double height = box_.max.y - box_.min.y;
    const double wanted = static_cast<double>(std::max<std::size_t>(network.points.size(), 16));
    double across_m = 0.0;
    for (StreetId s = 0; s < network.streets.size(); ++s) across_m += network.streets[s].length_m;
    const double cell = std::max({min_cell_m, std::sqrt(width * height / wanted), width / wanted,
                                  height / wanted, across_m * 1.5 / (3.0 * wanted)});
    cell_ = Metres{cell};
    cols_ = static_cast<std::size_t>(std::floor(width / cell)) + 1;
    rows_ = static_cast<std::size_t>(std::floor(height / cell)) + 1;

    const Grid grid{box_, cell, cols_, rows_};
    const auto for_each_segment = [&](const auto& visit) {
        for (StreetId s = 0; s < network.streets.size(); ++s) {
            const auto line = network.line_of(s);
            for (std::uint32_t i = 1; i < line.size(); ++i) {
                const std::uint64_t segment = (std::uint64_t{s} << 32U) | (i - 1);
                for_each_cell(grid, line[i - 1], line[i],
                              [&](std::size_t c) { visit(c, segment); });
            }
        }
    };
    first_.assign(cols_ * rows_ + 1, 0);
    for_each_segment([&](std::size_t c, std::uint64_t) { ++first_[c + 1]; });
    for (std::size_t c = 0; c < cols_ * rows_; ++c) first_[c + 1] += first_[c];
    segments_.resize(first_.back());
    std::vector<std::uint32_t> next{first_};
    for_each_segment([&](std::size_t c, std::uint64_t segment) { segments_[next[c]++] = segment; });
}

std::optional<RoadPosition> RoadIndex::nearest(Point place, Metres limit) const {
    if (segments_.empty() || !std::isfinite(place.x) || !std::isfinite(place.y) ||
        !(limit.value >= 0.0))
        return std::nullopt;
    const double cell = cell_.value;
    // Rings of cells around the cell of the place, which may lie outside the grid.
    const double col = std::floor((place.x - box_.min.x) / cell);
    const double row = std::floor((place.y - box_.min.y) / cell);
    const double last_col = static_cast<double>(cols_ - 1);
    const double last_row = static_cast<double>(rows_ - 1);
    const double first_ring = std::max({0.0, -col, col - last_col, -row, row - last_row});
    const double last_ring = std::max(
        {std::abs(col), std::abs(col - last_col), std::abs(row), std::abs(row - last_row)});
    std::uint64_t best = 0;
    double best_share = 0.0;
    double best_squared = std::numeric_limits<double>::infinity();

    const auto look_at = [&](double r, double c) {
        const std::size_t index = static_cast<std::size_t>(r) * cols_ + static_cast<std::size_t>(c);
        for (std::uint32_t k = first_[index]; k < first_[index + 1]; ++k) {
            const std::uint64_t segment = segments_[k];
            const auto line = network_->line_of(static_cast<StreetId>(segment >> 32U));
            const std::size_t i = segment & 0xFFFF'FFFFU;
            const OnSegment on = nearest_on(line[i], line[i + 1], place);
            if (on.squared < best_squared || (on.squared == best_squared && segment < best)) {
                best = segment;
                best_share = on.share;
                best_squared = on.squared;
            }
        }
    };
    for (double ring = first_ring; ring <= last_ring; ring += 1.0) {
        // Nothing in this ring or beyond is nearer than this; a hair less, for the cells' rounding.
        const double reach = std::max(0.0, (ring - 1.0) * cell * (1.0 - 1e-9));
        if (reach > limit.value || reach * reach > best_squared) break;
        const double west = std::max(col - ring, 0.0);
        const double east = std::min(col + ring, last_col);
        for (double r = std::max(row - ring, 0.0); r <= std::min(row + ring, last_row); r += 1.0) {
            if (std::abs(r - row) == ring) {
                for (double c = west; c <= east; c += 1.0) look_at(r, c);
                continue;
            }
            if (col - ring >= 0.0 && col - ring <= last_col) look_at(r, col - ring);
            if (col + ring >= 0.0 && col + ring <= last_col) look_at(r, col + ring);
        }
    }
    if (!(std::sqrt(best_squared) <= limit.value)) return std::nullopt;

    RoadPosition position;
    position.street = static_cast<StreetId>(best >> 32U);
    const auto line = network_->line_of(position.street);
    const std::size_t i = best & 0xFFFF'FFFFU;
    position.at = between(line[i], line[i + 1], best_share);
    const double along =
        length(line.first(i + 1)).value + best_share * distance(line[i], line[i + 1]).value;
    position.along = Metres{std::min(along, network_->streets[position.street].length_m)};
    position.off_road = distance(place, position.at);
    return position;
}

}  // namespace beatline
