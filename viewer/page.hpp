// The offline viewer: one HTML file that holds a run's layers and asks nothing of any network.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/layer.hpp"
#include "geo/grid.hpp"

namespace beatline {

struct ViewerInput {
    std::string title;    ///< operation name
    std::string marking;  ///< shown at the top and bottom of the page
    std::string period;   ///< shown as text
    std::string crs;      ///< "EPSG:27700"
    std::string attribution;
    std::vector<std::string>
        notices;                ///< warnings and "ANPR data are simulated", shown on the page
    std::vector<Layer> layers;  ///< roads, hotspots, routes, stops, tasks, units, unserved
    std::optional<DensityGrid> density;
};

/// The whole page as UTF-8 text. Everything of the user's is data (escaped JSON), never markup; the
/// Content-Security-Policy admits only the page's own script and style, by hash.
[[nodiscard]] std::string viewer_page(const ViewerInput& input);

}  // namespace beatline
