// Weighted points of a CSV file, for `beatline density`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/command_density.hpp"
#include "data/rejection.hpp"
#include "geo/density.hpp"

namespace beatline {

struct PointReading {
    std::vector<WeightedPoint> points;
    InputReport report;
};

/// Coordinates are taken as they stand. Rejection reasons: field_count, coord_missing, coord_bad,
/// coord_nonfinite, weight_missing, weight_bad, weight_nonfinite, weight_negative. Throws
/// InputError when no row is left.
[[nodiscard]] PointReading read_weighted_points(const DensityOptions& options);

}  // namespace beatline
