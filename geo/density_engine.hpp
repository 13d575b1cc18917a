// What all density engines are to their caller: a surface computed a strip of rows at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "geo/density.hpp"
#include "geo/kernel_point.hpp"
#include "geo/placed_points.hpp"

namespace beatline {

/// Events per km^2 of rows [first, first + rows) to `out`, row-major, which holds zeros before. May
/// be called from any number of threads; a strip's bytes do not depend on who computes it, or on
/// which strips were before.
using ComputeStrip = std::function<void(std::size_t first, std::size_t rows, float* out)>;

struct DensityEngine {
    std::size_t strip_rows{64};  ///< the height to ask for; the last strip may be lower
    ComputeStrip compute;
    /// Whether a call is dear however few its rows: such an engine shares its work out itself.
    bool at_once{false};
};

/// Every pair of point and cell within reach, in tiles of cells, sums in float carried to double
/// every 32 points. Kernels: all but the uniform and the Gaussian.
[[nodiscard]] DensityEngine direct_engine(PlacedPoints points, const GridSpec& spec,
                                          const DensityParams& params);

/// Polynomial kernels along rows: a bin's cells that lie within reach of all its points gain one
/// polynomial; its rim is summed point by point. Bins of few points (alone_for, or `alone`) are
/// taken point by point, which with `alone` without end is a sweep. The sweep along rows is that of
/// SLAM (Chan et al., SIGMOD 2022); bins, their common rim and the recentred sums are ours.
/// Kernels: Epanechnikov, quartic, triweight.
[[nodiscard]] DensityEngine moment_engine(PlacedPoints points, const GridSpec& spec,
                                          const DensityParams& params, std::uint32_t alone);

// The engines below take the points as merge_coincident leaves them.

/// The Gaussian by every pair within 6 standard deviations, or through nodes where that is expected
/// to be quicker (geo/density_gaussian.hpp).
[[nodiscard]] DensityEngine gaussian_engine(std::vector<WeightedPoint> points, const GridSpec& spec,
                                            const DensityParams& params);

/// Any kernel by convolution of binned points; the Gaussian through nodes, which is better.
[[nodiscard]] DensityEngine fft_engine(std::vector<WeightedPoint> points, const GridSpec& spec,
                                       const DensityParams& params);

/// The definition, point by point and row by row in double; ties at the rim are decided by the
/// coordinates as given. Every kernel.
[[nodiscard]] DensityEngine row_engine(const std::vector<WeightedPoint>& points,
                                       const GridSpec& spec, const DensityParams& params);

/// The same with each point's own bandwidth; points as merge_kernels leaves them.
[[nodiscard]] DensityEngine row_engine(std::vector<KernelPoint> points, const GridSpec& spec,
                                       Kernel kernel);

/// How points go into the engine that `params` asks for: in bins of so many cells (place_points),
/// or, where there is no number, as merge_coincident leaves them. Throws std::invalid_argument as
/// estimate_density does.
[[nodiscard]] std::optional<int> bin_wanted(const GridSpec& spec, const DensityParams& params);

/// The engine that `params` asks for, or with DensityMethod::automatic the cheapest.
[[nodiscard]] DensityEngine engine_for(PlacedPoints points, const GridSpec& spec,
                                       const DensityParams& params);
[[nodiscard]] DensityEngine engine_for(std::vector<WeightedPoint> merged, const GridSpec& spec,
                                       const DensityParams& params);

/// All of its surface at once, or in strips: see estimate_density and stream_density.
[[nodiscard]] DensityGrid run_engine(const DensityEngine& engine, const GridSpec& spec,
                                     const DensityParams& params);
void stream_engine(const DensityEngine& engine, const GridSpec& spec, const DensityParams& params,
                   const std::function<void(const DensityStrip&)>& take);

}  // namespace beatline
