// Answers "is this point in the area?" for many points: the area's edges, sorted into bands.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

/// Says the same as contains(MultiPolygon, Point) for every point; cost is that of one band's
/// edges.
class AreaIndex {
public:
    explicit AreaIndex(const MultiPolygon& area);

    [[nodiscard]] bool contains(Point p) const;

private:
    struct Edge {
        Point a;
        Point b;
        std::uint32_t polygon{0};
        std::uint32_t ring{0};  // 0: the outer one
    };

    [[nodiscard]] std::size_t band_of(double y) const;
    [[nodiscard]] std::size_t copies(const std::vector<Edge>& edges) const;
    void sort_into_bands(const std::vector<Edge>& edges);

    Box box_;
    std::size_t bands_{1};
    std::vector<std::size_t> first_;  // of each band in edges_, and the end
    std::vector<Edge> edges_;         // by band, then polygon, then ring
};

}  // namespace beatline
