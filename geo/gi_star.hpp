// Getis-Ord Gi*: which cells lie among neighbours that hold more, or less, than chance gives.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/grid.hpp"

namespace beatline {

enum class Neighbourhood : std::uint8_t {
    square,  ///< cells at most so many columns and rows away: 1 is the queen's move
    disc,    ///< cells whose centres are at most so far away
};

struct GiStarRules {
    Neighbourhood shape{Neighbourhood::square};
    double reach{1.0};  ///< in cells, >= 0; the cell itself is always its own neighbour
    double level{0.05};
};

/// Per cell, in the grid's order; NaN (and not significant) for cells outside, and everywhere when
/// all cells hold the same.
struct GiStar {
    std::vector<float> z;
    std::vector<float> p;  ///< two-sided, by the normal distribution
    std::vector<float> q;  ///< false discovery rate over all cells: false_discovery_rates
    std::vector<std::uint8_t> significant;  ///< q at most the level
    std::size_t cells{0};                   ///< inside
};

/// Getis & Ord (1992, Geographical Analysis 24:189), standardised as by Ord & Getis (1995, ibid.
/// 27:286, eq. 14) with weights 0 and 1. With x the values, m and s their mean and standard
/// deviation over the n cells inside (s^2 = sum x^2 / n - m^2), and w the number of cells inside in
/// the neighbourhood,
///     z = (sum of x in it - w m) / (s sqrt((n w - w^2) / (n - 1)))
/// A neighbourhood that holds all cells has z = 0. Cells outside are neither neighbours nor
/// counted.
///
/// `inside`: per cell not 0; empty: all are. Costs O(cells) for squares and O(cells * reach) for
/// discs. Exact for whole numbers. The normal distribution is an approximation: it wants
/// neighbourhoods that hold several events. Throws std::invalid_argument for sizes that do not fit,
/// a value that is not finite or negative, or a reach that is no number >= 0.
[[nodiscard]] GiStar gi_star(std::span<const double> values, std::size_t cols,
                             std::span<const std::uint8_t> inside, const GiStarRules& rules);

/// Events in each cell, weights added in the order given; those beyond the grid are left out.
[[nodiscard]] std::vector<double> cell_sums(std::span<const Point> places,
                                            std::span<const double> weights, const GridSpec& spec);

}  // namespace beatline
