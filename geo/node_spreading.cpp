// SPDX-License-Identifier: Apache-2.0
#include "geo/node_spreading.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace beatline {

namespace {

using std::numbers::pi;

constexpr double shape = 18.0;                           // b
constexpr double half_width = spread_width / 2.0;        // nodes
constexpr long first_node = 1 - long{spread_width} / 2;  // of the 8, from the one before the place

/// The spreading kernel's transform at k radians a node, by the midpoint rule in the angle, where
/// the integrand is smooth.
double spread_transform(double k) {
    constexpr int steps = 64;
    double sum = 0.0;
    for (int i = 0; i < steps; ++i) {
        const double angle = pi / 2.0 * (i + 0.5) / steps;
        const double x = half_width * std::sin(angle);
        sum += std::exp(shape * (std::cos(angle) - 1.0)) * std::cos(k * x) * std::cos(angle);
    }
    return 2.0 * half_width * sum * (pi / 2.0) / steps;
}

}  // namespace

double spread_kernel(double x) {
    const double z = x / half_width;
    const double inside = 1.0 - z * z;
    return inside > 0.0 ? std::exp(shape * (std::sqrt(inside) - 1.0)) : 0.0;
}

SpreadTable::SpreadTable() : pieces_(intervals) {
    // A cubic through the four Chebyshev places +-a, +-b of each interval.
    const double a = std::cos(pi / 8.0);
    const double b = std::cos(3.0 * pi / 8.0);
    for (std::size_t i = 0; i < intervals; ++i) {
        for (std::size_t t = 0; t < spread_width; ++t) {
            const auto node = static_cast<double>(first_node + static_cast<long>(t));
            const auto at = [&](double u) {
                return spread_kernel(node - (static_cast<double>(i) + 0.5 + 0.5 * u) / intervals);
            };
            const double even_a = 0.5 * (at(a) + at(-a));
            const double even_b = 0.5 * (at(b) + at(-b));
            const double odd_a = 0.5 * (at(a) - at(-a)) / a;
            const double odd_b = 0.5 * (at(b) - at(-b)) / b;
            const double square = (even_a - even_b) / (a * a - b * b);
            const double cube = (odd_a - odd_b) / (a * a - b * b);
            pieces_[i].power[0][t] = even_a - square * a * a;
            pieces_[i].power[1][t] = odd_a - cube * a * a;
            pieces_[i].power[2][t] = square;
            pieces_[i].power[3][t] = cube;
        }
    }
}

void SpreadTable::weights_at(double fraction, Weights& weights) const {
    const double place = fraction * intervals;
    const auto i = std::min(static_cast<std::size_t>(static_cast<int>(place)), intervals - 1);
    const double u = 2.0 * (place - static_cast<double>(static_cast<int>(i))) - 1.0;
    const Piece& piece = pieces_[i];
    for (std::size_t t = 0; t < spread_width; ++t) {
        weights[t] = piece.power[0][t] +
                     u * (piece.power[1][t] + u * (piece.power[2][t] + u * piece.power[3][t]));
    }
}

std::vector<double> gaussian_taps(double deviation, int passes) {
    // The integrand is smooth and as good as zero at pi: the trapezoidal rule converges fast.
    const auto reach = static_cast<std::size_t>(std::ceil(6.0 * deviation)) + 2;
    const std::size_t steps = 8 * reach;
    std::vector<double> spectrum(steps + 1);
    for (std::size_t i = 0; i <= steps; ++i) {
        const double k = pi * static_cast<double>(i) / static_cast<double>(steps);
        const double ends = i == 0 || i == steps ? 0.5 : 1.0;
        spectrum[i] = ends * std::exp(-0.5 * deviation * deviation * k * k) /
                      std::pow(spread_transform(k), passes) / static_cast<double>(steps);
    }
    std::vector<double> taps(reach);
    for (std::size_t t = 0; t < reach; ++t) {
        for (std::size_t i = 0; i <= steps; ++i) {
            taps[t] += spectrum[i] * std::cos(pi * static_cast<double>((i * t) % (2 * steps)) /
                                              static_cast<double>(steps));
        }
    }
    while (taps.size() > 1 && std::abs(taps.back()) < 1e-9 * taps.front()) taps.pop_back();
    return taps;
}

void spread_points(std::span<const WeightedPoint> points, const NodeWindow& window,
                   const SpreadTable& table, double scale, std::span<double> nodes) {
    const std::size_t stride = window.cols + 2 * spread_margin;
    const double per_node = 1.0 / window.spacing;
    const auto width = static_cast<double>(spread_width);
    const double low_row = static_cast<double>(window.first_row) - width;
    const double low_col = static_cast<double>(window.first_col) - width;
    const double high_row = low_row + static_cast<double>(window.rows) + 2.0 * width;
    const double high_col = low_col + static_cast<double>(window.cols) + 2.0 * width;
    SpreadTable::Weights across;
    SpreadTable::Weights up;
    for (const WeightedPoint& p : points) {
        const double x = (p.at.x - window.origin.x) * per_node;
        const double y = (p.at.y - window.origin.y) * per_node;
        // Also keeps the whole numbers below within their range; false for NaN.
        if (!(x > low_col && x < high_col && y > low_row && y < high_row)) continue;
        const double west = std::floor(x);
        const double south = std::floor(y);
        const long col = static_cast<long>(west) + first_node - window.first_col;
        const long row = static_cast<long>(south) + first_node - window.first_row;
        const long last_col = static_cast<long>(window.cols) - 1;
        if (col < -static_cast<long>(spread_margin) || col > last_col) continue;
        const long from = std::max(0L, -row);
        const long to =
            std::min(static_cast<long>(spread_width), static_cast<long>(window.rows) - row);
        if (from >= to) continue;
        table.weights_at(x - west, across);
        table.weights_at(y - south, up);
        const double weight = scale * p.weight;
        double* line = nodes.data() + static_cast<std::size_t>(row + from) * stride +
                       static_cast<std::size_t>(col + static_cast<long>(spread_margin));
        for (long t = from; t < to; ++t, line += stride) {
            const double factor = weight * up[static_cast<std::size_t>(t)];
            for (std::size_t c = 0; c < spread_width; ++c) line[c] += factor * across[c];
        }
    }
}

}  // namespace beatline
