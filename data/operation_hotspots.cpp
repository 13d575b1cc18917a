// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>

#include "data/operation_area_budget.hpp"
#include "data/operation_tables.hpp"

namespace beatline {

namespace {

void read_edge_correction(TomlTable& table, bool has_area, HotspotRules& rules) {
    const auto name = table.text("edge_correction");
    if (!name) return;
    const auto edge = edge_correction_named(*name);
    if (!edge)
        table.fail("edge_correction",
                   fmt::format("found \"{}\", wanted none, uniform or diggle", *name));
    rules.edge = *edge;
    if (rules.edge == EdgeCorrection::none) return;
    if (!has_area)
        table.fail("edge_correction",
                   fmt::format("\"{}\" needs a study area: name its polygons as operation.area, or "
                               "write \"none\"",
                               *name));
    if (rules.edge == EdgeCorrection::uniform && rules.adaptive)
        table.fail(
            "edge_correction",
            "\"uniform\" is not defined together with adaptive bandwidths, as it divides by the "
            "mass of one kernel; use \"diggle\", which takes each place's own");
}

}  // namespace

HotspotRules read_hotspot_rules(TomlTable table, HotspotGround has, const FileContext& context) {
    HotspotRules rules;
    rules.way = read_method_rules(table, has.roads);
    if (const auto name = table.text("kernel")) {
        const auto kernel = kernel_named(*name);
        if (!kernel)
            table.fail(
                "kernel",
                fmt::format("found \"{}\", wanted quartic, epanechnikov, triweight, triangular, "
                            "uniform or gaussian",
                            *name));
        rules.kernel = *kernel;
    }
    read_bandwidth_rules(table, rules);
    read_edge_correction(table, has.area, rules);
    const double cell = table.number("cell_m").value_or(rules.cell.value);
    if (!(cell > 0.0)) table.fail("cell_m", fmt::format("found {}, wanted more than 0", cell));
    rules.cell = Metres{cell};
    if (rules.bandwidth && rules.cell > *rules.bandwidth)
        table.fail("cell_m",
                   fmt::format("a cell of {} m is wider than the bandwidth of {} m: the surface "
                               "would miss events; use a cell of a quarter of the bandwidth",
                               cell, rules.bandwidth->value));
    rules.extract.count = static_cast<std::size_t>(table.integer("count", 1, 10'000).value_or(20));
    rules.extract.area_share = table.number("area_share");
    if (const auto share = rules.extract.area_share; share && !(*share > 0.0 && *share <= 1.0))
        table.fail("area_share", fmt::format("found {}, wanted more than 0 and at most 1", *share));
    rules.extract.volume_share = table.number("volume_share");
    if (const auto share = rules.extract.volume_share; share && !(*share > 0.0 && *share <= 1.0))
        table.fail("volume_share",
                   fmt::format("found {}, wanted more than 0 and at most 1", *share));
    if (rules.extract.volume_share && rules.way.method == HotspotMethod::cells)
        table.fail("volume_share",
                   "equal units have no contour: use count or area_share with method = \"cells\"");
    if (rules.extract.volume_share && rules.way.method == HotspotMethod::automatic)
        table.fail("volume_share",
                   "method = \"auto\" may choose cells, which have no contour: use count or "
                   "area_share");
    const double apart = table.number("min_separation_m").value_or(300.0);
    if (apart < 0.0)
        table.fail("min_separation_m", fmt::format("found {}, wanted 0 or more", apart));
    rules.extract.min_separation = Metres{apart};
    const double peak_share = table.number("peak_share").value_or(rules.extract.peak_share);
    if (!(peak_share > 0.0 && peak_share <= 1.0))
        table.fail("peak_share",
                   fmt::format("found {}, wanted more than 0 and at most 1", peak_share));
    rules.extract.peak_share = peak_share;
    rules.area_budget =
        read_area_budget(table, rules.cell, rules.extract.count, rules.extract.min_separation);
    rules.significance = read_significance_rules(table, context);
    rules.gi_star = read_gi_star_rules(table);
    rules.relative = read_relative_options(table, context);
    rules.timing = read_timing_rules(table);
    if (rules.area_budget && rules.way.method != HotspotMethod::kde)
        table.fail("area_budget_km2",
                   fmt::format("goes with method = \"kde\" only, found method = \"{}\"",
                               name_of(rules.way.method)));
    if (rules.area_budget && rules.relative && rules.relative->ranks)
        table.fail("area_budget_km2",
                   "is spent on the density: it does not go with relative.rank_by = \"ratio\"");
    if (rules.relative && rules.relative->ranks && rules.significance.level &&
        rules.significance.background == BackgroundKind::none)
        table.fail(
            "significance",
            "with relative.rank_by = \"ratio\" chance must lie where the background does: name "
            "it as hotspots.background too, or leave significance out");
    table.refuse_unknown();
    return rules;
}

}  // namespace beatline
