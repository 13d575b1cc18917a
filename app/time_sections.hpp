// The account of hours and of near repeats in quality.json.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/stages.hpp"

namespace beatline {

/// The section "hours": what the hotspots' windows rest on.
[[nodiscard]] nlohmann::json hours_section(const AreaTiming& area, const Operation& operation);

/// The section "near_repeat": an entry a group, the bands in near_repeat.csv.
[[nodiscard]] nlohmann::json near_repeat_section(const Inputs& inputs);

}  // namespace beatline
