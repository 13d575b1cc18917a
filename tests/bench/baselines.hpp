// What the density is measured beside: the definition, and the quickest methods written down so
// far.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "geo/grid.hpp"
#include "geo/kernel.hpp"
#include "geo/weighted_point.hpp"

namespace beatline::bench {

/// Each returns what estimate_density returns: weighted events per km^2 at the cell centres.
/// Each runs on one thread and is compiled with -O3 -march=native, which the product is not.

/// The definition: every point with every cell.
[[nodiscard]] DensityGrid plain_full_loop(std::span<const WeightedPoint> points,
                                          const GridSpec& spec, Kernel kernel, Metres bandwidth);

/// Every point with the cells in the square around its support: pi/4 of the pairs count.
[[nodiscard]] DensityGrid plain_box_loop(std::span<const WeightedPoint> points,
                                         const GridSpec& spec, Kernel kernel, Metres bandwidth);

/// Epanechnikov by the bucket sweep of SLAM with its choice of the longer side.
[[nodiscard]] DensityGrid slam_bucket_sweep(std::span<const WeightedPoint> points,
                                            const GridSpec& spec, Metres bandwidth);

/// Quartic by a sweep along each row over the points within reach of it alone.
[[nodiscard]] DensityGrid banded_sweep(std::span<const WeightedPoint> points, const GridSpec& spec,
                                       Metres bandwidth);

/// The smallest length from `cells` + `reach` up that factors into 2, 3 and 5 and is a multiple of
/// 4: what a convolution on a circle needs so that nothing wraps into the grid.
[[nodiscard]] std::size_t padded_length(std::size_t cells, std::size_t reach);

/// The real transform in two dimensions of `rows` x `cols` values by Eigen's FFT (its default,
/// kissfft): cols / 2 + 1 columns of it, which hold all. `cols` is a multiple of 4.
template <class Real>
[[nodiscard]] std::vector<std::complex<Real>> fft_forward(const std::vector<Real>& values,
                                                          std::size_t rows, std::size_t cols);

/// Back again, divided by the number of values, so that the two together change nothing.
template <class Real>
[[nodiscard]] std::vector<Real> fft_inverse(std::vector<std::complex<Real>> spectrum,
                                            std::size_t rows, std::size_t cols);

/// Each of the above on small data against the definition, the transform against its own, and the
/// product against the definition. Empty, or what is wrong: no figure is then worth quoting.
[[nodiscard]] std::string faults_of_baselines();

}  // namespace beatline::bench
