// SPDX-License-Identifier: Apache-2.0
#include "geo/near_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace beatline {

namespace {

/// What is compared with the edges: the distance, or its square for the Euclidean one, so that
/// whole coordinates are judged exactly.
class Measure {
public:
    Measure(std::span<const double> edges, PairDistance distance)
        : edges_{edges.begin(), edges.end()}, reach_{edges.back()}, distance_{distance} {
        if (distance == PairDistance::euclid)
            for (double& e : edges_) e *= e;
    }
    [[nodiscard]] double reach() const { return reach_; }
    [[nodiscard]] std::size_t bands() const { return edges_.size() - 1; }

    /// The band, or `bands()` for none.
    [[nodiscard]] std::size_t band(Point a, Point b) const {
        const double dx = std::abs(a.x - b.x);
        const double dy = std::abs(a.y - b.y);
        const double d = distance_ == PairDistance::euclid ? dx * dx + dy * dy : dx + dy;
        if (d >= edges_.back() || d < edges_.front()) return bands();
        std::size_t k = 0;
        while (d >= edges_[k + 1]) ++k;
        return k;
    }

private:
    std::vector<double> edges_;
    double reach_;
    PairDistance distance_;
};

void check(std::span<const double> edges) {
    if (edges.size() < 2 || !(edges.front() >= 0.0) || !std::isfinite(edges.back()))
        throw std::invalid_argument{"distance bands need two edges or more, from 0 m"};
    for (std::size_t i = 1; i < edges.size(); ++i) {
        if (!(edges[i] > edges[i - 1])) throw std::invalid_argument{"distance edges must rise"};
    }
}

/// Points by strips as high as the reach, in each from west to east.
struct Strips {
    std::vector<std::uint32_t> order;
    std::vector<std::int64_t> strip;  // of order[k]
};

Strips make_strips(std::span<const Point> points, double reach) {
    Strips s;
    s.order.resize(points.size());
    std::iota(s.order.begin(), s.order.end(), 0U);
    const auto strip_of = [&](std::uint32_t i) {
        return static_cast<std::int64_t>(std::floor(points[i].y / reach));
    };
    std::ranges::sort(s.order, [&](std::uint32_t a, std::uint32_t b) {
        const std::int64_t sa = strip_of(a);
        const std::int64_t sb = strip_of(b);
        if (sa != sb) return sa < sb;
        if (points[a].x != points[b].x) return points[a].x < points[b].x;
        return a < b;
    });
    for (const std::uint32_t i : s.order) s.strip.push_back(strip_of(i));
    return s;
}

/// Calls visit(i, j, band) for each pair, in an order that depends on the points only.
template <class Visit>
void for_each_pair(std::span<const Point> points, const Strips& strips, const Measure& measure,
                   const Visit& visit) {
    const std::size_t n = points.size();
    std::size_t above = 0;  // the first point of the next strip that may be within reach
    for (std::size_t k = 0; k < n; ++k) {
        const std::uint32_t i = strips.order[k];
        const Point at = points[i];
        const auto ask = [&](std::size_t m) {
            const std::uint32_t j = strips.order[m];
            const std::size_t band = measure.band(at, points[j]);
            if (band < measure.bands()) visit(i, j, band);
        };
        for (std::size_t m = k + 1; m < n && strips.strip[m] == strips.strip[k] &&
                                    points[strips.order[m]].x - at.x <= measure.reach();
             ++m)
            ask(m);
        while (above < n && (strips.strip[above] <= strips.strip[k] ||
                             (strips.strip[above] == strips.strip[k] + 1 &&
                              points[strips.order[above]].x < at.x - measure.reach())))
            ++above;
        for (std::size_t m = above; m < n && strips.strip[m] == strips.strip[k] + 1 &&
                                    points[strips.order[m]].x - at.x <= measure.reach();
             ++m)
            ask(m);
    }
}

}  // namespace

std::uint64_t NearPairs::count() const {
    std::uint64_t sum = 0;
    for (const auto& band : bands) sum += band.size();
    return sum;
}

NearPairs near_pairs(std::span<const Point> points, std::span<const double> edges,
                     PairDistance distance, std::uint64_t most) {
    check(edges);
    const Measure measure{edges, distance};
    const Strips strips = make_strips(points, measure.reach());
    std::vector<std::uint64_t> sizes(measure.bands(), 0);
    std::uint64_t total = 0;
    for_each_pair(points, strips, measure, [&](std::uint32_t, std::uint32_t, std::size_t band) {
        if (++total > most) throw std::length_error{"more pairs of near points than may be listed"};
        ++sizes[band];
    });
    NearPairs pairs;
    pairs.bands.resize(measure.bands());
    for (std::size_t b = 0; b < sizes.size(); ++b) pairs.bands[b].reserve(sizes[b]);
    for_each_pair(points, strips, measure, [&](std::uint32_t i, std::uint32_t j, std::size_t band) {
        pairs.bands[band].push_back({i, j});
    });
    return pairs;
}

}  // namespace beatline
