// `density --by COL`: the points of each value of a column as a band of their own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/density_points.hpp"
#include "data/write_raster.hpp"
#include "geo/density.hpp"

namespace beatline {

/// What is known of a band before its surface is.
struct DensityBand {
    std::string value;
    std::size_t events{0};
    double weight_sum{0.0};
};

/// The bands in the order of their values; none without --by.
[[nodiscard]] std::vector<DensityBand> density_bands(const PointReading& reading);

/// As the raster writer wants them; one band, "density", where there are none.
[[nodiscard]] std::vector<BandLabel> band_labels(const std::vector<DensityBand>& bands);

/// The list in the JSON summary, each band with its `peak`.
[[nodiscard]] nlohmann::ordered_json bands_json(const std::vector<DensityBand>& bands,
                                                const std::vector<nlohmann::ordered_json>& peaks);

/// Throws LimitError when so many bands of the grid are more cells than a raster may have.
void refuse_too_many_bands(const std::vector<DensityBand>& bands, const GridSpec& spec);

/// Each band's surface in strips, one band after the other.
void stream_bands(const PointReading& reading, const GridSpec& spec, const DensityParams& params,
                  const std::function<void(const DensityStrip&)>& take);

}  // namespace beatline
