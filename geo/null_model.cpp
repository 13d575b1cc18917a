// SPDX-License-Identifier: Apache-2.0
#include "geo/null_model.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

namespace beatline {

namespace {

constexpr double most_spread = 4e6;  // points that stand for one piece, at most

Point between(Point a, Point b, double share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/// The centres of a lattice that lie in the area, and of finer ones until there are some.
std::vector<Point> lattice_in(const UniformArea& area, double step) {
    const Box& box = area.box();
    step = std::max(step, std::sqrt(area.area().value / most_spread));
    step = std::min(step, std::sqrt(area.area().value) / 8.0);
    for (;; step /= 2.0) {
        const double cols = std::ceil((box.max.x - box.min.x) / step);
        const double rows = std::ceil((box.max.y - box.min.y) / step);
        std::vector<Point> inside;
        for (double row = 0.5; row < rows; row += 1.0) {
            for (double col = 0.5; col < cols; col += 1.0) {
                const Point p{box.min.x + (box.max.x - box.min.x) * col / cols,
                              box.min.y + (box.max.y - box.min.y) * row / rows};
                if (area.contains(p)) inside.push_back(p);
            }
        }
        if (inside.size() >= 16) return inside;
    }
}

}  // namespace

void NullModel::set_weights(std::vector<double> weights) {
    double sum = 0.0;
    for (const double w : weights) {
        if (!(w >= 0.0) || !std::isfinite(w))
            throw std::invalid_argument{"background weights must be finite and not negative"};
        sum += w;
    }
    if (!(sum > 0.0) || !std::isfinite(sum))
        throw std::invalid_argument{"the background holds nothing"};
    for (double& w : weights) w /= sum;
    weights_ = std::move(weights);
    const std::size_t n = weights_.size();
    if (n == 1) return;
    alias_.resize(n);
    std::vector<std::uint32_t> small;
    std::vector<std::uint32_t> large;
    for (std::uint32_t i = 0; i < n; ++i) {
        alias_[i] = {weights_[i] * static_cast<double>(n), i};
        (alias_[i].stay < 1.0 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
        const std::uint32_t s = small.back();
        const std::uint32_t l = large.back();
        small.pop_back();
        alias_[s].other = l;
        alias_[l].stay -= 1.0 - alias_[s].stay;
        if (alias_[l].stay >= 1.0) continue;
        large.pop_back();
        small.push_back(l);
    }
    for (const auto* rest : {&small, &large})
        for (const std::uint32_t i : *rest) alias_[i].stay = weights_[i] > 0.0 ? 1.0 : 0.0;
}

NullModel NullModel::anywhere(const MultiPolygon& area) {
    NullModel model{Kind::areas};
    model.areas_.emplace_back(area);
    model.set_weights({1.0});
    return model;
}

NullModel NullModel::by_zones(std::span<const Zone> zones, const MultiPolygon& area) {
    NullModel model{Kind::areas};
    if (!area.empty()) model.study_.emplace_back(area);
    std::vector<double> weights;
    for (const Zone& zone : zones) {
        if (zone.amount == 0.0 || !(beatline::area(zone.shape).value > 0.0)) continue;
        model.areas_.emplace_back(zone.shape, 32);
        weights.push_back(zone.amount);
    }
    model.set_weights(std::move(weights));
    model.require_overlap();
    return model;
}

NullModel NullModel::by_points(std::vector<WeightedPoint> points, const MultiPolygon& area) {
    NullModel model{Kind::points};
    const AreaIndex inside{area};
    std::vector<double> weights;
    for (const WeightedPoint& p : merge_coincident(std::move(points))) {
        if (p.weight == 0.0 || (!area.empty() && !inside.contains(p.at))) continue;
        model.points_.push_back(p.at);
        weights.push_back(p.weight);
    }
    model.set_weights(std::move(weights));
    return model;
}

NullModel NullModel::by_lines(std::span<const WeightedLine> lines, const MultiPolygon& area) {
    NullModel model{Kind::lines};
    if (!area.empty()) model.study_.emplace_back(area);
    std::vector<double> weights;
    for (const WeightedLine& l : lines) {
        for (std::size_t i = 0; i + 1 < l.line.size(); ++i) {
            const double weight = l.per_metre * distance(l.line[i], l.line[i + 1]).value;
            if (weight == 0.0) continue;
            model.segments_.push_back({l.line[i], l.line[i + 1]});
            weights.push_back(weight);
        }
    }
    model.set_weights(std::move(weights));
    model.require_overlap();
    return model;
}

/// Draws are repeated until they lie in the study area: some of them have to.
void NullModel::require_overlap() const {
    if (study_.empty()) return;
    constexpr int tries = 100'000;
    RandomStream random{1};
    for (int i = 0; i < tries; ++i) {
        const std::size_t piece = draw_piece(random);
        const Point p = kind_ == Kind::areas
                            ? areas_[piece].draw(random)
                            : between(segments_[piece].a, segments_[piece].b, random.unit());
        if (study_.front().contains(p)) return;
    }
    throw std::invalid_argument{"the background lies outside the study area"};
}

std::size_t NullModel::draw_piece(RandomStream& random) const {
    if (alias_.empty()) return 0;
    const auto piece = static_cast<std::size_t>(random.below(alias_.size()));
    return random.unit() < alias_[piece].stay ? piece : alias_[piece].other;
}

Point NullModel::draw_one(RandomStream& random) const {
    for (;;) {
        const std::size_t piece = draw_piece(random);
        if (kind_ == Kind::points) return points_[piece];
        const Point p = kind_ == Kind::areas
                            ? areas_[piece].draw(random)
                            : between(segments_[piece].a, segments_[piece].b, random.unit());
        if (study_.empty() || study_.front().contains(p)) return p;
    }
}

void NullModel::draw(const RandomStream& replicate, std::span<Point> places) const {
    using Range = tbb::blocked_range<std::size_t>;
    tbb::parallel_for(Range{0, places.size(), 4096}, [&](const Range& range) {
        for (std::size_t i = range.begin(); i < range.end(); ++i) {
            RandomStream random = replicate.branch(i);
            places[i] = draw_one(random);
        }
    });
}

std::vector<WeightedPoint> NullModel::spread(Metres step) const {
    std::vector<WeightedPoint> all;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (kind_ == Kind::points) {
            all.push_back({points_[i], weights_[i]});
            continue;
        }
        std::vector<Point> places;
        if (kind_ == Kind::areas) {
            places = lattice_in(areas_[i], step.value);
        } else {
            const auto [a, b] = segments_[i];
            const double parts =
                std::clamp(std::ceil(distance(a, b).value / step.value), 1.0, most_spread);
            for (double k = 0.5; k < parts; k += 1.0) places.push_back(between(a, b, k / parts));
        }
        for (const Point p : places) {
            if (study_.empty() || study_.front().contains(p))
                all.push_back({p, weights_[i] / static_cast<double>(places.size())});
        }
    }
    double sum = 0.0;
    for (const WeightedPoint& p : all) sum += p.weight;
    for (WeightedPoint& p : all) p.weight /= sum;
    return all;
}

MultiPolygon convex_hull(std::vector<Point> points) {
    // Andrew's monotone chain (1979), once along the south and once along the north.
    std::ranges::sort(points);
    points.erase(std::ranges::unique(points).begin(), points.end());
    Ring hull;
    const auto turn_left = [&](std::size_t least, Point p) {
        while (hull.size() > least) {
            const Point a = hull[hull.size() - 2];
            const Point b = hull.back();
            if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0.0) break;
            hull.pop_back();
        }
        hull.push_back(p);
    };
    for (const Point p : points) turn_left(1, p);
    const std::size_t south = hull.size();
    for (auto p = points.rbegin(); p != points.rend(); ++p) {
        if (p != points.rbegin()) turn_left(south, *p);
    }
    if (hull.size() < 4 || !(signed_area(hull).value > 0.0)) return {};
    return {{std::move(hull), {}}};
}

}  // namespace beatline
