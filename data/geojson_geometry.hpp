// Geometry for RFC 7946: WGS 84 at six decimals, still valid after the rounding.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "data/layer.hpp"
#include "data/projection.hpp"

namespace beatline {

/// The "geometry" member as JSON text: longitude first, at most six decimals, outer rings
/// counter-clockwise. "null" for no geometry, a line that rounds to one place, or a polygon that
/// rounds to nothing. A polygon whose rings meet after rounding is repaired on the six-decimal grid
/// and may come out as a MultiPolygon. Nothing when a point cannot be expressed in WGS 84.
[[nodiscard]] std::optional<std::string> geojson_geometry(const Geometry& geometry,
                                                          const Projection& to_wgs84);

}  // namespace beatline
