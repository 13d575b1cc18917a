// Reads the keys of [hotspots] that choose hotspots under an area budget.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "data/toml_table.hpp"
#include "geo/area_budget.hpp"

namespace beatline {

/// `area_budget_km2`, `unit_area_m2`, `unit_radius_m`; nothing without the first of them. `cell`,
/// `count` and `min_separation` are what the table's other keys have come to. Throws UsageError for
/// limits that contradict each other or fit no whole number of cells, and for keys that have no
/// place beside or without a budget.
[[nodiscard]] std::optional<AreaBudget> read_area_budget(TomlTable& table, Metres cell,
                                                         std::size_t count, Metres min_separation);

}  // namespace beatline
