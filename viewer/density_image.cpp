// SPDX-License-Identifier: Apache-2.0
#include "viewer/density_image.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "viewer/escape.hpp"

namespace beatline {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

// The mean of the finite values in a block of cells that may hang over the grid's edge.
double block_mean(const DensityGrid& density, std::size_t row, std::size_t col, std::size_t side) {
    double sum = 0.0;
    std::size_t count = 0;
    for (std::size_t r = row; r < std::min(row + side, density.spec.rows); ++r) {
        for (std::size_t c = col; c < std::min(col + side, density.spec.cols); ++c) {
            const double value = density.at(r, c);
            if (!std::isfinite(value)) continue;
            sum += value;
            ++count;
        }
    }
    return count == 0 ? no_value : sum / static_cast<double>(count);
}

std::size_t shown(std::size_t cells, std::size_t side) {
    return (cells + side - 1) / side;
}

}  // namespace

DensityImage density_image(const DensityGrid& density, std::size_t max_cells) {
    if (max_cells == 0) throw std::invalid_argument{"density_image: max_cells is 0"};
    if (density.values.size() != density.spec.size()) {
        throw std::invalid_argument{"density_image: " + std::to_string(density.values.size()) +
                                    " values for " + std::to_string(density.spec.size()) +
                                    " cells"};
    }
    DensityImage image;
    while (shown(density.spec.rows, image.merged) * shown(density.spec.cols, image.merged) >
           max_cells) {
        ++image.merged;
    }
    image.spec = {.corner = density.spec.corner,
                  .cell = density.spec.cell * static_cast<double>(image.merged),
                  .rows = shown(density.spec.rows, image.merged),
                  .cols = shown(density.spec.cols, image.merged)};
    std::vector<double> means;
    means.reserve(image.spec.size());
    for (std::size_t row = 0; row < image.spec.rows; ++row) {
        for (std::size_t col = 0; col < image.spec.cols; ++col) {
            const double mean =
                block_mean(density, row * image.merged, col * image.merged, image.merged);
            if (mean > image.max_per_km2) image.max_per_km2 = mean;
            means.push_back(mean);
        }
    }
    image.levels.reserve(means.size());
    for (const double mean : means) {
        const double share =
            image.max_per_km2 > 0.0 ? std::max(mean, 0.0) / image.max_per_km2 : 0.0;
        image.levels.push_back(std::isnan(mean)
                                   ? std::uint8_t{0}
                                   : static_cast<std::uint8_t>(1 + std::lround(254.0 * share)));
    }
    return image;
}

std::string packed_levels(const std::vector<std::uint8_t>& levels) {
    std::string pairs;
    for (std::size_t i = 0; i < levels.size();) {
        std::size_t run = 1;
        while (i + run < levels.size() && run < 255 && levels[i + run] == levels[i]) ++run;
        pairs += static_cast<char>(run);
        pairs += static_cast<char>(levels[i]);
        i += run;
    }
    return base64(pairs);
}

}  // namespace beatline
