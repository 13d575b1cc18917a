// The layer `changes`: areas where incidents grew or fell by more than chance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "data/layer.hpp"
#include "data/operation_compare.hpp"
#include "geo/changed_areas.hpp"

namespace beatline {

/// Events of each area are counted by the surface over a whole period, in the period's own length.
struct ChangeFigures {
    const ChangeOptions& options;
    double before_scale{1.0};  ///< what an area's figure is multiplied by to be weighted events
    double after_scale{1.0};
};

[[nodiscard]] Layer change_layer(std::span<const ChangedArea> areas, const ChangeFigures& figures);

}  // namespace beatline
