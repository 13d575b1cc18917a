// SPDX-License-Identifier: Apache-2.0
#include "geo/uniform_area.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace beatline {

UniformArea::UniformArea(const MultiPolygon& area, std::size_t squares)
    : index_{area}, area_{beatline::area(area)}, box_{bounds(area)} {
    if (!(area_.value > 0.0) || !std::isfinite(area_.value))
        throw std::invalid_argument{"random places need an area above 0"};
    const double width = box_.max.x - box_.min.x;
    const double height = box_.max.y - box_.min.y;
    side_ = std::max(width, height) / static_cast<double>(std::max<std::size_t>(squares, 1));
    cols_ = static_cast<std::size_t>(width / side_) + 1;
    rows_ = static_cast<std::size_t>(height / side_) + 1;
    squares_.assign(cols_ * rows_, Square::outside);
    for (const Polygon& polygon : area) {
        mark_border(polygon.outer);
        for (const Ring& hole : polygon.holes) mark_border(hole);
    }
    for (std::size_t i = 0; i < squares_.size(); ++i) {
        const Point centre{box_.min.x + (static_cast<double>(i % cols_) + 0.5) * side_,
                           box_.min.y + (static_cast<double>(i / cols_) + 0.5) * side_};
        if (squares_[i] == Square::outside && index_.contains(centre)) squares_[i] = Square::inside;
        if (squares_[i] != Square::outside) taken_.push_back(static_cast<std::uint32_t>(i));
    }
}

std::size_t UniformArea::column(double x) const {
    const double at = std::floor((x - box_.min.x) / side_);
    return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(cols_ - 1)));
}

std::size_t UniformArea::row(double y) const {
    const double at = std::floor((y - box_.min.y) / side_);
    return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(rows_ - 1)));
}

/// Each edge, row by row of squares, and a hair beyond: a square too many costs time, one too few
/// would let places outside through.
void UniformArea::mark_border(const Ring& ring) {
    const double hair = 1e-9 * (side_ + std::abs(box_.max.x) + std::abs(box_.max.y));
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        Point a = ring[i];
        Point b = ring[i + 1];
        if (a.y > b.y) std::swap(a, b);
        for (std::size_t r = row(a.y - hair); r <= row(b.y + hair); ++r) {
            const double low = box_.min.y + static_cast<double>(r) * side_ - hair;
            const double high = low + side_ + 2.0 * hair;
            double from = a.x;
            double to = b.x;
            if (b.y - a.y > hair) {
                const double slope = (b.x - a.x) / (b.y - a.y);
                from = a.x + (std::clamp(low, a.y, b.y) - a.y) * slope;
                to = a.x + (std::clamp(high, a.y, b.y) - a.y) * slope;
            }
            if (from > to) std::swap(from, to);
            for (std::size_t c = column(from - hair); c <= column(to + hair); ++c)
                squares_[r * cols_ + c] = Square::border;
        }
    }
}

Point UniformArea::draw(RandomStream& random) const {
    for (;;) {
        const std::uint32_t square = taken_[random.below(taken_.size())];
        const double x = random.unit();
        const double y = random.unit();
        const Point p{box_.min.x + (static_cast<double>(square % cols_) + x) * side_,
                      box_.min.y + (static_cast<double>(square / cols_) + y) * side_};
        if (squares_[square] == Square::inside || index_.contains(p)) return p;
    }
}

bool UniformArea::contains(Point p) const {
    if (!box_.contains(p)) return false;
    const Square square = squares_[row(p.y) * cols_ + column(p.x)];
    if (square == Square::border) return index_.contains(p);
    return square == Square::inside;
}

}  // namespace beatline
