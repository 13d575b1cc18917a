// Hotspots chosen under an area budget, and what is said of that choice.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/stages.hpp"

namespace beatline {

/// Fills in found.hotspots and found.budget. Throws NothingToDo when no hotspot is within the
/// limits, Interrupted.
void choose_under_budget(const AreaBudget& budget, const Inputs& inputs, const Surface& surface,
                         FoundHotspots& found);

/// The section "area_budget" of quality.json.
[[nodiscard]] nlohmann::json area_budget_section(const AreaBudget& budget,
                                                 const BudgetChoice& choice, const GridSpec& spec);

/// One line for people: area, mass, and what is possible at most.
[[nodiscard]] std::string area_budget_text(const AreaBudget& budget, const BudgetChoice& choice);

}  // namespace beatline
