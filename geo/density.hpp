// Kernel density on a grid: one function, several engines behind it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "geo/grid.hpp"
#include "geo/kernel.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

/// How the sum is carried out. `direct`, `moments` and `sweep` are exact (see estimate_density) and
/// differ in cost only; `fft` is an approximation whose error docs/methods.md bounds.
enum class DensityMethod {
    automatic,  ///< the exact engine that the cost model expects to be the quickest
    direct,     ///< every pair of point and cell within reach
    moments,    ///< sums of places that lie together, one by one only at the kernel's rim
    sweep,      ///< along each row of cells, where each point's kernel begins and ends
    fft,        ///< convolution on the grid
};

inline constexpr DensityMethod all_density_methods[] = {
    DensityMethod::automatic, DensityMethod::direct, DensityMethod::moments, DensityMethod::sweep,
    DensityMethod::fft};

[[nodiscard]] std::string_view name_of(DensityMethod method);  ///< "auto", "direct", …
[[nodiscard]] std::optional<DensityMethod> density_method_named(std::string_view name);

/// Whether a method knows a kernel: moments want a polynomial (quartic, Epanechnikov, triweight),
/// the sweep a polynomial or the uniform one.
[[nodiscard]] bool can_compute(DensityMethod method, Kernel kernel);

struct DensityParams {
    Kernel kernel{Kernel::quartic};
    Metres bandwidth{300};  ///< > 0
    /// Asked between strips; once it says yes the surface is returned unfinished.
    bool (*cancelled)(){nullptr};
    DensityMethod method{DensityMethod::automatic};
};

/// Weighted events per km^2 at every cell centre of `spec`: the sum of weight * kernel_density.
/// Points outside the grid still spread into it.
///
/// Numerical contract, for every method but `fft`: nothing is binned, no compact kernel is cut (the
/// Gaussian ends at 6 standard deviations, and may go through nodes: geo/density_gaussian.hpp), and
/// each value lies within 1e-6 of the surface's peak of the sum in exact arithmetic, whatever the
/// number of points, weights over twelve orders, and up to coordinates of 1e7 m. The peak is that
/// of the plane, which is at least what the heaviest point makes of its own place: where a grid
/// shows the rims of kernels only, its own largest value may be far below. Values beyond the range
/// of float are infinite. Sums are carried in double; float is used within a block of at most 32
/// points, and for the rims of kernels. Polynomials are taken about centres near by (64 bandwidths
/// at most, 20 for the triweight), so that eight digits are left. No value is negative. It is
/// exactly zero where no kernel reaches; a Gaussian through nodes may leave between 6 and 10
/// standard deviations what its own error allows (geo/density_gaussian.hpp).
///
/// The bytes do not depend on the order of the points, the number of threads or the instructions of
/// the machine; they are the same when points and grid move together by whole cells, as far as the
/// coordinates themselves are. The uniform kernel's rim is decided by the distance in double.
/// Throws std::invalid_argument for a bandwidth that is not a positive number, or a method that
/// cannot compute the kernel.
[[nodiscard]] DensityGrid estimate_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                                           const DensityParams& params);

/// A part of the surface: whole rows, row-major from `first_row` up.
struct DensityStrip {
    std::size_t first_row{0};
    std::size_t rows{0};
    std::span<const float> values;
};

/// The same surface without ever holding it: strips are handed to `take` one at a time from the
/// north down, which is the order that rasters are written in.
void stream_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                    const DensityParams& params,
                    const std::function<void(const DensityStrip&)>& take);

}  // namespace beatline
