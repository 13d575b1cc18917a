// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numbers>
#include <numeric>

#include "app/area_budget.hpp"
#include "app/bandwidth_text.hpp"
#include "app/camera_stage.hpp"
#include "app/hotspot_methods.hpp"
#include "app/progress.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"
#include "geo/adaptive_density.hpp"
#include "geo/refine_peak.hpp"

namespace beatline {

namespace {

constexpr double most_cells = 1e8;

/// data.police.uk snaps incidents to points about this far apart (docs/methods.md).
constexpr Metres snap_spacing{100};

/// The narrowest kernel of which one spot of events alone still makes a hotspot: what lies above
/// `peak_share` of its peak holds the least area, and half as much again, for cells are square.
Metres least_for_hotspots(Kernel kernel, const HotspotParams& params) {
    const double wanted = std::sqrt(1.5 * params.min_area.value / std::numbers::pi);
    double low = 0.0;
    double high = support_radius(kernel, Metres{1.0}).value;
    const double level = params.peak_share * kernel_density(kernel, Metres{0.0}, Metres{1.0});
    for (int i = 0; i < 50; ++i) {
        const double middle = 0.5 * (low + high);
        (kernel_density(kernel, Metres{middle}, Metres{1.0}) >= level ? low : high) = middle;
    }
    constexpr double least_part = 0.1;  // an outline that ends at its peak is no reason to smooth
    return Metres{wanted / std::max(low, least_part)};
}

Metres find_bandwidth(const Operation& operation, Inputs& inputs, Surface& surface) {
    const HotspotRules& rules = operation.hotspots;
    if (rules.bandwidth) {
        surface.bandwidth_rule = inputs.method && inputs.method->as == MethodChoice::As::kde
                                     ? "by the back-test"
                                     : "given";
        const Point first = inputs.incidents.front().at;
        if (std::ranges::all_of(inputs.incidents, [&](auto& e) { return e.at == first; }))
            inputs.warnings.emplace_back(
                "degenerate: all events are at one place; there is nothing to compare");
        return *rules.bandwidth;
    }
    // A rule's bandwidth may come out below the cell: then the cell sets the floor.
    BandwidthWish wish{rules.bandwidth_by.rule, rules.kernel, rules.cell};
    if (wish.rule == BandwidthRule::automatic)
        wish.least = std::max(wish.least, least_for_hotspots(rules.kernel, rules.extract));
    wish.spacing = snap_floor(operation, inputs).value_or(Metres{0});
    wish.area = inputs.area;
    wish.edge_corrected = rules.edge != EdgeCorrection::none;
    surface.chosen = choose_bandwidth(inputs.incidents, wish);
    if (surface.chosen->degenerate)
        inputs.warnings.emplace_back(
            "degenerate: all events are at one place; the bandwidth is a fallback "
            "of 300 m and there is nothing to compare");
    surface.bandwidth_rule =
        bandwidth_text(*surface.chosen, rules.bandwidth_by.rule, TimeZone{operation.timezone});
    return surface.chosen->bandwidth;
}

/// The same points with the bandwidths that they have among all.
std::vector<KernelPoint> kernels_of(std::vector<WeightedPoint> some,
                                    std::span<const KernelPoint> all) {
    std::vector<KernelPoint> found;
    for (const WeightedPoint& p : merge_coincident(std::move(some))) {
        const auto before = [](const KernelPoint& k, Point at) {
            return k.at.y != at.y ? k.at.y < at.y : k.at.x < at.x;
        };
        const auto same = std::lower_bound(all.begin(), all.end(), p.at, before);
        if (same == all.end() || same->at != p.at)
            throw std::logic_error{"a camera's place is not among the surface's"};
        found.push_back({p.at, p.weight, same->bandwidth});
    }
    return found;
}

GridSpec grid_for(const Operation& operation, const Inputs& inputs,
                  std::span<const KernelPoint> points) {
    Box box = bounds(inputs.area);
    if (inputs.area.empty()) {
        const double reaches = operation.hotspots.kernel == Kernel::gaussian ? 3.0 : 1.0;
        for (const KernelPoint& p : points) {
            const double reach = reaches * p.bandwidth.value;
            box.include({p.at.x - reach, p.at.y - reach});
            box.include({p.at.x + reach, p.at.y + reach});
        }
    }
    const double cell = operation.hotspots.cell.value;
    const double cells = (box.max.x - box.min.x) / cell * ((box.max.y - box.min.y) / cell);
    if (cells > most_cells)
        throw LimitError{
            fmt::format("hotspots.cell_m = {}: {:.4g} x {:.4g} km would be {:.2g} cells, at most "
                        "{:.0g} are computed; use larger cells or an operation.area",
                        cell, (box.max.x - box.min.x) / 1000.0, (box.max.y - box.min.y) / 1000.0,
                        cells, most_cells)};
    return grid_over(box, operation.hotspots.cell);
}

void find_contour_hotspots(const Operation& operation, const Inputs& inputs, const Surface& surface,
                           FoundHotspots& found) {
    if (operation.hotspots.area_budget)
        choose_under_budget(*operation.hotspots.area_budget, inputs, surface, found);
    else
        found.hotspots =
            extract_hotspots(surface.density, surface.ranking ? *surface.ranking : surface.density,
                             inputs.incidents, operation.hotspots.extract);
    if (surface.field && !surface.ranking)
        refine_peaks(found.hotspots, *surface.field, surface.density.spec.cell, inputs.area);
    found.members = members_by_outline(found.hotspots, inputs.incidents);
}

}  // namespace

std::optional<Metres> snap_floor(const Operation& operation, const Inputs& inputs) {
    const bool police = std::ranges::any_of(operation.incidents, [](const IncidentSource& s) {
        return s.preset == "police.uk" || s.preset == "police.uk-stop-search";
    });
    if (police) return snap_spacing;
    const StackCount& stacks = inputs.coverage.stacks;
    if (2 * stacks.on_stacks > stacks.events) return Metres{stacks.stack_spacing_m};
    return std::nullopt;
}

std::optional<std::string> spacing_warning(const Operation& operation, const Inputs& inputs,
                                           Metres bandwidth) {
    const auto spacing = snap_floor(operation, inputs);
    if (!spacing || !(bandwidth < *spacing)) return std::nullopt;
    if (*spacing == snap_spacing)
        return fmt::format(
            "hotspots.bandwidth_m = {:g}: below the spacing of data.police.uk's snap points (about "
            "{:g} m) a surface only redraws those points",
            bandwidth.value, snap_spacing.value);
    return fmt::format(
        "hotspots.bandwidth_m = {:g}: the incidents are snapped to points about {:.0f} m "
        "apart; below that a surface only redraws those points",
        bandwidth.value, spacing->value);
}

Surface make_surface(const Operation& operation, Inputs& inputs) {
    Surface surface;
    std::vector<WeightedPoint> points;
    points.reserve(inputs.incidents.size());
    for (const PointEvent& e : inputs.incidents) points.push_back({e.at, e.weight});
    const Metres bandwidth = find_bandwidth(operation, inputs, surface);
    surface.params = {operation.hotspots.kernel, bandwidth, interrupted};
    if (auto warning = spacing_warning(operation, inputs, bandwidth))
        inputs.warnings.push_back(std::move(*warning));

    surface.weight =
        std::accumulate(points.begin(), points.end(), 0.0,
                        [](double sum, const WeightedPoint& p) { return sum + p.weight; });
    if (operation.anpr) {
        const double share = operation.anpr->share;
        surface.cameras = camera_points(operation, inputs, surface.weight * share / (1.0 - share),
                                        surface.camera_weights);
        points.insert(points.end(), surface.cameras.begin(), surface.cameras.end());
        double mass = 0.0;
        for (const WeightedPoint& p : surface.cameras) mass += p.weight;
        if (mass > 0.0) {
            surface.weight += mass;
            surface.anpr_share = mass / surface.weight;
        }
    }
    if (!(surface.weight > 0.0))
        throw NothingToDo{"every event weighs zero: there is nothing to find"};
    const HotspotRules& rules = operation.hotspots;
    if (rules.way.method != HotspotMethod::kde) surface.weighted = merge_coincident(points);
    std::vector<KernelPoint> kernels = with_bandwidths(
        std::move(points), surface.params, rules.cell, rules.adaptive, rules.bandwidth_by.nearest);
    surface.points = kernels.size();
    const auto [least, most] =
        std::ranges::minmax(kernels, {}, [](const KernelPoint& k) { return k.bandwidth; });
    surface.narrowest = least.bandwidth;
    surface.widest = most.bandwidth;
    const GridSpec spec = grid_for(operation, inputs, kernels);
    const SurfaceRules how{surface.params, rules.adaptive, rules.edge};
    if (!surface.cameras.empty())
        surface.anpr =
            estimate_surface(kernels_of(surface.cameras, kernels), spec, inputs.area, how).density;
    EstimatedSurface estimate = estimate_surface(std::move(kernels), spec, inputs.area, how);
    if (interrupted()) throw Interrupted{};
    surface.density = std::move(estimate.density);
    if (!estimate.points.empty())
        surface.field.emplace(std::move(estimate.points), surface.params.kernel);
    return surface;
}

void add_figures(const Inputs& inputs, const Surface& surface, FoundHotspots& found) {
    const SquareMetres ground = inputs.area.empty() ? area_of(surface.density) : area(inputs.area);
    add_figures(found.hotspots, found.members, inputs.incidents, {ground, inputs.harm_by_kind});
}

namespace {

/// After a test has left hotspots out and numbered the rest anew: members and streets follow.
void keep_in_step(FoundHotspots& found) {
    HotspotMembers members;
    std::map<std::int64_t, std::int64_t> id_now;
    for (const Hotspot& h : found.hotspots) {
        members.push_back(std::move(found.members[h.found_as - 1]));
        id_now[h.found_as] = h.id;
    }
    found.members = std::move(members);
    if (!found.streets) return;
    std::multimap<std::int64_t, Feature> kept;
    for (Feature& f : found.streets->features) {
        const auto id = id_now.find(std::get<std::int64_t>(f.values.front()));
        if (id == id_now.end()) continue;
        f.values.front() = id->second;
        kept.emplace(id->second, std::move(f));
    }
    found.streets->features.clear();
    for (auto& [id, feature] : kept) found.streets->features.push_back(std::move(feature));
}

}  // namespace

FoundHotspots find_hotspots(const Operation& operation, Inputs& inputs, const Surface& surface) {
    FoundHotspots found;
    const MethodRules& way = operation.hotspots.way;
    switch (way.method) {
        case HotspotMethod::kde:
            find_contour_hotspots(operation, inputs, surface, found);
            break;
        case HotspotMethod::cells:
            find_unit_hotspots(operation, inputs, surface, found);
            break;
        case HotspotMethod::network:
            find_street_hotspots(operation, inputs, surface, found);
            break;
        case HotspotMethod::automatic:
            throw std::logic_error{"settle_method comes first"};
    }
    if (found.hotspots.empty())
        throw NothingToDo{fmt::format(
            "no hotspot: no {} is large enough; {}lower hotspots.peak_share or widen "
            "hotspots.bandwidth_m",
            way.method == HotspotMethod::network ? "stretch of street" : "patch of the surface",
            operation.hotspots.extract.area_share || operation.hotspots.extract.volume_share
                ? "raise hotspots.area_share or hotspots.volume_share, "
                : "")};
    for (Hotspot& h : found.hotspots) h.found_as = h.id;
    add_figures(inputs, surface, found);
    split_masses(found.hotspots, surface);
    test_hotspots(operation, inputs, surface, found);
    keep_in_step(found);
    found.reasons = hotspot_reasons(found.hotspots, found.members, inputs.incidents, inputs.kinds,
                                    inputs.cameras, inputs.anpr_simulated);
    for (std::size_t i = 0; i < found.reasons.size(); ++i)
        found.reasons[i] = fmt::format(
            "Rank {} of {} ({}): {}{}", i + 1, found.reasons.size(),
            found.budget ? "connected cells of the density surface" : method_phrase(way),
            found.reasons[i], test_sentence(found.hotspots[i]));
    if (inputs.method) {
        for (std::string& reason : found.reasons) reason += choice_sentence(*inputs.method);
    }
    if (found.budget) {
        for (std::string& reason : found.reasons)
            reason += fmt::format(" Chosen under an area budget: {}.",
                                  area_budget_text(*operation.hotspots.area_budget, *found.budget));
    }
    return found;
}

}  // namespace beatline
