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
constexpr double most_tried = 2e7;   // to find them in the box of a study area

Point between(Point a, Point b, double share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/// The centres of a lattice that lie in the area. Where the area is so thin that few do, places at
/// random, always the same ones.
std::vector<Point> lattice_in(const UniformArea& area, double step) {
    const Box& box = area.box();
    const double width = box.max.x - box.min.x;
    const double height = box.max.y - box.min.y;
    step = std::max(step, std::sqrt(area.area().value / most_spread));
    step = std::min(step, std::sqrt(area.area().value) / 8.0);
    step = std::max(
        {step, std::sqrt(width * height / most_tried), width / most_tried, height / most_tried});
    const double cols = std::ceil(width / step);
    const double rows = std::ceil(height / step);
    std::vector<Point> inside;
    for (double row = 0.5; row < rows; row += 1.0) {
        for (double col = 0.5; col < cols; col += 1.0) {
            const Point p{box.min.x + width * col / cols, box.min.y + height * row / rows};
            if (area.contains(p)) inside.push_back(p);
        }
    }
    if (inside.size() >= 16) return inside;
    inside.clear();
    const RandomStream random{1};
    for (std::uint64_t i = 0; i < 4096; ++i) {
        RandomStream one = random.branch(i);
        inside.push_back(area.draw(one));
    }
    return inside;
}

const char* nothing_inside(const MultiPolygon& area) {
    return area.empty() ? "the background holds nothing"
                        : "the background lies outside the study area";
}

bool asked_to_stop(bool (*cancelled)()) {
    return cancelled != nullptr && cancelled();
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
    NullModel model{Kind::anywhere};
    model.whole_.emplace_back(area);
    model.set_weights({1.0});
    return model;
}

NullModel NullModel::by_zones(std::span<const Zone> zones, const MultiPolygon& area,
                              bool (*cancelled)()) {
    NullModel model{Kind::zones};
    const StudyArea study{area};
    std::vector<double> weights;
    for (const Zone& zone : zones) {
        if (asked_to_stop(cancelled)) break;
        if (zone.amount == 0.0) continue;
        AreaPieces pieces{zone.shape, study, cancelled};
        if (pieces.empty()) continue;
        weights.push_back(zone.amount * pieces.share());
        model.zones_.push_back(std::move(pieces));
    }
    if (weights.empty()) throw std::invalid_argument{nothing_inside(area)};
    model.set_weights(std::move(weights));
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

NullModel NullModel::by_lines(std::span<const WeightedLine> lines, const MultiPolygon& area,
                              bool (*cancelled)()) {
    NullModel model{Kind::lines};
    const StudyArea study{area};
    std::vector<double> weights;
    for (std::size_t k = 0; k < lines.size(); ++k) {
        if (k % 256 == 0 && asked_to_stop(cancelled)) break;
        const WeightedLine& l = lines[k];
        for (std::size_t i = 0; i + 1 < l.line.size(); ++i) {
            const Point a = l.line[i];
            const Point b = l.line[i + 1];
            const double weight = l.per_metre * distance(a, b).value;
            if (weight == 0.0) continue;
            for (const auto& [from, to] : study.inside(a, b)) {
                model.segments_.push_back(
                    {from > 0.0 ? between(a, b, from) : a, to < 1.0 ? between(a, b, to) : b});
                weights.push_back(weight * (to - from));
            }
        }
    }
    if (weights.empty()) throw std::invalid_argument{nothing_inside(area)};
    model.set_weights(std::move(weights));
    return model;
}

std::size_t NullModel::draw_piece(RandomStream& random) const {
    if (alias_.empty()) return 0;
    const auto piece = static_cast<std::size_t>(random.below(alias_.size()));
    return random.unit() < alias_[piece].stay ? piece : alias_[piece].other;
}

Point NullModel::draw_one(RandomStream& random) const {
    const std::size_t piece = draw_piece(random);
    switch (kind_) {
        case Kind::anywhere:
            return whole_.front().draw(random);
        case Kind::zones: {
            const double up = random.unit();
            return zones_[piece].place(up, random.unit());
        }
        case Kind::points:
            return points_[piece];
        case Kind::lines:
            return between(segments_[piece].a, segments_[piece].b, random.unit());
    }
    return {};
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

std::vector<Point> NullModel::places_of(std::size_t piece, double step) const {
    switch (kind_) {
        case Kind::anywhere:
            return lattice_in(whole_.front(), step);
        case Kind::zones:
            return zones_[piece].spread(step, most_spread);
        case Kind::points:
            return {points_[piece]};
        case Kind::lines:
            break;
    }
    const auto [a, b] = segments_[piece];
    const double parts = std::clamp(std::ceil(distance(a, b).value / step), 1.0, most_spread);
    std::vector<Point> places;
    for (double k = 0.5; k < parts; k += 1.0) places.push_back(between(a, b, k / parts));
    return places;
}

std::vector<WeightedPoint> NullModel::spread(Metres step, bool (*cancelled)()) const {
    std::vector<WeightedPoint> all;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (i % 16 == 0 && asked_to_stop(cancelled)) return {};
        const std::vector<Point> places = places_of(i, step.value);
        for (const Point p : places)
            all.push_back({p, weights_[i] / static_cast<double>(places.size())});
    }
    double sum = 0.0;
    for (const WeightedPoint& p : all) sum += p.weight;
    for (WeightedPoint& p : all) p.weight /= sum;
    return all;
}

}  // namespace beatline
