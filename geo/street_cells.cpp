// SPDX-License-Identifier: Apache-2.0
#include "geo/street_cells.hpp"

namespace beatline {

StreetCells::StreetCells(const RoadNetwork& network, const StreetCellsParams& params)
    : network_{&network}, params_{params}, graph_{join_streets(network)}, index_{network} {}

std::vector<float> StreetCells::scores(const StudyCells& cells, std::vector<WeightedPoint> points,
                                       Metres bandwidth) const {
    const StreetEvents events =
        put_on_streets(graph_, index_, std::move(points), params_.snap_limit);
    std::vector<double> sums(cells.size(), 0.0);
    if (events.events.empty()) return std::vector<float>(cells.size(), 0.0F);
    const NetworkDensity density =
        network_density(graph_, events.events,
                        {Kernel::quartic, bandwidth, NetworkSpread::split, params_.lixel, {}});
    for (StreetId street = 0; street < network_->streets.size(); ++street) {
        const auto line = network_->line_of(street);
        const std::uint32_t first = density.lixels.first[street];
        for (std::uint32_t j = 0; j < density.lixels.count(street); ++j) {
            const double per_km = density.per_km[first + j];
            if (!(per_km > 0.0)) continue;
            const LixelSpan span = lixel_span(graph_, density.lixels, street, j);
            if (const auto cell = cells.holding(point_at(line, Metres{span.middle()})))
                sums[*cell] += per_km * span.length() / 1000.0;
        }
    }
    return {sums.begin(), sums.end()};
}

}  // namespace beatline
