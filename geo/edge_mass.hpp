// How much of a kernel lies inside the study area.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/area_index.hpp"
#include "geo/kernel.hpp"

namespace beatline {

/// The mass of the kernel around a place that falls inside an area: 1 deep inside, about a half at
/// a straight border, a quarter in the corner of a square. Computed from the area's border, not
/// from cells: exact to 1e-7 for every kernel (its tail beyond the reach counts as inside or
/// outside with the border's last stretch: 1.5e-8 of the Gaussian). Made for areas whose polygons
/// are valid and do not overlap.
class EdgeMass {
public:
    /// Answers for bandwidths up to `widest`. Throws std::invalid_argument for one that is not a
    /// positive number.
    EdgeMass(const MultiPolygon& area, Kernel kernel, Metres widest);

    /// In [0, 1].
    [[nodiscard]] double at(Point place, Metres bandwidth) const;
    /// Whether the area holds the place.
    [[nodiscard]] bool inside(Point place) const { return index_.contains(place); }

private:
    /// A piece of the border with the area on its left.
    struct Edge {
        Point a;
        Point b;
    };

    void sort_into_buckets(const std::vector<Edge>& edges);
    [[nodiscard]] double turn(const Edge& edge, Point place, Metres bandwidth) const;

    AreaIndex index_;
    Kernel kernel_;
    double reach_;  // m, of the widest kernel
    Box box_;       // of the area, grown by the reach
    double side_;   // of a bucket, m
    std::size_t cols_{1};
    std::size_t rows_{1};
    std::vector<std::size_t> first_;  // per bucket in edges_, and an end
    std::vector<Edge> edges_;         // by bucket: those within reach of a place in it
};

}  // namespace beatline
