// What another program means by a kernel's bandwidth and by the numbers in its density raster.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "geo/kernel.hpp"

namespace beatline {

/// One way to say a density.
struct DensityMeaning {
    Metres bandwidth{0};  ///< as geo/kernel.hpp means it
    double scale{1.0};    ///< from weighted events per km^2 to the unit
    std::string unit_type{"1/km2"};
    std::string unit{"weighted events per km2"};
    std::string normalisation{"each event's kernel integrates to its weight over the plane"};
};

/// `program` is "qgis", "grass", "spatstat", or empty for our own meaning; docs/methods.md has the
/// table. Throws UsageError for another program, and for a kernel that it does not have.
[[nodiscard]] DensityMeaning density_meaning(const std::string& program, Kernel kernel,
                                             Metres given);

}  // namespace beatline
