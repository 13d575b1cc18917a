// SPDX-License-Identifier: Apache-2.0
#include "app/write_results.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <nlohmann/json.hpp>

#include "app/area_budget.hpp"
#include "app/bandwidth_text.hpp"
#include "app/input_files.hpp"
#include "app/quality_sections.hpp"
#include "app/time_sections.hpp"
#include "data/change_layer.hpp"
#include "data/output_folder.hpp"
#include "data/problem_json.hpp"
#include "data/profile_layer.hpp"
#include "data/run_record.hpp"
#include "data/write_layers.hpp"
#include "data/write_raster.hpp"
#include "viewer/page.hpp"

namespace beatline {

namespace {

/// The viewer's background stays small enough to open: beyond this, only the larger roads are
/// drawn.
constexpr std::size_t most_viewer_streets = 60'000;

std::string period_text(const Operation& operation) {
    if (operation.days.empty()) return {};
    return to_string(operation.days.front()) + " to " + to_string(operation.days.back());
}

std::string normalisation_text(EdgeCorrection edge) {
    switch (edge) {
        case EdgeCorrection::none:
            return "each event's kernel integrates to its weight over the plane";
        case EdgeCorrection::uniform:
            return "each cell is divided by the part of its kernel that lies inside the study area";
        case EdgeCorrection::diggle:
            return "each event's kernel integrates to its weight over the study area";
    }
    return {};
}

std::string bandwidths_text(const HotspotRules& rules, const Surface& surface) {
    if (!rules.adaptive) return "one";
    const auto k = rules.bandwidth_by.nearest;
    return fmt::format("adaptive ({}), {:.1f} to {:.1f} m",
                       k ? fmt::format("to the nearest place number {}", *k) : "Abramson 1982",
                       surface.narrowest.value, surface.widest.value);
}

std::map<std::string, std::string> surface_metadata(const Results& r) {
    const DensityParams& p = r.surface.params;
    const HotspotRules& rules = r.operation.hotspots;
    return {
        {"KERNEL", std::string{name_of(p.kernel)}},
        {"BANDWIDTH_M", fmt::format("{}", p.bandwidth.value)},
        {"BANDWIDTH_RULE", r.surface.bandwidth_rule},
        {"BANDWIDTHS", bandwidths_text(rules, r.surface)},
        {"SUPPORT_RADIUS_M", fmt::format("{}", support_radius(p.kernel, r.surface.widest).value)},
        {"UNIT", "weighted events per km2"},
        {"NORMALISATION", normalisation_text(rules.edge)},
        {"EDGE_CORRECTION", std::string{name_of(rules.edge)}},
        {"EVENTS", fmt::format("{}", r.inputs.incidents.size())},
        {"WEIGHT", fmt::format("{}", r.surface.weight)},
        {"ANPR_SHARE", fmt::format("{}", r.surface.anpr_share)},
        {"METHOD", "exact"},
        {"MARKING", r.operation.marking}};
}

std::vector<Layer> patrol_layers(const Results& r, const PatrolPicture& picture) {
    std::vector<Layer> layers;
    layers.push_back(
        hotspot_layer(r.found.hotspots, r.found.reasons, &r.patrols->demand, &r.patrols->plan));
    layers.push_back(route_layer(picture));
    layers.push_back(leg_layer(picture));
    layers.push_back(stop_layer(picture));
    layers.push_back(unserved_layer(picture));
    layers.push_back(unit_layer(picture));
    layers.push_back(task_layer(picture));
    layers.push_back(roads_used_layer(picture));
    return layers;
}

std::vector<Layer> hotspot_layers(const Results& r) {
    std::vector<Layer> layers;
    layers.push_back(hotspot_layer(r.found.hotspots, r.found.reasons, nullptr, nullptr));
    return layers;
}

/// The GeoPackage's layers: the cells are too many for the page.
std::vector<Layer> with_cells(const Results& r, std::vector<Layer> layers) {
    if (r.found.tests.cells) layers.push_back(cells_layer(*r.found.tests.cells));
    return layers;
}

/// stability.tif: of each cell, the share of resamples in which a hotspot covers it.
void write_stability(const std::filesystem::path& folder, const Results& r) {
    if (!r.found.tests.stability) return;
    const Stability& stability = *r.found.tests.stability;
    RasterLabel label{r.inputs.crs, {{"MARKING", r.operation.marking}}};
    label.metadata["RESAMPLES"] = fmt::format("{}", stability.resamples);
    label.metadata["SEED"] = fmt::format("{}", r.operation.search.seed);
    label.metadata["UNIT"] = "share of resamples in which a hotspot covers the cell, 0 to 1";
    label.unit_type = "1";
    label.bands.front().description = "stability";
    DensityRasterWriter writer{folder / "stability.tif", stability.cells.spec, std::move(label)};
    writer.take({0, stability.cells.spec.rows, stability.cells.values});
    static_cast<void>(writer.finish());
}

Layer change_layer_of(const Results& r) {
    const ChangeMap& map = *r.comparisons.change;
    const ChangeOptions& options = *r.operation.change;
    const auto scale = [&](const PeriodCount& p) { return options.shares ? p.weight : p.years; };
    return change_layer(map.areas, {options, scale(map.before), scale(map.after)});
}

/// The network for the page: whole, or its larger roads when there are too many streets.
Layer background_roads(const RoadNetwork& network, std::vector<std::string>& notices) {
    Layer roads = road_layer(network);
    if (roads.features.size() <= most_viewer_streets) return roads;
    std::vector<Feature> large;
    for (StreetId s = 0; s < network.streets.size(); ++s) {
        if (network.streets[s].road_class <= RoadClass::tertiary)
            large.push_back(std::move(roads.features[s]));
    }
    roads.features = std::move(large);
    notices.emplace_back("Only motorways to tertiary roads are drawn: the network is large.");
    return roads;
}

void write_page(const std::filesystem::path& file, const Results& r, std::vector<Layer> layers) {
    ViewerInput page;
    page.title = r.operation.name;
    page.marking = r.operation.marking;
    page.period = period_text(r.operation);
    page.crs = r.inputs.crs;
    page.attribution = r.operation.attribution;
    page.notices = r.inputs.warnings;
    if (r.patrols != nullptr)
        layers.insert(layers.begin(), background_roads(r.patrols->networks.front(), page.notices));
    std::erase_if(layers, [](const Layer& l) { return l.geometry == GeometryType::none; });
    for (Layer& l : layers) {
        if (l.name == "corridors") keep_told(l);
    }
    page.layers = std::move(layers);
    page.density = r.surface.density;
    write_text(file, viewer_page(page));
}

/// The plan as solve writes it, with what ties its times to the clock and without what differs
/// between runs.
void write_plan(const std::filesystem::path& file, const Results& r) {
    const Patrols& p = *r.patrols;
    auto plan = nlohmann::ordered_json::parse(
        plan_json(p.demand.problem, p.plan, {r.operation.search.seed, 0.0}));
    plan.erase("seconds");
    plan["operation"] = r.operation.name;
    plan["marking"] = r.operation.marking;
    plan["time_zero"] = p.clock.zone.iso(p.clock.origin);
    plan["time_unit"] = "s";
    write_text(file,
               plan.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

nlohmann::json surface_section(const Results& r) {
    const DensityParams& p = r.surface.params;
    return {{"method", "exact"},
            {"kernel", name_of(p.kernel)},
            {"bandwidth_m", p.bandwidth.value},
            {"bandwidth_rule", r.surface.bandwidth_rule},
            {"adaptive", r.operation.hotspots.adaptive},
            {"bandwidth_least_m", r.surface.narrowest.value},
            {"bandwidth_most_m", r.surface.widest.value},
            {"support_radius_m", support_radius(p.kernel, r.surface.widest).value},
            {"cell_m", r.surface.density.spec.cell.value},
            {"unit", "weighted events per km2"},
            {"edge_correction", name_of(r.operation.hotspots.edge)},
            {"events", r.inputs.incidents.size()},
            {"places", r.surface.points},
            {"weight", r.surface.weight},
            {"anpr_share", r.surface.anpr_share}};
}

nlohmann::json network_section(const Results& r) {
    const MethodRules& way = r.operation.hotspots.way;
    return {{"spread", name_of(way.spread)},
            {"lixel_m", way.lixel.value},
            {"lixels", r.found.network->lixels},
            {"streets", way.streets == TravelMode::foot ? "foot" : "car"},
            {"unit", "weighted events per km of street"},
            {"mass", r.found.network->mass},
            {"off_street", r.found.network->nowhere}};
}

nlohmann::json quality_sections(const Results& r) {
    nlohmann::json sections;
    sections["surface"] = surface_section(r);
    if (r.surface.chosen)
        sections["bandwidth"] =
            bandwidth_section(*r.surface.chosen, r.operation.hotspots.bandwidth_by.rule,
                              TimeZone{r.operation.timezone});
    add_comparison_sections(r.operation, r.comparisons, sections);
    sections["crs"] = crs_section(r.inputs);
    sections["all_incidents"] = coverage_json(r.inputs.coverage);
    sections["hotspots"] = {
        {"from", r.found.given.empty() ? std::string{name_of(r.operation.hotspots.way.method)}
                                       : r.found.given.filename().string()},
        {"count", r.found.hotspots.size()},
        {"study_area_km2",
         (r.inputs.area.empty() ? area_of(r.surface.density) : area(r.inputs.area)).value / 1e6},
        {"study_area_from", r.inputs.area.empty() ? "extent of the surface" : "operation.area"}};
    if (r.inputs.method) sections["hotspots"]["method_chosen"] = choice_section(*r.inputs.method);
    if (r.found.network) sections["hotspots"]["network"] = network_section(r);
    add_test_sections(r.operation, r.found, sections);
    if (r.found.hours) sections["hours"] = hours_section(*r.found.hours, r.operation);
    if (!r.inputs.near_repeats.empty()) sections["near_repeat"] = near_repeat_section(r.inputs);
    if (r.operation.anpr)
        sections["anpr"] = anpr_section(r.operation, r.inputs, r.surface, r.corridors);
    if (r.found.budget)
        sections["area_budget"] = area_budget_section(*r.operation.hotspots.area_budget,
                                                      *r.found.budget, r.surface.density.spec);
    if (r.patrols != nullptr) {
        sections["roads"] = nlohmann::json::array();
        for (const RoadReading& roads : r.patrols->ground.roads)
            sections["roads"].push_back(
                road_section(roads, published_path(r.operation.shown_roads)));
        sections["snapping"] = snapping_section(r.patrols->ground.snapped);
    }
    return sections;
}

}  // namespace

void write_results(const std::filesystem::path& folder, const Results& r) {
    const LayerContext context{
        r.inputs.crs, r.operation.marking,
        fmt::format("{}{}{}{}{}", r.operation.name, r.operation.days.empty() ? "" : ", ",
                    period_text(r.operation), r.operation.attribution.empty() ? "" : ". ",
                    r.operation.attribution)};
    std::vector<Layer> layers;
    if (r.patrols != nullptr) {
        const PatrolPicture picture{r.operation,       r.patrols->clock,   r.patrols->wanted,
                                    r.patrols->demand, r.patrols->plan,    r.found.hotspots,
                                    r.patrols->paths,  r.patrols->networks};
        layers = patrol_layers(r, picture);
        write_geojson(folder / "routes.geojson", layers[1], context);
        write_geojson(folder / "stops.geojson", layers[3], context);
        write_csv(folder / "schedule.csv", schedule_table(picture));
        write_plan(folder / "plan.json", r);
    } else {
        layers = hotspot_layers(r);
    }
    if (r.found.streets) layers.push_back(*r.found.streets);
    if (r.comparisons.change) layers.push_back(change_layer_of(r));
    std::ranges::move(anpr_layers(r.operation, r.inputs, r.surface, r.corridors),
                      std::back_inserter(layers));
    write_geojson(folder / "hotspots.geojson", layers[0], context);
    std::vector<Layer> tables = with_cells(r, layers);
    if (r.found.hours) tables.push_back(profile_layer(r.found.hotspots));
    write_geopackage(folder / "beatline.gpkg", tables, context);
    if (!r.inputs.near_repeats.empty())
        write_csv(folder / "near_repeat.csv", near_repeat_table(r.inputs.near_repeats));
    write_density_tif(folder / "density.tif", r.surface.density, r.inputs.crs, surface_metadata(r));
    write_density_qml(folder / "density.qml", r.surface.density);
    write_stability(folder, r);
    write_comparisons(folder, r.operation, r.inputs, r.surface, r.comparisons);
    write_quality(folder / "quality.json", r.inputs.reports, r.inputs.warnings,
                  quality_sections(r));
    write_rejected(folder / "rejected.csv", r.inputs.rejected);
    write_page(folder / "viewer.html", r, std::move(layers));
}

namespace {

std::vector<InputFile> files_of(const Results& r) {
    const Operation& op = r.operation;
    std::vector<InputFile> files = input_files(op, r.inputs);
    const SignificanceRules& chance = op.hotspots.significance;
    if (chance.level && chance.background == BackgroundKind::zones)
        files.push_back({chance.zones.shown_path, chance.zones.path, "background", {}});
    for (const IncidentSource& s : chance.incidents)
        if (chance.level) files.push_back({s.shown_path, s.path, "background", {}});
    if (!r.found.given.empty())
        files.push_back({r.found.given.filename().string(), r.found.given, "hotspots",
                         r.found.hotspots.size()});
    return files;
}

}  // namespace

void write_record(const std::filesystem::path& folder, const Results& r, const ResultStamp& stamp) {
    RunRecord record;
    record.command = stamp.command;
    record.effective_operation = r.operation.effective;
    record.seed = r.operation.search.seed;
    record.marking = r.operation.marking;
    record.projection = r.inputs.projection;
    record.inputs = files_of(r);
    record.warnings = r.inputs.warnings;
    if (r.inputs.method) record.method_chosen = choice_words(*r.inputs.method);
    record.stage_seconds = stamp.stage_seconds;
    write_manifest(folder, record, stamp.threads);
}

}  // namespace beatline
