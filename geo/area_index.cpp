// SPDX-License-Identifier: Apache-2.0
#include "geo/area_index.hpp"

#include <algorithm>

namespace beatline {

AreaIndex::AreaIndex(const MultiPolygon& area) : box_{bounds(area)} {
    std::vector<Edge> edges;
    const auto add = [&](const Ring& ring, std::uint32_t polygon, std::uint32_t number) {
        for (std::size_t i = 1; i < ring.size(); ++i) {
            if (ring[i - 1].y != ring[i].y)
                edges.push_back({ring[i - 1], ring[i], polygon, number});
        }
    };
    for (std::uint32_t p = 0; p < area.size(); ++p) {
        add(area[p].outer, p, 0);
        for (std::uint32_t h = 0; h < area[p].holes.size(); ++h) add(area[p].holes[h], p, h + 1);
    }
    // As many bands as keep the copies of long edges to a few times the edges.
    bands_ = std::clamp<std::size_t>(edges.size() / 2, 1, 1U << 16U);
    while (bands_ > 1 && copies(edges) > 6 * edges.size() + bands_) bands_ /= 2;
    sort_into_bands(edges);
}

std::size_t AreaIndex::band_of(double y) const {
    const double height = box_.max.y - box_.min.y;
    if (!(height > 0.0)) return 0;
    const double share = std::clamp((y - box_.min.y) / height, 0.0, 1.0);
    return std::min(static_cast<std::size_t>(share * static_cast<double>(bands_)), bands_ - 1);
}

std::size_t AreaIndex::copies(const std::vector<Edge>& edges) const {
    std::size_t sum = 0;
    for (const Edge& e : edges) {
        sum += band_of(std::max(e.a.y, e.b.y)) - band_of(std::min(e.a.y, e.b.y)) + 1;
    }
    return sum;
}

void AreaIndex::sort_into_bands(const std::vector<Edge>& edges) {
    const auto for_each_band = [&](const Edge& e, const auto& action) {
        const std::size_t last = band_of(std::max(e.a.y, e.b.y));
        for (std::size_t b = band_of(std::min(e.a.y, e.b.y)); b <= last; ++b) action(b);
    };
    first_.assign(bands_ + 1, 0);
    for (const Edge& e : edges) for_each_band(e, [&](std::size_t b) { ++first_[b + 1]; });
    for (std::size_t b = 0; b < bands_; ++b) first_[b + 1] += first_[b];
    edges_.resize(first_.back());
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (const Edge& e : edges) for_each_band(e, [&](std::size_t b) { edges_[next[b]++] = e; });
}

bool AreaIndex::contains(Point p) const {
    if (!box_.contains(p)) return false;
    const std::size_t band = band_of(p.y);
    std::size_t i = first_[band];
    const std::size_t end = first_[band + 1];
    while (i < end) {
        const std::uint32_t polygon = edges_[i].polygon;
        bool in_outer = false;
        bool in_hole = false;
        while (i < end && edges_[i].polygon == polygon) {
            const std::uint32_t ring = edges_[i].ring;
            bool inside = false;
            for (; i < end && edges_[i].polygon == polygon && edges_[i].ring == ring; ++i) {
                const auto& [a, b, of_polygon, of_ring] = edges_[i];
                if ((a.y > p.y) == (b.y > p.y)) continue;
                if (p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) inside = !inside;
            }
            (ring == 0 ? in_outer : in_hole) |= inside;
        }
        if (in_outer && !in_hole) return true;
    }
    return false;
}

}  // namespace beatline
