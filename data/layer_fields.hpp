// What a feature of a vector layer holds, as the texts that a CSV file would have.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: OGR's types stop here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ogrsf_frmts.h>

#include "geo/plane.hpp"

namespace beatline {

[[nodiscard]] std::vector<std::string> field_names(OGRLayer& layer);
/// The fields' names, and behind them that of the key column if it has one.
[[nodiscard]] std::vector<std::string> column_names(OGRLayer& layer);

[[nodiscard]] bool holds_times(OGRFieldType type);
[[nodiscard]] bool holds_numbers(OGRFieldType type);
/// Lists and bytes are no text.
[[nodiscard]] bool has_text(OGRFieldType type);

/// Text as it is; numbers exactly (whole ones plain, others in the shortest form that reads back
/// the same); dates, clocks and date-times by ISO 8601, with an offset where the layer knows one;
/// nothing for null. `room` holds what is not the feature's own. Columns as in column_names.
[[nodiscard]] std::string_view field_text(const OGRFeature& feature, int column, std::string& room);

struct LayerPlace {
    std::optional<Point> at;
    std::string_view not_a_point;  ///< "POLYGON": what it is instead; else empty
};
/// Neither without a geometry. A collection of one point is that point.
[[nodiscard]] LayerPlace place_of(const OGRGeometry* geometry);

}  // namespace beatline
