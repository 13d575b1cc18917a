// SPDX-License-Identifier: Apache-2.0
#include "app/compare_stage.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "app/progress.hpp"
#include "data/error.hpp"
#include "data/read_background.hpp"
#include "data/read_weights.hpp"
#include "data/run_record.hpp"
#include "geo/edge_correction.hpp"

namespace beatline {

namespace {

/// Fewer events than this in both periods together say next to nothing.
constexpr std::size_t few_events = 30;
constexpr SquareMetres least_changed_area{5'000};

std::vector<WeightedPoint> weighted_points(std::span<const PointEvent> events) {
    std::vector<WeightedPoint> points;
    points.reserve(events.size());
    for (const PointEvent& e : events) points.push_back({e.at, e.weight});
    return points;
}

std::vector<WeightedPoint> on_grid(std::vector<WeightedPoint> points, const GridSpec& spec) {
    const Box box = spec.box();
    std::erase_if(points, [&](const WeightedPoint& p) { return !box.contains(p.at); });
    return points;
}

double weight_of(std::span<const WeightedPoint> points) {
    double sum = 0.0;
    for (const WeightedPoint& p : points) sum += p.weight;
    return sum;
}

/// The background's points within area and grid, and what was left out of it.
std::vector<WeightedPoint> background_points(const Inputs& inputs, const GridSpec& spec,
                                             RelativeMap& map) {
    std::vector<WeightedPoint> points;
    if (!inputs.background.zones.empty()) {
        SpreadZones spread = spread_zones(inputs.background.zones, spec, inputs.area);
        map.background_outside = spread.outside;
        points = std::move(spread.points);
    } else {
        points = on_grid(inputs.background.incidents, spec);
        map.background_outside = weight_of(inputs.background.incidents) - weight_of(points);
    }
    map.background = weight_of(points);
    return points;
}

RelativeMap make_relative(const Operation& operation, Inputs& inputs, const Surface& surface) {
    const RelativeOptions& options = *operation.hotspots.relative;
    RelativeMap map;
    const GridSpec& spec = surface.density.spec;
    const std::vector<WeightedPoint> background = background_points(inputs, spec, map);
    if (!(map.background > 0.0))
        throw InputError{
            "hotspots.relative: the background has nothing where the incidents are; wanted one "
            "that covers operation.area"};
    const std::vector<WeightedPoint> events = weighted_points(inputs.incidents);
    const RelativeRules rules{spec,
                              inputs.area,
                              surface.params,
                              options.even_share,
                              options.simulations,
                              operation.search.seed};
    map.density = inputs.background.zones.empty()
                      ? relative_to_events(events, background, rules)
                      : relative_to_background(events, background, rules);
    if (inputs.area.empty())
        inputs.warnings.emplace_back(
            "hotspots.relative: without an operation.area the background counts within the "
            "rectangle of the raster; name the area that both cover");
    const double left_out = map.background_outside / (map.background + map.background_outside);
    if (!inputs.area.empty() && left_out > 0.5)
        inputs.warnings.push_back(
            fmt::format("hotspots.relative: {:.0f} % of the background lies outside operation.area "
                        "and was left out",
                        100.0 * left_out));
    return map;
}

/// The incidents weighed by category alone: age would make every earlier period smaller.
std::vector<PointEvent> without_decay(const Operation& operation, const Inputs& inputs) {
    std::vector<PointEvent> events = inputs.incidents;
    if (!operation.weights.half_life_days) return events;
    for (PointEvent& e : events) e.weight = 1.0;
    std::map<std::string, double> table;
    if (!operation.weights.table.empty()) table = read_weights(operation.weights).by_category;
    weigh(events, inputs.kinds, table, std::nullopt, Instant{});
    return events;
}

/// The events that lie whole within the days, both included.
std::vector<WeightedPoint> events_within(std::span<const PointEvent> events, const TimeZone& zone,
                                         Day first, Day last, PeriodCount& count) {
    const Instant from = zone.at(first, Seconds{0}).instant;
    const Instant to = zone.at(next_day(last), Seconds{0}).instant;
    std::vector<WeightedPoint> within;
    for (const PointEvent& e : events) {
        const bool dated = e.when != Interval{};
        const bool instant = e.when.from == e.when.to;
        if (!dated || e.when.from < from || (instant ? e.when.to >= to : e.when.to > to)) continue;
        if (!(e.weight > 0.0)) continue;
        within.push_back({e.at, e.weight});
        count.weight += e.weight;
    }
    count.events = within.size();
    count.years = std::chrono::duration<double, std::ratio<86'400>>{to - from}.count() / 365.25;
    return within;
}

std::optional<ChangeMap> make_change(const Operation& operation, Inputs& inputs,
                                     const Surface& surface) {
    const ChangeOptions& options = *operation.change;
    const TimeZone zone{operation.timezone};
    const std::vector<PointEvent> events = without_decay(operation, inputs);
    ChangeMap map;
    const auto before =
        events_within(events, zone, options.before_from, options.before_to, map.before);
    const auto after = events_within(events, zone, options.after_from, options.after_to, map.after);
    map.outside = events.size() - before.size() - after.size();
    if (before.empty() || after.empty()) {
        inputs.warnings.push_back(fmt::format(
            "change: {} incidents lie in before and {} in after: there is nothing to compare, and "
            "no change is mapped",
            before.size(), after.size()));
        return std::nullopt;
    }
    if (before.size() + after.size() < few_events)
        inputs.warnings.push_back(fmt::format(
            "change: only {} incidents in both periods: little can be said of them, and "
            "an area that does not show may have changed all the same",
            before.size() + after.size()));
    TwoSampleRules rules{surface.density.spec, inputs.area, surface.params};
    rules.first_scale = options.shares ? map.before.weight : map.before.years;
    rules.second_scale = options.shares ? map.after.weight : map.after.years;
    rules.relabelling = options.shares ? Relabelling::by_exchange : Relabelling::by_size;
    rules.replicates = options.simulations;
    rules.seed = operation.search.seed;
    map.samples = compare_samples(before, after, rules);
    map.areas = changed_areas(map.samples, options.significance, least_changed_area);
    return map;
}

}  // namespace

void add_background(const Operation& operation, Inputs& inputs) {
    if (!operation.hotspots.relative) return;
    const RelativeOptions& options = *operation.hotspots.relative;
    if (options.incidents.empty()) {
        BackgroundSource source = options.zones;
        source.shown_path = published_path(source.shown_path);
        Background background = read_background(source, inputs.crs);
        std::ranges::move(background.warnings, std::back_inserter(inputs.warnings));
        inputs.background.zones = std::move(background.zones);
        return;
    }
    Inputs others;
    others.crs = inputs.crs;
    others.area = inputs.area;
    add_incidents(operation, options.incidents, others);
    for (InputReport& report : others.reports) {
        report.what = "background";
        inputs.reports.push_back(std::move(report));
    }
    inputs.rejected.append(std::move(others.rejected));
    for (const PointEvent& e : others.incidents) inputs.background.incidents.push_back({e.at, 1.0});
}

Comparisons compare_surfaces(const Operation& operation, Inputs& inputs, Surface& surface) {
    Comparisons found;
    if (operation.hotspots.relative) {
        found.relative = make_relative(operation, inputs, surface);
        if (operation.hotspots.relative->ranks) surface.ranking = found.relative->density.ratio;
    }
    if (operation.change) found.change = make_change(operation, inputs, surface);
    if (interrupted()) throw Interrupted{};
    return found;
}

}  // namespace beatline
