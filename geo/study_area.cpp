// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "geo/area_pieces.hpp"

namespace beatline {

namespace {

bool meet(const Box& a, const Box& b) {
    return a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y;
}

Box box_of(Point a, Point b) {
    return {{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}};
}

}  // namespace

StudyArea::StudyArea(const MultiPolygon& area) : index_{area}, box_{bounds(area)} {
    const auto add = [&](const Ring& ring) {
        for (std::size_t i = 1; i < ring.size(); ++i) {
            Edge edge{ring[i - 1], ring[i]};
            if (edge.a.y > edge.b.y) std::swap(edge.a, edge.b);
            edges_.push_back(edge);
        }
    };
    for (const Polygon& polygon : area) {
        add(polygon.outer);
        for (const Ring& hole : polygon.holes) add(hole);
    }
    bands_.resize(std::clamp<std::size_t>(edges_.size() / 4, 1, 4096));
    for (std::uint32_t e = 0; e < edges_.size(); ++e) {
        const std::size_t last = band_of(edges_[e].b.y);
        for (std::size_t band = band_of(edges_[e].a.y); band <= last; ++band)
            bands_[band].push_back(e);
    }
}

std::size_t StudyArea::band_of(double y) const {
    const double height = box_.max.y - box_.min.y;
    if (!(height > 0.0)) return 0;
    const double share = std::clamp((y - box_.min.y) / height, 0.0, 1.0);
    return std::min(static_cast<std::size_t>(share * static_cast<double>(bands_.size())),
                    bands_.size() - 1);
}

bool StudyArea::may_touch(const Box& box) const {
    return everywhere() || meet(box, box_);
}

std::vector<StudyArea::Edge> StudyArea::edges_near(const Box& box) const {
    std::vector<Edge> near;
    if (everywhere() || !meet(box, box_)) return near;
    const std::size_t first = band_of(box.min.y);
    const std::size_t last = band_of(box.max.y);
    for (std::size_t band = first; band <= last; ++band) {
        for (const std::uint32_t e : bands_[band]) {
            const Edge& edge = edges_[e];
            if (band != std::max(first, band_of(edge.a.y))) continue;
            if (meet(box_of(edge.a, edge.b), box)) near.push_back(edge);
        }
    }
    return near;
}

std::vector<std::pair<double, double>> StudyArea::inside(Point a, Point b) const {
    if (everywhere()) return {{0.0, 1.0}};
    std::vector<double> cuts{0.0, 1.0};
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    for (const Edge& e : edges_near(box_of(a, b))) {
        const double across = dx * (e.b.y - e.a.y) - dy * (e.b.x - e.a.x);
        if (across == 0.0) {  // along each other: the edge may begin or end within
            const double length2 = dx * dx + dy * dy;
            for (const Point p : {e.a, e.b})
                cuts.push_back(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2);
            continue;
        }
        cuts.push_back(((e.a.x - a.x) * (e.b.y - e.a.y) - (e.a.y - a.y) * (e.b.x - e.a.x)) /
                       across);
    }
    std::erase_if(cuts, [](double share) { return !(share >= 0.0 && share <= 1.0); });
    std::ranges::sort(cuts);
    std::vector<std::pair<double, double>> parts;
    for (std::size_t i = 1; i < cuts.size(); ++i) {
        if (!(cuts[i] > cuts[i - 1])) continue;
        const double middle = (cuts[i - 1] + cuts[i]) / 2.0;
        if (!index_.contains({a.x + dx * middle, a.y + dy * middle})) continue;
        if (!parts.empty() && parts.back().second == cuts[i - 1])
            parts.back().second = cuts[i];
        else
            parts.emplace_back(cuts[i - 1], cuts[i]);
    }
    return parts;
}

}  // namespace beatline
