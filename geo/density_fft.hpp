// Any kernel's surface by convolution on a grid: an approximation with a bound.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/density.hpp"

namespace beatline {

/// Fills `out`, whole rows of the grid from `first_row` up (row-major, weighted events per km^2);
/// takes the points as merge_coincident leaves them. Every weight is shared among the four nodes
/// around it by distance along either axis (linear binning), the nodes are convolved with the
/// kernel block by block (overlap-save), and where a node stands for several cells these are
/// interpolated. Nodes are the cells' centres until the kernel reaches over more than 256 of them.
///
/// Error of a value: at most (fft_error_bound * the weights no farther than the kernel's reach and
/// two nodes along either axis, + 1e-14 * all weights) * 1e6 * the kernel's centre. Never negative;
/// zero where the second part is not exceeded, so also where no point is near.
/// The bytes depend neither on the number of threads nor on how the rows are shared out among
/// calls. Memory, besides `out`: for every thread at most 27 MB, and a strip of nodes in double as
/// long as a row and as high as a block, which is 1280 at most. Throws std::invalid_argument for a
/// bandwidth that is not a positive number or exceeds 10^15 cells, and for an `out` that is not
/// whole rows of the grid.
void fft_density(std::span<const WeightedPoint> points, const GridSpec& spec,
                 const DensityParams& params, std::span<float> out, std::size_t first_row = 0);

/// What one point of weight 1 may be wrong by, in parts of the kernel's centre; at most 1, which is
/// what it is for the uniform kernel (cells at the rim). Otherwise it shrinks with the square of
/// cell / bandwidth, for Epanechnikov and triangular in proportion to it (docs/methods.md).
[[nodiscard]] double fft_error_bound(Kernel kernel, Metres cell, Metres bandwidth);

}  // namespace beatline
