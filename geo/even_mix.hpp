// Mixes an even spread into a surface, so that it can be divided by.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <vector>

#include "geo/grid.hpp"

namespace beatline {

/// (1 - share) * the surface + share * its mean over the cells that are not NaN: the mass stays.
/// `share` in [0, 1].
[[nodiscard]] inline std::vector<double> evened(const DensityGrid& density, double share) {
    double sum = 0.0;
    std::size_t cells = 0;
    for (const float value : density.values) {
        if (std::isnan(value)) continue;
        sum += static_cast<double>(value);
        ++cells;
    }
    const double mean = cells > 0 ? sum / static_cast<double>(cells) : 0.0;
    std::vector<double> mixed(density.values.size());
    for (std::size_t i = 0; i < mixed.size(); ++i)
        mixed[i] = (1.0 - share) * static_cast<double>(density.values[i]) + share * mean;
    return mixed;
}

}  // namespace beatline
