// SPDX-License-Identifier: Apache-2.0
#include "app/area_budget.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/progress.hpp"
#include "data/error.hpp"
#include "geo/budget_hotspots.hpp"

namespace beatline {

namespace {

/// The share of the bound that the choice may be short of, [0, 1].
double gap_of(const BudgetChoice& choice) {
    return choice.bound > 0.0 ? 1.0 - choice.mass / choice.bound : 0.0;
}

}  // namespace

void choose_under_budget(const AreaBudget& budget, const Inputs& inputs, const Surface& surface,
                         FoundHotspots& found) {
    AreaBudget asked = budget;
    asked.cancelled = interrupted;
    found.budget = choose_regions(surface.density, asked);
    if (interrupted()) throw Interrupted{};
    if (found.budget->regions.empty())
        throw NothingToDo{
            "no hotspot: nowhere do enough connected cells of the study area hold anything; lower "
            "the least of hotspots.unit_area_m2"};
    found.hotspots = hotspots_of(*found.budget, surface.density, inputs.incidents);
}

nlohmann::json area_budget_section(const AreaBudget& budget, const BudgetChoice& choice,
                                   const GridSpec& spec) {
    nlohmann::json section{{"budget_km2", budget.total.value / m2_per_km2},
                           {"used_km2", choice.area.value / m2_per_km2},
                           {"unit_area_m2", {budget.least.value, budget.most.value}},
                           {"unit_radius_m", budget.radius.value},
                           {"min_separation_m", budget.min_separation.value},
                           {"count_most", budget.count},
                           {"value", choice.mass},
                           {"bound", choice.bound},
                           {"gap", gap_of(choice)},
                           {"densest_cells", choice.densest},
                           {"unit", "weighted events"}};
    for (const BudgetRegion& region : choice.regions) {
        const Point centre = spec.centre(region.centre / spec.cols, region.centre % spec.cols);
        section["centres"].push_back({centre.x, centre.y});
    }
    return section;
}

std::string area_budget_text(const AreaBudget& budget, const BudgetChoice& choice) {
    return fmt::format(
        "{:.4g} of {:.4g} km2 in {} hotspot{} with {:.1f} weighted events; no choice within the "
        "limits has more than {:.1f} (gap {:.1f} %)",
        choice.area.value / m2_per_km2, budget.total.value / m2_per_km2, choice.regions.size(),
        choice.regions.size() == 1 ? "" : "s", choice.mass, choice.bound, 100.0 * gap_of(choice));
}

}  // namespace beatline
