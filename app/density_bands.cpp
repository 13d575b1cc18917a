// SPDX-License-Identifier: Apache-2.0
#include "app/density_bands.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/density_grid.hpp"
#include "data/error.hpp"
#include "geo/density_surfaces.hpp"

namespace beatline {

std::vector<DensityBand> density_bands(const PointReading& reading) {
    std::vector<DensityBand> bands;
    for (const std::string& value : reading.values) bands.push_back({value});
    for (std::size_t i = 0; i < reading.value_of.size(); ++i) {
        DensityBand& band = bands[reading.value_of[i]];
        ++band.events;
        band.weight_sum += reading.points[i].weight;
    }
    return bands;
}

std::vector<BandLabel> band_labels(const std::vector<DensityBand>& bands) {
    if (bands.empty()) return {BandLabel{}};
    std::vector<BandLabel> labels;
    for (const DensityBand& band : bands)
        labels.push_back({band.value,
                          {{"events", fmt::format("{}", band.events)},
                           {"weight_sum", fmt::format("{}", band.weight_sum)}}});
    return labels;
}

nlohmann::ordered_json bands_json(const std::vector<DensityBand>& bands,
                                  const std::vector<nlohmann::ordered_json>& peaks) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (std::size_t b = 0; b < bands.size(); ++b)
        list.push_back({{"band", b + 1},
                        {"value", bands[b].value},
                        {"events", bands[b].events},
                        {"weight_sum", bands[b].weight_sum},
                        {"peak", peaks[b]}});
    return list;
}

void refuse_too_many_bands(const std::vector<DensityBand>& bands, const GridSpec& spec) {
    const double cells = static_cast<double>(spec.size()) * static_cast<double>(bands.size());
    if (cells <= most_raster_cells) return;
    throw LimitError{
        fmt::format("--by: {} bands of {} x {} cells would be {:.3g} cells; the limit is {:.0f}. "
                    "Give a smaller --extent, a larger --cell or a column of fewer values.",
                    bands.size(), spec.cols, spec.rows, cells, most_raster_cells)};
}

void stream_bands(const PointReading& reading, const GridSpec& spec, const DensityParams& params,
                  const std::function<void(const DensityStrip&)>& take) {
    std::vector<Point> places;
    places.reserve(reading.points.size());
    for (const WeightedPoint& p : reading.points) places.push_back(p.at);
    const SharedPlaces shared{places, spec, params};
    places = {};
    std::vector<double> weights(reading.points.size());
    for (std::size_t band = 0; band < reading.values.size(); ++band) {
        for (std::size_t i = 0; i < weights.size(); ++i)
            weights[i] = reading.value_of[i] == band ? reading.points[i].weight : 0.0;
        shared.stream(weights, take);
    }
}

}  // namespace beatline
