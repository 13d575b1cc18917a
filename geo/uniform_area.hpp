// Places at random within polygons, every square metre as likely as any other.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/area_index.hpp"
#include "geo/random_stream.hpp"

namespace beatline {

/// Polygons cut into squares: only in those that the border crosses is a place asked about. Draws
/// are exact: a square is taken at random, then a place in it, again until it lies inside.
class UniformArea {
public:
    /// `squares`: about so many a side of the longer side of the area's box. Throws
    /// std::invalid_argument for polygons without area.
    explicit UniformArea(const MultiPolygon& area, std::size_t squares = 256);

    [[nodiscard]] Point draw(RandomStream& random) const;
    /// Says the same as contains(MultiPolygon, Point), sooner.
    [[nodiscard]] bool contains(Point p) const;
    [[nodiscard]] SquareMetres area() const { return area_; }
    [[nodiscard]] const Box& box() const { return box_; }

private:
    enum class Square : std::uint8_t { outside, inside, border };

    void mark_border(const Ring& ring);
    [[nodiscard]] std::size_t column(double x) const;
    [[nodiscard]] std::size_t row(double y) const;

    AreaIndex index_;
    SquareMetres area_;
    Box box_;
    double side_{1.0};  // m
    std::size_t cols_{1};
    std::size_t rows_{1};
    std::vector<Square> squares_;
    std::vector<std::uint32_t> taken_;  // squares that hold any of the area
};

}  // namespace beatline
