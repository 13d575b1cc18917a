// What --area, --edge-correction and --adaptive make of the density command's surface.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "app/command_density.hpp"
#include "app/density_points.hpp"
#include "geo/estimate_surface.hpp"

namespace beatline {

struct DensityWish {
    MultiPolygon area;  ///< empty: none given
    SurfaceRules rules;
};

/// Reads the area. Throws UsageError for flags that contradict each other, and what read_area does.
[[nodiscard]] DensityWish density_wish(const DensityOptions& options, const DensityParams& params);

/// Points outside the area are counted as rejected, `outside_area`. Throws InputError when none is
/// left.
void keep_inside(PointReading& reading, const DensityWish& wish);

/// A surface ready to be computed.
struct WishedSurface {
    GridSpec spec;
    std::vector<WeightedPoint> points;
    std::vector<KernelPoint> kernels;  ///< the same with bandwidths, when they are adaptive
};

/// The points, with their bandwidths where they are adaptive, on the grid given, or else that of
/// the area, or else that of all the points' density. What is chosen here is added to `facts`.
/// Throws LimitError for a surface that cannot be streamed and is too large to be held.
[[nodiscard]] WishedSurface plan_surface(std::vector<WeightedPoint> points,
                                         std::optional<GridSpec> spec,
                                         const DensityOptions& options, const DensityWish& wish,
                                         nlohmann::ordered_json& facts);

/// Hands the surface out in strips from the north down: as it is computed, or, with an area or
/// bandwidths of the points' own, after it was computed whole.
void hand_out(WishedSurface surface, const DensityWish& wish,
              const std::function<void(const DensityStrip&)>& take);

}  // namespace beatline
