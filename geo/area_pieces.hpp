// An area in trapezoids, cut to a study area: its exact size, and places in it without trying.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "geo/area_index.hpp"

namespace beatline {

/// A study area that zones and segments are cut to; empty: the whole plane.
class StudyArea {
public:
    struct Edge {
        Point a, b;  // a is not above b
    };

    explicit StudyArea(const MultiPolygon& area);

    [[nodiscard]] bool everywhere() const { return edges_.empty(); }
    [[nodiscard]] bool contains(Point p) const { return everywhere() || index_.contains(p); }
    [[nodiscard]] bool may_touch(const Box& box) const;
    [[nodiscard]] const Box& box() const { return box_; }
    /// The edges whose own box meets `box`, each once.
    [[nodiscard]] std::vector<Edge> edges_near(const Box& box) const;
    /// What of the segment lies inside, as shares (from, to) of its length, rising.
    [[nodiscard]] std::vector<std::pair<double, double>> inside(Point a, Point b) const;

private:
    [[nodiscard]] std::size_t band_of(double y) const;

    AreaIndex index_;
    Box box_;
    std::vector<Edge> edges_;
    std::vector<std::vector<std::uint32_t>> bands_;  // of edges, south to north
};

/// The part of an area within the study area, as trapezoids with level upper and lower sides.
/// Where polygons overlap they count once. Cutting costs about the edges times those that a level
/// line crosses, whatever the shape; a place costs a search.
class AreaPieces {
public:
    /// No pieces where nothing of the area is inside. `cancelled`: asked now and then; once it says
    /// yes the pieces are void.
    AreaPieces(const MultiPolygon& area, const StudyArea& study, bool (*cancelled)() = nullptr);

    [[nodiscard]] bool empty() const { return pieces_.empty(); }
    /// The part inside the study area, and what share of the area it is, in [0, 1].
    [[nodiscard]] SquareMetres inside() const;
    [[nodiscard]] double share() const;

    /// Maps the unit square onto the part inside, equal areas to equal areas; `up` and `along` in
    /// [0, 1). There has to be such a part.
    [[nodiscard]] Point place(double up, double along) const;
    /// Even places, about `step` apart and `most` at most, but 64 at least.
    [[nodiscard]] std::vector<Point> spread(double step, double most) const;

private:
    struct Piece {
        double south, north;
        double left_south, right_south, left_north, right_north;
        double up_to;  // area of the pieces so far, m^2
    };

    void cut_slab(double south, double north, const std::vector<StudyArea::Edge>& edges,
                  const std::vector<std::uint32_t>& active, const AreaIndex& own,
                  const StudyArea* study);
    [[nodiscard]] std::vector<Point> lattice(double step) const;

    Box box_;
    SquareMetres whole_{0.0};
    bool cut_{false};
    std::vector<Piece> pieces_;  // south to north
};

}  // namespace beatline
