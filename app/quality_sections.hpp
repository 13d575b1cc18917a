// The account of the working CRS, and of the roads of one mode, in quality.json.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/stages.hpp"
#include "data/read_roads.hpp"

namespace beatline {

/// An entry of the section "roads"; `file` as it may be published.
[[nodiscard]] nlohmann::json road_section(const RoadReading& roads, const std::string& file);

/// The section "crs": the working CRS, and how degrees come into it.
[[nodiscard]] nlohmann::json crs_section(const Inputs& inputs);

}  // namespace beatline
