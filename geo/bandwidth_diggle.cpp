// SPDX-License-Identifier: Apache-2.0
#include "geo/bandwidth_diggle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/place_rows.hpp"

namespace beatline {

namespace {

double distance_to(Point p, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length2 = dx * dx + dy * dy;
    const double along =
        length2 > 0.0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/// Each place's distance to the area's border.
std::vector<double> border_distances(std::span<const WeightedPoint> places,
                                     const MultiPolygon& area) {
    std::vector<double> least(places.size(), std::numeric_limits<double>::infinity());
    const auto take = [&](const Ring& ring, std::size_t place) {
        for (std::size_t i = 1; i < ring.size(); ++i)
            least[place] =
                std::min(least[place], distance_to(places[place].at, ring[i - 1], ring[i]));
    };
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, places.size(), 64}, [&](const auto& part) {
        for (std::size_t i = part.begin(); i < part.end(); ++i) {
            for (const Polygon& polygon : area) {
                take(polygon.outer, i);
                for (const Ring& hole : polygon.holes) take(hole, i);
            }
        }
    });
    return least;
}

/// Ripley's K over the area, by which it is divided: at r_k = k * step, pairs no farther apart.
class RipleyK {
public:
    RipleyK(std::span<const WeightedPoint> places, double step, const DiggleRules& rules)
        : steps_{rules.steps} {
        const PlaceRows rows{places, step * static_cast<double>(steps_) * (1.0 + 1e-12)};
        std::vector<double> border;
        if (!rules.area.empty()) border = border_distances(places, rules.area);
        for (const WeightedPoint& p : places) {
            sum_ += p.weight;
            squares_ += p.weight * p.weight;
        }
        count_pairs(places, rows, step, border, stride_for(places, rows, rules.most_pairs));
    }

    [[nodiscard]] const std::vector<double>& values() const { return k_; }
    [[nodiscard]] double per_event() const { return squares_ / (sum_ * sum_); }

private:
    /// So many-th places are asked, for at most most_pairs; told from some 256 of them.
    static std::size_t stride_for(std::span<const WeightedPoint> places, const PlaceRows& rows,
                                  double most_pairs) {
        const std::size_t apart = places.size() / 256 + 1;
        double near = 0.0;
        for (std::size_t i = 0; i < places.size(); i += apart)
            rows.for_near(places[i].at, [&](double, double) { near += 1.0; });
        const double pairs = near * static_cast<double>(apart);
        return static_cast<std::size_t>(pairs / most_pairs) + 1;
    }

    /// Blocks of places have histograms of their own, added up in their order.
    void count_pairs(std::span<const WeightedPoint> places, const PlaceRows& rows, double step,
                     const std::vector<double>& border, std::size_t stride) {
        constexpr std::size_t block = 512;
        const std::size_t blocks = (places.size() + block - 1) / block;
        std::vector<std::vector<double>> counted(blocks);
        std::vector<std::vector<double>> open(blocks);
        tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t b) {
            counted[b].assign(steps_ + 1, 0.0);
            open[b].assign(steps_ + 1, 0.0);
            std::vector<double> near(steps_ + 1);
            for (std::size_t i = b * block; i < std::min(places.size(), (b + 1) * block); ++i) {
                if (i % stride != 0) continue;
                std::ranges::fill(near, 0.0);
                rows.for_near(places[i].at, [&](double d2, double weight) {
                    if (d2 == 0.0) return;
                    const auto bin = static_cast<std::size_t>(std::ceil(std::sqrt(d2) / step));
                    if (bin <= steps_) near[bin] += weight;
                });
                double within = 0.0;
                for (std::size_t k = 0; k <= steps_; ++k) {
                    if (!border.empty() && border[i] < static_cast<double>(k) * step) break;
                    within += near[k];
                    counted[b][k] += places[i].weight * within;
                    open[b][k] += places[i].weight;
                }
            }
        });
        k_.assign(steps_ + 1, 0.0);
        const double others = border.empty() ? sum_ - squares_ / sum_ : sum_;
        for (std::size_t k = 0; k <= steps_; ++k) {
            double pairs = 0.0;
            double asked = 0.0;
            for (std::size_t b = 0; b < blocks; ++b) {
                pairs += counted[b][k];
                asked += open[b][k];
            }
            if (!(asked > 0.0)) {  // every place is nearer to the border than this
                k_.resize(k);
                return;
            }
            k_[k] = pairs / (asked * others);
        }
    }

    std::size_t steps_;
    double sum_{0.0};
    double squares_{0.0};
    std::vector<double> k_;
};

}  // namespace

std::optional<DiggleChoice> diggle_bandwidth(std::span<const WeightedPoint> places,
                                             const DiggleRules& rules) {
    if (!(rules.most.value > 0.0) || !std::isfinite(rules.most.value) || rules.steps < 8)
        throw std::invalid_argument{"Diggle's criterion needs a reach and steps"};
    std::vector<WeightedPoint> kept{places.begin(), places.end()};
    std::erase_if(kept, [](const WeightedPoint& p) { return !(p.weight > 0.0); });
    if (kept.size() < 3) return std::nullopt;
    const double step = 4.0 * rules.most.value / static_cast<double>(rules.steps);
    const RipleyK ripley{kept, step, rules};
    const std::vector<double>& k = ripley.values();
    DiggleChoice choice;
    double least = std::numeric_limits<double>::infinity();
    std::size_t chosen = 0;
    for (std::size_t i = 1; i <= rules.steps / 2 && 2 * i < k.size(); ++i) {
        const double r = static_cast<double>(i) * step;
        double common = 0.0;  // int A(s, r) dK(s)
        for (std::size_t j = 0; j < 2 * i; ++j) {
            const double x = static_cast<double>(j) / static_cast<double>(2 * i);
            common += (k[j + 1] - k[j]) * (std::acos(x) - x * std::sqrt(1.0 - x * x));
        }
        common *= 2.0 * r * r;
        const double disc = std::numbers::pi * r * r;
        const double error = (ripley.per_event() - 2.0 * k[i]) / disc + common / (disc * disc);
        choice.deviations.emplace_back(0.5 * r);
        choice.error.push_back(error);
        if (error < least) {
            least = error;
            chosen = i - 1;
        }
    }
    if (choice.error.empty() || std::ranges::all_of(k, [](double value) { return value == 0.0; }))
        return std::nullopt;
    choice.deviation = choice.deviations[chosen];
    choice.at_end = chosen == 0 || chosen + 1 == choice.error.size();
    return choice;
}

}  // namespace beatline
