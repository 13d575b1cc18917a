// The operation's filters as conditions in SQL: each holds at least for every row that is not
// rejected for that reason.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: OGR's types stop here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ogrsf_frmts.h>

#include "data/layer_rows.hpp"

namespace beatline {

/// "a b" in double quotes, 'it''s' in single ones (with standard_conforming_strings on).
[[nodiscard]] std::string sql_name(std::string_view name);
[[nodiscard]] std::string sql_text(std::string_view text);

struct TableFilter {
    std::string what{};  ///< "categories", "study area", "age"
    std::string sql{};
    /// Of the study area: the rows that have a place. The others pass.
    std::string judges{};
    /// Conditions that some row of the table must meet each; else the filter is of no use, for the
    /// reading is to say what stands in the column instead ("Did you mean ...?").
    std::vector<std::string> must_occur{};
};

/// Rows without a time or a geometry pass, so that they are counted as such. No filter where the
/// column's type does not lend itself: categories need text or whole numbers, ages dates.
[[nodiscard]] std::vector<TableFilter> table_filters(OGRLayer& table, const EventFrame& frame,
                                                     const LayerRows& rows,
                                                     const MultiPolygon& area);

}  // namespace beatline
