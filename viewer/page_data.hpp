// What the page knows, as compact JSON: layers column by column, coordinates as delta-coded
// decimetres.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "viewer/page.hpp"

namespace beatline {

/// One JSON object, read by viewer/web/src/data.ts:
/// - "origin": [x, y] in whole metres; a coordinate is origin + decimetres / 10.
/// - "layers": {name, title, style, geometry, fields, features, shapes, columns}. A shape is null,
/// or a list of
///   parts, each a flat list [x, y, dx, dy, …]: one part for a point or a line, one a ring for a
///   polygon. A column is a list of values, or {words, at} for text: `at` indexes `words`, -1 for
///   no value.
/// - "density": see density_image.hpp; null without one.
/// A shape with a coordinate that is not a finite number is left out; numbers that are not finite
/// are null.
[[nodiscard]] std::string page_data(const ViewerInput& input);

}  // namespace beatline
