// SPDX-License-Identifier: Apache-2.0
#include "geo/bandwidth.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace beatline {

namespace {

/// A(K) of the rule: from the integral of K^2 and m2(K), the variance along one axis.
double rule_constant(Kernel shape) {
    const double deviation = standard_deviation(shape, Metres{1.0}).value;
    const double variance = deviation * deviation;
    return std::pow(4.0 * std::numbers::pi * roughness(shape, Metres{1.0}) / (variance * variance),
                    1.0 / 6.0);
}

/// The value below which a share `q` of the weight lies; values sorted ascending.
double weighted_quantile(std::span<const std::pair<double, double>> sorted, double total,
                         double q) {
    double below = 0.0;
    for (const auto& [value, weight] : sorted) {
        below += weight;
        if (below >= q * total) return value;
    }
    return sorted.back().first;
}

double total_weight(const std::vector<std::pair<double, double>>& values) {
    double total = 0.0;
    for (const auto& [v, w] : values) total += w;
    return total;
}

double weighted_variance(const std::vector<std::pair<double, double>>& values, double total) {
    double mean = 0.0;
    for (const auto& [v, w] : values) mean += v * w / total;
    double variance = 0.0;
    for (const auto& [v, w] : values) variance += (v - mean) * (v - mean) * w / total;
    return variance;
}

double robust_spread(std::vector<std::pair<double, double>> values) {
    std::ranges::sort(values);
    if (values.front().first == values.back().first) return 0.0;
    const double total = total_weight(values);
    const double deviation = std::sqrt(weighted_variance(values, total));
    const double quartiles =
        (weighted_quantile(values, total, 0.75) - weighted_quantile(values, total, 0.25)) / 1.349;
    return quartiles > 0.0 ? std::min(deviation, quartiles) : deviation;
}

/// The sample's standard deviation along one axis, n being the effective number.
double sample_deviation(const std::vector<std::pair<double, double>>& values, double n) {
    const double variance = weighted_variance(values, total_weight(values));
    return n > 1.0 ? std::sqrt(variance * n / (n - 1.0)) : 0.0;
}

/// h = A(K) s n^(-1/6), s the geometric mean over the axes of what `spread_of` finds along one.
template <class SpreadOf>
BandwidthChoice normal_reference(std::span<const WeightedPoint> points, Kernel shape,
                                 const SpreadOf& spread_of) {
    BandwidthChoice choice;
    std::vector<std::pair<double, double>> xs;
    std::vector<std::pair<double, double>> ys;
    double sum = 0.0;
    double squares = 0.0;
    for (const WeightedPoint& p : points) {
        if (!(p.weight > 0.0)) continue;
        xs.emplace_back(p.at.x, p.weight);
        ys.emplace_back(p.at.y, p.weight);
        sum += p.weight;
        squares += p.weight * p.weight;
    }
    double spread = 0.0;
    if (!xs.empty()) {
        choice.effective_n = sum * sum / squares;
        const double sx = spread_of(std::move(xs), choice.effective_n);
        const double sy = spread_of(std::move(ys), choice.effective_n);
        spread = sx > 0.0 && sy > 0.0 ? std::sqrt(sx * sy) : std::max(sx, sy);
    }
    choice.spread = Metres{spread};
    if (!(spread > 0.0)) {
        choice.degenerate = true;
        return choice;
    }
    choice.bandwidth =
        Metres{rule_constant(shape) * spread * std::pow(choice.effective_n, -1.0 / 6.0)};
    return choice;
}

}  // namespace

Metres of_deviation(Kernel shape, Metres deviation) {
    return deviation / standard_deviation(shape, Metres{1.0}).value;
}

BandwidthChoice silverman_bandwidth(std::span<const WeightedPoint> points, Kernel shape) {
    return normal_reference(points, shape,
                            [](std::vector<std::pair<double, double>> values, double) {
                                return robust_spread(std::move(values));
                            });
}

BandwidthChoice scott_bandwidth(std::span<const WeightedPoint> points, Kernel shape) {
    return normal_reference(points, shape,
                            [](const std::vector<std::pair<double, double>>& values, double n) {
                                return sample_deviation(values, n);
                            });
}

}  // namespace beatline
