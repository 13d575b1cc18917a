// What a density raster says of itself: its metadata items, and the same in the JSON summary.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/command_density.hpp"
#include "app/density_like.hpp"
#include "geo/density.hpp"

namespace beatline {

/// How the surface was made, in the order in which it is told.
[[nodiscard]] nlohmann::ordered_json density_facts(const DensityOptions& options,
                                                   const DensityParams& params,
                                                   const DensityMeaning& meaning);

/// The same as text, item by item.
[[nodiscard]] std::map<std::string, std::string> metadata_of(const nlohmann::ordered_json& facts);

}  // namespace beatline
