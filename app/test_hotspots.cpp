// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <numbers>

#include "app/progress.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"
#include "data/run_record.hpp"

namespace beatline {

namespace {

/// With fewer incidents than this, what can be concluded from them is said without being asked.
constexpr std::size_t few_incidents = 100;

std::vector<WeightedPoint> weighted(std::span<const PointEvent> events) {
    std::vector<WeightedPoint> points;
    points.reserve(events.size());
    for (const PointEvent& e : events) points.push_back({e.at, e.weight});
    return points;
}

/// The radius of the disc that a kernel counts as: its area is 1 / R(K).
double counted_radius_m(const DensityParams& params) {
    return std::sqrt(1.0 / roughness(params.kernel, params.bandwidth) / std::numbers::pi);
}

/// "5.2 of 143 incidents are to be expected within 224 m by chance, ..."
std::string what_it_takes(const SurfaceTest& test, const Surface& surface, std::size_t incidents,
                          double level) {
    return fmt::format(
        "with {} incidents, chance puts {:.2g} within {:.0f} m of a place; it takes about {:.0f} "
        "there to stand out at {:g}",
        incidents, test.events_expected, counted_radius_m(surface.params),
        std::ceil(test.events_needed), level);
}

/// Where events would lie by chance, in words.
std::string chance_words(const SignificanceRules& rules, bool has_area) {
    switch (rules.background) {
        case BackgroundKind::none:
            return has_area ? "anywhere in the study area"
                            : "anywhere in the convex hull of the incidents";
        case BackgroundKind::zones:
            return fmt::format("as {} of {}", rules.zones.column,
                               published_path(rules.zones.shown_path));
        case BackgroundKind::roads:
            return "along the streets, every metre alike";
        case BackgroundKind::incidents:
            return "where the background's incidents were";
    }
    return {};
}

/// Each hotspot's highest place speaks for it. Where cameras made more than half of it, nothing
/// does: the test is of incidents.
void take_verdicts(const SurfaceTest& test, bool with_cameras, std::span<Hotspot> hotspots) {
    for (Hotspot& h : hotspots) {
        const auto peak = test.highest_in(h.outline);
        if (!peak || (with_cameras && peak->height < 0.5 * h.peak_per_km2)) continue;
        const double least = 1e-9 * test.one_event;
        h.test = HotspotTest{peak->verdict, peak->height / std::max(peak->expected, least)};
    }
}

bool stands_out(const Hotspot& h) {
    return !h.test || h.test->verdict.significant;
}

/// Puts those that stand out first, in their order, and numbers them anew. An analyst's own keep
/// their numbers, and all of them stay.
void part(FoundHotspots& found, bool keep_all) {
    if (!found.given.empty()) return;
    const auto rest = std::ranges::stable_partition(found.hotspots, stands_out);
    found.tests.patrolled = static_cast<std::size_t>(rest.begin() - found.hotspots.begin());
    if (!keep_all) {
        found.tests.left_out.assign(rest.begin(), rest.end());
        found.hotspots.erase(rest.begin(), rest.end());
    }
    std::uint32_t rank = 0;
    for (Hotspot& h : found.hotspots) h.id = ++rank;
}

void warn(const Operation& operation, Inputs& inputs, const Surface& surface,
          const FoundHotspots& found) {
    const SignificanceRules& rules = operation.hotspots.significance;
    const SurfaceTest& test = *found.tests.surface;
    const std::size_t incidents = inputs.incidents.size();
    if (incidents < few_incidents)
        inputs.warnings.push_back("hotspots.significance: few events: " +
                                  what_it_takes(test, surface, incidents, *rules.level));
    const std::size_t all = found.hotspots.size() + found.tests.left_out.size();
    const auto weak = static_cast<std::size_t>(
        std::ranges::count_if(found.hotspots, [](const Hotspot& h) { return !stands_out(h); }));
    if (weak + found.tests.left_out.size() > 0)
        inputs.warnings.push_back(fmt::format(
            "hotspots.significance = {:g}: {} of {} hotspots cannot be told from chance and are {}",
            *rules.level, weak + found.tests.left_out.size(), all,
            !found.given.empty() ? "flagged; they stay, as they were drawn by hand"
            : rules.keep_all     ? "flagged and not patrolled"
                                 : "left out"));
    const auto untested = std::ranges::count_if(found.hotspots, [](auto& h) { return !h.test; });
    if (untested > 0)
        inputs.warnings.push_back(
            fmt::format("hotspots.significance: {} hotspot{} of which cameras make more than half "
                        "cannot be tested and stay{}",
                        untested, untested == 1 ? "" : "s", untested == 1 ? "s" : ""));
}

void test_against_chance(const Operation& operation, Inputs& inputs, const Surface& surface,
                         FoundHotspots& found) {
    const HotspotRules& rules = operation.hotspots;
    const auto events = weighted(inputs.incidents);
    if (std::ranges::none_of(events, [](const WeightedPoint& e) { return e.weight > 0.0; })) return;
    const std::optional<NullModel> chance = chance_of(operation, inputs);
    if (!chance) return;
    found.tests.chance = chance_words(rules.significance, !inputs.area.empty());
    SurfaceTestRules how;
    how.surface = {surface.params, rules.adaptive, rules.edge, rules.bandwidth_by.nearest};
    how.least_bandwidth = rules.cell;
    how.replicates = rules.significance.simulations;
    how.level = *rules.significance.level;
    how.seed = operation.search.seed;
    found.tests.surface = test_surface(events, surface.density.spec, inputs.area, *chance, how);
    if (interrupted()) throw Interrupted{};
    take_verdicts(*found.tests.surface, !surface.cameras.empty(), found.hotspots);
    part(found, rules.significance.keep_all);
    warn(operation, inputs, surface, found);
}

/// The way to hotspots that resamples are not put through, in the operation's words; empty for one
/// that they are.
std::string not_drawn_again(const Operation& operation, const Inputs& inputs) {
    const HotspotRules& rules = operation.hotspots;
    if (inputs.method && inputs.method->as == MethodChoice::As::cells) return "method = \"auto\"";
    if (rules.way.method == HotspotMethod::network) return "method = \"network\"";
    if (rules.area_budget) return "area_budget_km2";
    if (rules.relative && rules.relative->ranks) return "relative.rank_by = \"ratio\"";
    return {};
}

}  // namespace

void test_hotspots(const Operation& operation, Inputs& inputs, const Surface& surface,
                   FoundHotspots& found) {
    const SignificanceRules& rules = operation.hotspots.significance;
    if (rules.level) test_against_chance(operation, inputs, surface, found);
    const std::string unstudied = rules.resamples > 0 ? not_drawn_again(operation, inputs) : "";
    if (!unstudied.empty())
        inputs.warnings.push_back(fmt::format(
            "hotspots.stability: hotspots by {} are not drawn again; stability stays empty",
            unstudied));
    if (rules.resamples > 0 && unstudied.empty()) {
        found.tests.stability = stability_of(operation, inputs, surface, found.hotspots);
        if (interrupted()) throw Interrupted{};
    }
    if (!operation.hotspots.gi_star) return;
    found.tests.cells = count_cells(inputs.incidents, inputs.area, *operation.hotspots.gi_star);
    if (!found.tests.cells)
        inputs.warnings.push_back(
            fmt::format("hotspots.gi_star.cell_m = {:g}: more than 20 million cells; there is no "
                        "layer of cells",
                        operation.hotspots.gi_star->cell.value));
}

std::string HotspotTests::nothing_left(const FoundHotspots& found,
                                       const Operation& operation) const {
    if (!surface || left_out.empty() || !found.hotspots.empty()) return {};
    const auto strongest = std::ranges::max_element(
        left_out, {}, [](const Hotspot& h) { return h.test ? -h.test->verdict.p_adjusted : -2.0; });
    return fmt::format(
        "no hotspot stands out from chance at hotspots.significance = {:g}: of {} found the "
        "strongest has p = {:.2g}, adjusted {:.2g} ({} simulations); take more incidents (a longer "
        "time, more categories) or a wider bandwidth_m; quality.json has all of them",
        *operation.hotspots.significance.level, left_out.size(),
        strongest->test ? strongest->test->verdict.p_value : 1.0,
        strongest->test ? strongest->test->verdict.p_adjusted : 1.0, surface->places.replicates());
}

std::string test_sentence(const Hotspot& hotspot) {
    std::string text;
    if (hotspot.test) {
        const HotspotTest& t = *hotspot.test;
        text = fmt::format(
            " {} chance: the peak is {:.1f} times what chance gives there (p {:.2g}, "
            "adjusted {:.2g}).",
            t.verdict.significant ? "Stands out from" : "Cannot be told from", t.times_expected,
            t.verdict.p_value, t.verdict.p_adjusted);
    }
    if (hotspot.stability)
        text += fmt::format(" Appears in {:.0f} % of resamples.", 100.0 * *hotspot.stability);
    return text;
}

namespace {

nlohmann::json left_out_json(const Hotspot& h) {
    nlohmann::json entry{{"x", std::round(h.peak.x)},
                         {"y", std::round(h.peak.y)},
                         {"mass", h.mass},
                         {"events", h.event_count}};
    if (h.test) {
        entry["times_expected"] = h.test->times_expected;
        entry["p_value"] = h.test->verdict.p_value;
        entry["p_family"] = h.test->verdict.p_family;
        entry["p_adjusted"] = h.test->verdict.p_adjusted;
    }
    return entry;
}

}  // namespace

void add_test_sections(const Operation& operation, const FoundHotspots& found,
                       nlohmann::json& sections) {
    if (const auto& test = found.tests.surface) {
        nlohmann::json left_out = nlohmann::json::array();
        for (const Hotspot& h : found.tests.left_out) left_out.push_back(left_out_json(h));
        sections["significance"] = {
            {"level", *operation.hotspots.significance.level},
            {"chance", found.tests.chance},
            {"simulations", test->places.replicates()},
            {"peaks", test->peaks.size()},
            {"peaks_significant",
             std::ranges::count_if(test->peaks, [](auto& p) { return p.verdict.significant; })},
            {"hotspots_significant",
             std::ranges::count_if(found.hotspots,
                                   [](auto& h) { return h.test && h.test->verdict.significant; })},
            {"p_whole", test->places.whole()},
            {"events_expected", test->events_expected},
            {"events_needed", test->events_needed},
            {"seed", operation.search.seed},
            {"left_out", std::move(left_out)}};
    }
    if (const auto& stability = found.tests.stability)
        sections["stability"] = {{"resamples", stability->resamples},
                                 {"seed", operation.search.seed}};
    if (const auto& cells = found.tests.cells)
        sections["gi_star"] = {
            {"cell_m", cells->spec.cell.value},
            {"corner", {cells->spec.corner.x, cells->spec.corner.y}},
            {"reach_m", operation.hotspots.gi_star->reach.value},
            {"shape", operation.hotspots.gi_star->shape == Neighbourhood::disc ? "disc" : "square"},
            {"level", operation.hotspots.gi_star->level},
            {"cells", cells->gi.cells},
            {"significant", std::ranges::count(cells->gi.significant, 1)}};
}

}  // namespace beatline
