// What this machine offers the program: formats, grid shift, time zones, processor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "data/projection.hpp"

namespace beatline {

/// One thing looked at. A problem is essential when no run can succeed without it.
struct Finding {
    std::string name;     ///< "GDAL driver GPKG"
    std::string found;    ///< "present", "missing", a version
    std::string problem;  ///< empty when all is well; else what suffers and what to do
    bool essential{false};
};

/// Formats, British grid and time zones, in a fixed order.
[[nodiscard]] std::vector<Finding> examine_machine();

/// The transformation from GPS coordinates to the British grid, as exact as it is here.
[[nodiscard]] Projection::Accuracy british_grid_accuracy();

/// Version of the time zone database, or "unknown".
[[nodiscard]] std::string time_zone_version();

/// Instruction sets that matter to speed and are there: "avx2", "avx512f".
[[nodiscard]] std::vector<std::string> processor_features();

}  // namespace beatline
