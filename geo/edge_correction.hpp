// Makes up for what a surface lacks at the border of the study area, beyond which there are no
// data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "geo/density.hpp"
#include "geo/kernel_point.hpp"

namespace beatline {

enum class EdgeCorrection {
    none,
    uniform,  ///< f(q) / e(q), e the kernel's mass at q inside the area: unbiased where the density
              ///< is even
    diggle,   ///< weights w_i / e(p_i): the area's whole mass is kept (Jones 1993; Diggle 2010)
};

inline constexpr EdgeCorrection all_edge_corrections[] = {
    EdgeCorrection::none, EdgeCorrection::uniform, EdgeCorrection::diggle};

[[nodiscard]] std::string_view name_of(EdgeCorrection correction);
[[nodiscard]] std::optional<EdgeCorrection> edge_correction_named(std::string_view name);

/// A mass below this (a sliver far thinner than the bandwidth) counts as this.
inline constexpr double least_edge_mass = 0.01;

/// The points inside the area; those beyond it, of which such a correction knows nothing, are gone.
[[nodiscard]] std::vector<WeightedPoint> points_inside(std::vector<WeightedPoint> points,
                                                       const MultiPolygon& area);

/// Divides every cell that is not NaN by the mass inside the area of the kernel at its centre.
void correct_uniform(DensityGrid& density, const MultiPolygon& area, const DensityParams& params);

/// Divides every weight by the mass inside the area of the point's own kernel; points that lie
/// inside.
[[nodiscard]] std::vector<KernelPoint> diggle_weights(std::vector<KernelPoint> points,
                                                      const MultiPolygon& area, Kernel kernel);

}  // namespace beatline
