// Density along streets, summed into the cells of a study area: what a back-test scores streets by.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geo/network_density.hpp"
#include "geo/road_index.hpp"
#include "geo/street_events.hpp"
#include "geo/study_cells.hpp"

namespace beatline {

struct StreetCellsParams {
    Metres snap_limit{500};  ///< farther from every street, a point counts for nothing
    Metres lixel{25};        ///< streets are cut into such pieces; a piece is where its middle is
};

/// Keeps its own graph and a reference to the network, which must outlive it.
class StreetCells {
public:
    explicit StreetCells(const RoadNetwork& network, const StreetCellsParams& params = {});

    /// Expected events of each cell: the quartic density of `points` along streets (equal split,
    /// which keeps their weight), times the length of street in the cell. A bandwidth is metres
    /// along streets.
    [[nodiscard]] std::vector<float> scores(const StudyCells& cells,
                                            std::vector<WeightedPoint> points,
                                            Metres bandwidth) const;

private:
    const RoadNetwork* network_;
    StreetCellsParams params_;
    StreetGraph graph_;
    RoadIndex index_;
};

}  // namespace beatline
