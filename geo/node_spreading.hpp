// Spreads weighted places over the nodes of a grid, and what that does to a Gaussian.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "geo/weighted_point.hpp"

namespace beatline {

/// "Exponential of semicircle" exp(b (sqrt(1 - (2x/8)^2) - 1)), 8 nodes wide, x in nodes (Barnett,
/// Magland & af Klinteberg 2019, SIAM J. Sci. Comput. 41:C479). b = 18 makes the error least where
/// the Gaussian's standard deviation is 2 nodes.
inline constexpr std::size_t spread_width = 8;
[[nodiscard]] double spread_kernel(double x);

/// The weights of the 8 nodes around a place: node `t` lies at t - 3 - fraction from it, fraction
/// in [0, 1) being how far the place lies behind the fourth node. Cubics on 64 intervals, 1e-9.
class SpreadTable {
public:
    SpreadTable();
    using Weights = std::array<double, spread_width>;
    void weights_at(double fraction, Weights& weights) const;

private:
    static constexpr std::size_t intervals = 64;
    struct Piece {
        std::array<Weights, 4> power;  // coefficients of 1, u, u^2, u^3; u in [-1, 1]
    };
    std::vector<Piece> pieces_;
};

/// Taps h(0), h(1), … of the symmetric filter between nodes such that spreading, filtering and,
/// with `passes` 2, interpolating with the same kernel is convolution with a Gaussian of
/// `deviation` >= 2 nodes that sums to one over the nodes. The inverse transform of
/// exp(-(deviation k)^2 / 2) / (the spreading kernel's)^passes over |k| <= pi, cut where it has
/// fallen below 1e-9 of h(0).
[[nodiscard]] std::vector<double> gaussian_taps(double deviation, int passes);

/// A part of the nodes: columns [first_col, first_col + cols), rows likewise, counted from `origin`
/// in steps of `spacing`.
struct NodeWindow {
    Point origin;
    double spacing{1.0};
    long first_row{0};
    long first_col{0};
    std::size_t rows{0};
    std::size_t cols{0};
};

/// Adds every point's scale * weight to the nodes around it that lie in `window`, in the order of
/// the points. `nodes` is row-major and has spread_margin columns more at either side.
inline constexpr std::size_t spread_margin = spread_width - 1;
void spread_points(std::span<const WeightedPoint> points, const NodeWindow& window,
                   const SpreadTable& table, double scale, std::span<double> nodes);

}  // namespace beatline
