// SPDX-License-Identifier: Apache-2.0
#include "geo/area_pieces.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace beatline {

namespace {

using Edge = StudyArea::Edge;

constexpr std::size_t fewest_places = 64;
constexpr double golden = 0.6180339887498949;

double x_at(const Edge& e, double y) {
    const double share = std::clamp((y - e.a.y) / (e.b.y - e.a.y), 0.0, 1.0);
    return e.a.x + (e.b.x - e.a.x) * share;
}

Box common(const Box& a, const Box& b) {
    return {{std::max(a.min.x, b.min.x), std::max(a.min.y, b.min.y)},
            {std::min(a.max.x, b.max.x), std::min(a.max.y, b.max.y)}};
}

/// Where two edges cross, when they do between their ends.
std::optional<double> crossing_y(const Edge& e, const Edge& f) {
    const double low = std::max(e.a.y, f.a.y);
    const double high = std::min(e.b.y, f.b.y);
    if (!(high > low)) return std::nullopt;
    const double below = x_at(e, low) - x_at(f, low);
    const double above = x_at(e, high) - x_at(f, high);
    if ((below > 0.0) == (above > 0.0) || below == 0.0 || above == 0.0) return std::nullopt;
    return low + (high - low) * (below / (below - above));
}

void add_edges(const Ring& ring, std::vector<Edge>& edges) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
        Edge edge{ring[i - 1], ring[i]};
        if (edge.a.y > edge.b.y) std::swap(edge.a, edge.b);
        edges.push_back(edge);
    }
}

/// The levels between which no edge begins, ends or crosses another. Edges rise by their start.
std::vector<double> levels_of(const std::vector<Edge>& edges, const Box& box, bool (*cancelled)()) {
    std::vector<double> levels{box.min.y, box.max.y};
    std::vector<std::uint32_t> active;
    for (std::uint32_t i = 0; i < edges.size(); ++i) {
        if (i % 256 == 0 && cancelled != nullptr && cancelled()) return {};
        const Edge& e = edges[i];
        std::erase_if(active, [&](std::uint32_t k) { return edges[k].b.y <= e.a.y; });
        const auto [west, east] = std::minmax(e.a.x, e.b.x);
        for (const std::uint32_t k : active) {
            const Edge& f = edges[k];
            if (std::max(f.a.x, f.b.x) < west || std::min(f.a.x, f.b.x) > east) continue;
            if (const auto y = crossing_y(e, f)) levels.push_back(*y);
        }
        active.push_back(i);
        levels.push_back(e.a.y);
        levels.push_back(e.b.y);
    }
    std::erase_if(levels, [&](double y) { return !(y >= box.min.y && y <= box.max.y); });
    std::ranges::sort(levels);
    levels.erase(std::ranges::unique(levels).begin(), levels.end());
    return levels;
}

}  // namespace

AreaPieces::AreaPieces(const MultiPolygon& area, const StudyArea& study, bool (*cancelled)())
    : box_{bounds(area)}, whole_{beatline::area(area)} {
    if (!(whole_.value > 0.0) || !std::isfinite(whole_.value) || !study.may_touch(box_)) return;
    std::vector<Edge> edges = study.edges_near(box_);
    cut_ = !edges.empty();
    if (!cut_ && !study.contains(area.front().outer.front())) return;
    for (const Polygon& polygon : area) {
        add_edges(polygon.outer, edges);
        for (const Ring& hole : polygon.holes) add_edges(hole, edges);
    }
    // What lies between two edges is asked of the areas themselves: edges beyond the study area's
    // box are not needed.
    const Box within = cut_ ? common(box_, study.box()) : box_;
    std::erase_if(edges, [&](const Edge& e) {
        const auto [west, east] = std::minmax(e.a.x, e.b.x);
        return !(e.b.y > e.a.y) || e.a.y > within.max.y || e.b.y < within.min.y ||
               west > within.max.x || east < within.min.x;
    });
    std::ranges::sort(edges, {}, [](const Edge& e) { return e.a.y; });
    const std::vector<double> levels = levels_of(edges, within, cancelled);
    const AreaIndex own{area};
    std::vector<std::uint32_t> active;
    std::uint32_t next = 0;
    for (std::size_t i = 1; i < levels.size(); ++i) {
        if (i % 256 == 0 && cancelled != nullptr && cancelled()) return;
        std::erase_if(active, [&](std::uint32_t k) { return edges[k].b.y <= levels[i - 1]; });
        for (; next < edges.size() && edges[next].a.y <= levels[i - 1]; ++next)
            if (edges[next].b.y > levels[i - 1]) active.push_back(next);
        cut_slab(levels[i - 1], levels[i], edges, active, own, cut_ ? &study : nullptr);
    }
}

/// From edge to edge by their order half way up: what lies between two is inside or it is not.
void AreaPieces::cut_slab(double south, double north, const std::vector<Edge>& edges,
                          const std::vector<std::uint32_t>& active, const AreaIndex& own,
                          const StudyArea* study) {
    const double middle = south + (north - south) / 2.0;
    std::vector<std::pair<double, std::uint32_t>> order;
    order.reserve(active.size());
    for (const std::uint32_t k : active) order.emplace_back(x_at(edges[k], middle), k);
    std::ranges::sort(order);
    for (std::size_t i = 1; i < order.size(); ++i) {
        const double width = order[i].first - order[i - 1].first;
        if (!(width > 0.0)) continue;
        const Point within{order[i - 1].first + width / 2.0, middle};
        if ((study != nullptr && !study->contains(within)) || !own.contains(within)) continue;
        const Edge& left = edges[order[i - 1].second];
        const Edge& right = edges[order[i].second];
        Piece piece{south,
                    north,
                    x_at(left, south),
                    x_at(right, south),
                    x_at(left, north),
                    x_at(right, north),
                    0.0};
        piece.right_south = std::max(piece.right_south, piece.left_south);
        piece.right_north = std::max(piece.right_north, piece.left_north);
        const double size =
            (piece.right_south - piece.left_south + piece.right_north - piece.left_north) / 2.0 *
            (north - south);
        if (!(size > 0.0)) continue;
        piece.up_to = inside().value + size;
        pieces_.push_back(piece);
    }
}

SquareMetres AreaPieces::inside() const {
    return SquareMetres{pieces_.empty() ? 0.0 : pieces_.back().up_to};
}

double AreaPieces::share() const {
    if (pieces_.empty()) return 0.0;
    return cut_ ? std::min(inside().value / whole_.value, 1.0) : 1.0;
}

Point AreaPieces::place(double up, double along) const {
    const double wanted = up * inside().value;
    auto piece = std::ranges::upper_bound(pieces_, wanted, {}, &Piece::up_to);
    if (piece == pieces_.end()) --piece;
    const double before = piece == pieces_.begin() ? 0.0 : std::prev(piece)->up_to;
    const double share = std::clamp((wanted - before) / (piece->up_to - before), 0.0, 1.0);
    // The height t below which lies that share: (s t + (n - s) t^2 / 2) / ((s + n) / 2) = share.
    const double s = piece->right_south - piece->left_south;
    const double n = piece->right_north - piece->left_north;
    const double root = std::sqrt(std::max(s * s + (n * n - s * s) * share, 0.0));
    const double t = std::clamp((s + n) * share / (s + root), 0.0, 1.0);
    const double left = piece->left_south + (piece->left_north - piece->left_south) * t;
    const double right = piece->right_south + (piece->right_north - piece->right_south) * t;
    return {left + (right - left) * along, piece->south + (piece->north - piece->south) * t};
}

/// The centres of a lattice over the area's box that lie inside, row by row.
std::vector<Point> AreaPieces::lattice(double step) const {
    const double width = box_.max.x - box_.min.x;
    const double height = box_.max.y - box_.min.y;
    const double cols = std::ceil(width / step);
    const double rows = std::ceil(height / step);
    std::vector<Point> places;
    std::size_t first = 0;
    for (double row = std::floor((pieces_.front().south - box_.min.y) / height * rows) + 0.5;
         row < rows; row += 1.0) {
        const double y = box_.min.y + height * row / rows;
        while (first < pieces_.size() && pieces_[first].north <= y) ++first;
        if (first == pieces_.size()) break;
        for (std::size_t i = first; i < pieces_.size() && pieces_[i].south <= y; ++i) {
            const Piece& p = pieces_[i];
            const double t = (y - p.south) / (p.north - p.south);
            const double left = p.left_south + (p.left_north - p.left_south) * t;
            const double right = p.right_south + (p.right_north - p.right_south) * t;
            double col = std::ceil((left - box_.min.x) / width * cols - 0.5) + 0.5;
            for (; col < cols; col += 1.0) {
                const double x = box_.min.x + width * col / cols;
                if (x >= right) break;
                places.push_back({x, y});
            }
        }
    }
    return places;
}

std::vector<Point> AreaPieces::spread(double step, double most) const {
    if (pieces_.empty()) return {};
    step = std::max(step, std::sqrt(inside().value / most));
    std::vector<Point> places;
    if (inside().value >= static_cast<double>(fewest_places) * step * step) places = lattice(step);
    if (places.size() >= fewest_places) return places;
    // Too small or too thin for a lattice: a Kronecker sequence, which is even in any shape.
    const double across = std::hypot(box_.max.x - box_.min.x, box_.max.y - box_.min.y);
    const auto n = static_cast<std::size_t>(
        std::clamp(std::ceil(across / step), static_cast<double>(fewest_places), 4096.0));
    places.clear();
    for (std::size_t k = 0; k < n; ++k) {
        const double turns = static_cast<double>(k) * golden;
        places.push_back(place((static_cast<double>(k) + 0.5) / static_cast<double>(n),
                               turns - std::floor(turns)));
    }
    return places;
}

}  // namespace beatline
