// The Gaussian surface two ways: every pair within reach, and through a grid of nodes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/density.hpp"

namespace beatline {

// Both fill `out`, whole rows of the grid from `first_row` up (row-major, weighted events per
// km^2), and take the points as merge_coincident leaves them. params.bandwidth is the standard
// deviation s; the kernel is not read. The bytes depend neither on the number of threads nor on how
// the rows are shared out among calls. Throw std::invalid_argument for a bandwidth that is not a
// positive number or does not suit the engine, and for an `out` that is not whole rows of the grid.

/// The definition: sums in double over all points nearer than 6 s, each pair's value a product of
/// one factor an axis. Relative error below 1e-11 before a value is rounded to float.
/// Cost: points * 36 pi (s / cell)^2. Memory: a band of 64 to 256 rows in double for every thread.
void gaussian_direct(std::span<const WeightedPoint> points, const GridSpec& spec,
                     const DensityParams& params, std::span<float> out, std::size_t first_row = 0);

/// The same surface for s from 1 to 10^15 cells at a cost that hardly depends on s. The weights are
/// spread over nodes whose spacing is half a cell (s < 2 cells) or the most whole cells that are at
/// most s / 2; the nodes are smoothed along either axis, and the cells between them interpolated.
/// What spreading and interpolating widen, smoothing takes back (docs/methods.md). Error of a
/// value: at most gaussian_gridded_error * (1e6 / (2 pi s^2)) * the weights that lie within 10 s of
/// the cell along both axes. Zero where it falls below what the lightest point adds at 6 s, so
/// never negative, and zero where no point lies within 10 s. Memory, besides `out`: nodes in float,
/// twice as much as `out` for s < 2 cells, once for s < 4, at most 3/4 of it beyond; a band of
/// nodes in double for every thread.
void gaussian_gridded(std::span<const WeightedPoint> points, const GridSpec& spec,
                      const DensityParams& params, std::span<float> out, std::size_t first_row = 0);

/// Of the kernel's centre, for one point of weight 1: design error and float rounding together.
inline constexpr double gaussian_gridded_error = 1e-6;

/// True where gaussian_gridded may be asked: s >= 1 cell.
[[nodiscard]] bool gaussian_gridded_serves(Metres cell, Metres standard_deviation);

/// CPU seconds to expect, for choosing between the two and not for telling the time: fitted to 10^4
/// to 10^6 points on 2560 x 1920 cells, one core of an AMD EPYC, SSE2. Infinite
/// where an engine does not serve.
[[nodiscard]] double gaussian_direct_seconds(std::size_t points, const GridSpec& spec,
                                             Metres standard_deviation);
[[nodiscard]] double gaussian_gridded_seconds(std::size_t points, const GridSpec& spec,
                                              Metres standard_deviation);

}  // namespace beatline
