// SPDX-License-Identifier: Apache-2.0
#include "geo/choose_bandwidth.hpp"

#include <algorithm>
#include <numbers>

#include "geo/hold_out.hpp"

namespace beatline {

namespace {

constexpr double held_out_share = 0.2;
constexpr std::size_t fewest_earlier = 50;
constexpr std::size_t fewest_later = 20;
constexpr std::size_t fewest_places = 10;
constexpr std::size_t steps_tried = 24;

/// Where an event might have been: the study area, or what the events' box and the widest kernel
/// reach.
SquareMetres even_area(const BandwidthWish& wish, std::span<const WeightedPoint> places,
                       Metres widest) {
    if (!wish.area.empty()) return area(wish.area);
    Box box;
    for (const WeightedPoint& p : places) box.include(p.at);
    box = box.grown(support_radius(wish.kernel, widest));
    return Metres{box.max.x - box.min.x} * Metres{box.max.y - box.min.y};
}

LikelihoodRules likelihood_rules(const BandwidthWish& wish, std::span<const WeightedPoint> places,
                                 Metres floor, Metres reference) {
    LikelihoodRules rules;
    rules.kernel = wish.kernel;
    rules.ladder = bandwidth_ladder(floor, std::max(reference, 4.0 * floor), steps_tried);
    rules.even_area = even_area(wish, places, rules.ladder.back());
    if (wish.edge_corrected) rules.edge_area = wish.area;
    return rules;
}

void take_scores(ChosenBandwidth& chosen, std::optional<ScoredBandwidths> scores,
                 BandwidthRule used) {
    chosen.used = used;
    chosen.bandwidth = scores->ladder[scores->smoothest];
    chosen.narrowest = scores->smoothest == 0;
    chosen.widest = scores->smoothest + 1 == scores->ladder.size();
    chosen.scores = std::move(scores);
}

bool hold_out(ChosenBandwidth& chosen, std::span<const PointEvent> events,
              const BandwidthWish& wish) {
    const auto held = hold_out_last(events, held_out_share);
    if (!held || held->earlier_events < fewest_earlier || held->later_events < fewest_later ||
        held->earlier.size() < fewest_places)
        return false;
    LikelihoodRules rules =
        likelihood_rules(wish, held->earlier, chosen.floor, chosen.reference.bandwidth);
    rules.blur = 0.5 * wish.spacing;
    auto scores = held_out_scores(held->earlier, held->later, rules);
    if (!scores) return false;
    take_scores(chosen, std::move(scores), BandwidthRule::held_out);
    chosen.cut = held->cut;
    chosen.earlier = held->earlier_events;
    chosen.later = held->later_events;
    chosen.across = held->across;
    return true;
}

bool leave_one_out(ChosenBandwidth& chosen, std::span<const WeightedPoint> places,
                   const BandwidthWish& wish) {
    if (places.size() < fewest_places) return false;
    auto scores = leave_one_out_scores(
        places, likelihood_rules(wish, places, chosen.floor, chosen.reference.bandwidth));
    if (!scores) return false;
    take_scores(chosen, std::move(scores), BandwidthRule::likelihood);
    return true;
}

bool diggle(ChosenBandwidth& chosen, std::span<const WeightedPoint> places,
            const BandwidthWish& wish) {
    const Metres widest = std::max(chosen.reference.bandwidth, 4.0 * chosen.floor);
    chosen.diggle =
        diggle_bandwidth(places, {standard_deviation(wish.kernel, widest), 512, wish.area});
    if (!chosen.diggle) return false;
    chosen.used = BandwidthRule::diggle;
    chosen.bandwidth = of_deviation(wish.kernel, chosen.diggle->deviation);
    chosen.narrowest = chosen.diggle->deviation == chosen.diggle->deviations.front();
    chosen.widest = chosen.diggle->at_end && !chosen.narrowest;
    return true;
}

}  // namespace

std::string_view name_of(BandwidthRule rule) {
    switch (rule) {
        case BandwidthRule::automatic:
            return "auto";
        case BandwidthRule::silverman:
            return "silverman";
        case BandwidthRule::scott:
            return "scott";
        case BandwidthRule::likelihood:
            return "likelihood";
        case BandwidthRule::diggle:
            return "diggle";
        case BandwidthRule::held_out:
            return "held-out likelihood";
    }
    return "";
}

std::optional<BandwidthRule> bandwidth_rule_named(std::string_view name) {
    for (const BandwidthRule rule : all_bandwidth_rules) {
        if (name_of(rule) == name) return rule;
    }
    return std::nullopt;
}

ChosenBandwidth choose_bandwidth(std::span<const PointEvent> events, const BandwidthWish& wish) {
    std::vector<WeightedPoint> points;
    points.reserve(events.size());
    for (const PointEvent& e : events) {
        if (e.weight > 0.0) points.push_back({e.at, e.weight});
    }
    ChosenBandwidth chosen;
    const bool scott = wish.rule == BandwidthRule::scott;
    chosen.reference =
        scott ? scott_bandwidth(points, wish.kernel) : silverman_bandwidth(points, wish.kernel);
    chosen.floor =
        wish.rule == BandwidthRule::automatic ? std::max(wish.least, wish.spacing) : wish.least;
    chosen.bandwidth = chosen.reference.bandwidth;
    chosen.used = scott ? BandwidthRule::scott : BandwidthRule::silverman;
    chosen.degenerate = chosen.reference.degenerate;
    if (!chosen.degenerate) {
        switch (wish.rule) {
            case BandwidthRule::automatic:
                if (!hold_out(chosen, events, wish))
                    leave_one_out(chosen, merge_coincident(std::move(points)), wish);
                break;
            case BandwidthRule::likelihood:
                leave_one_out(chosen, merge_coincident(std::move(points)), wish);
                break;
            case BandwidthRule::diggle:
                diggle(chosen, merge_coincident(std::move(points)), wish);
                break;
            case BandwidthRule::silverman:
            case BandwidthRule::scott:
            case BandwidthRule::held_out:
                break;
        }
    }
    if (chosen.bandwidth < chosen.floor) {
        chosen.bandwidth = chosen.floor;
        chosen.raised = true;
    }
    return chosen;
}

}  // namespace beatline
