// SPDX-License-Identifier: Apache-2.0
#include "data/operation_area_budget.hpp"

#include <fmt/format.h>

#include "geo/cell_disc.hpp"

namespace beatline {

namespace {

void read_unit(TomlTable& table, AreaBudget& budget) {
    const auto area = table.range("unit_area_m2");
    if (area && !(area->first >= 0.0 && area->second > 0.0 && area->first <= area->second))
        table.fail("unit_area_m2",
                   fmt::format("found [{}, {}], wanted [least, most] with 0 <= least "
                               "<= most and most above 0",
                               area->first, area->second));
    if (area) {
        budget.least = SquareMetres{area->first};
        budget.most = SquareMetres{area->second};
    }
    const double half = budget.min_separation.value / 2.0;
    const double radius = table.number("unit_radius_m").value_or(half);
    if (!(budget.min_separation.value > 0.0))
        table.fail(
            "min_separation_m",
            "an area budget needs a distance between hotspots above 0: a hotspot lies within "
            "half of it about its centre");
    if (!(radius > 0.0) || radius > half)
        table.fail("unit_radius_m",
                   fmt::format("found {}, wanted more than 0 and at most {}, half of "
                               "min_separation_m: beyond that hotspots could overlap",
                               radius, half));
    budget.radius = Metres{radius};
}

/// Some whole number of cells must be in the limits, and in a circle of the radius.
void refuse_what_fits_nothing(TomlTable& table, const AreaBudget& budget, Metres cell) {
    constexpr double most_cells_across = 100.0;
    if (budget.radius / cell > most_cells_across)
        table.fail("unit_radius_m",
                   fmt::format("a radius of {} m is more than {} cells of {} m; use larger cells",
                               budget.radius.value, most_cells_across, cell.value));
    const CellBudget cells = cells_of(budget, cell);
    if (cells.least <= cells.most) return;
    const double cell_m2 = cell.value * cell.value;
    if (budget.total < budget.least || cells.total < cells.least)
        table.fail(
            "area_budget_km2",
            fmt::format("found {}: less than one hotspot of the {} m2 that unit_area_m2 asks "
                        "for at least",
                        budget.total.value / m2_per_km2,
                        static_cast<double>(cells.least) * cell_m2));
    const double disc_m2 = static_cast<double>(CellDisc{budget.radius, cell}.cells) * cell_m2;
    if (disc_m2 < budget.least.value)
        table.fail(
            "unit_area_m2",
            fmt::format("a hotspot of at least {} m2 does not fit: the cells closer than "
                        "unit_radius_m = {} to a centre have {} m2; widen unit_radius_m (and "
                        "min_separation_m, at least twice that)",
                        budget.least.value, budget.radius.value, disc_m2));
    table.fail("unit_area_m2",
               fmt::format("no whole number of cells of {} m2 lies from {} to {} m2; use smaller "
                           "cells (cell_m)",
                           cell_m2, budget.least.value, budget.most.value));
}

}  // namespace

std::optional<AreaBudget> read_area_budget(TomlTable& table, Metres cell, std::size_t count,
                                           Metres min_separation) {
    const auto km2 = table.number("area_budget_km2");
    if (!km2) {
        for (const char* key : {"unit_area_m2", "unit_radius_m"}) {
            if (table.has(key))
                table.fail(key,
                           "has a meaning only under an area budget: give area_budget_km2 too");
        }
        return std::nullopt;
    }
    for (const char* key : {"area_share", "volume_share", "peak_share"}) {
        if (table.has(key))
            table.fail(key,
                       "contradicts area_budget_km2, which chooses the area itself: give one "
                       "of the two");
    }
    if (!(*km2 > 0.0 && *km2 <= 1e6))
        table.fail("area_budget_km2",
                   fmt::format("found {}, wanted km2 above 0 up to 1,000,000", *km2));
    AreaBudget budget;
    budget.total = SquareMetres{*km2 * m2_per_km2};
    budget.count = count;
    budget.min_separation = min_separation;
    read_unit(table, budget);
    refuse_what_fits_nothing(table, budget, cell);
    return budget;
}

}  // namespace beatline
