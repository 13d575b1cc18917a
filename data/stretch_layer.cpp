// SPDX-License-Identifier: Apache-2.0
#include "data/stretch_layer.hpp"

#include <algorithm>

namespace beatline {

Layer stretch_layer(std::span<const NetworkHotspot> stretches, const RoadNetwork& network,
                    const StreetGraph& graph, const NetworkDensity& density) {
    Layer layer{"hotspot_streets", "Hotspot streets", GeometryType::line, {}, {},
                "hotspot_streets"};
    layer.fields = {{"hotspot", FieldType::integer, "id of the hotspot that it belongs to"},
                    {"name", FieldType::text, "street name"},
                    {"length_m", FieldType::real, "length of this part, m"},
                    {"mass", FieldType::real, "weighted events on this part, by the density"},
                    {"most_per_km", FieldType::real,
                     "highest density on this part, weighted events per km of street"}};
    for (const NetworkHotspot& stretch : stretches) {
        for (const StretchPart& part : stretch.parts) {
            double metres = 0.0;
            double mass = 0.0;
            double most = 0.0;
            for (std::uint32_t j = part.first; j < part.end; ++j) {
                const double piece_m = lixel_span(graph, density.lixels, part.street, j).length();
                const double per_km = density.per_km[density.lixels.first[part.street] + j];
                metres += piece_m;
                mass += per_km * piece_m / 1000.0;
                most = std::max(most, per_km);
            }
            Feature& feature = layer.features.emplace_back();
            feature.geometry = line_of(network, graph, density.lixels, part);
            feature.values = {static_cast<std::int64_t>(stretch.hotspot.id),
                              network.names[network.streets[part.street].name], metres, mass, most};
        }
    }
    return layer;
}

}  // namespace beatline
