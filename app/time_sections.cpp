// SPDX-License-Identifier: Apache-2.0
#include "app/time_sections.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace beatline {

namespace {

std::string_view name_of(TimingLack lack) {
    switch (lack) {
        case TimingLack::nothing:
            return "";
        case TimingLack::no_times:
            return "no_times";
        case TimingLack::few_times:
            return "few_times";
        case TimingLack::few_events:
            return "few_events";
        case TimingLack::no_pattern:
            return "no_pattern";
    }
    return {};
}

nlohmann::json places_json(const RepeatPlaces& places) {
    return {{"places", places.places},
            {"repeat_places", places.repeat_places},
            {"events_at_repeat_places", places.at_repeats},
            {"share_at_repeat_places", places.share()},
            {"share_expected", places.expected_share},
            {"most_at_one_place", places.most}};
}

}  // namespace

nlohmann::json hours_section(const AreaTiming& area, const Operation& operation) {
    const TimingRules& rules = operation.hotspots.timing;
    std::size_t own = 0;
    std::size_t lent = 0;
    for (const HotspotTiming& h : area.hotspots) {
        own += h.basis == TimingBasis::own ? 1 : 0;
        lent += h.basis == TimingBasis::area ? 1 : 0;
    }
    nlohmann::json section{{"source", rules.source.empty() ? "incidents" : rules.source},
                           {"events", area.events},
                           {"timed", area.timed},
                           {"longest_interval_h", rules.params.longest.count() / 3600},
                           {"at_midnight", area.at_midnight},
                           {"hotspots_with_own_windows", own},
                           {"hotspots_with_the_areas_windows", lent},
                           {"hotspots_without_windows", area.hotspots.size() - own - lent},
                           {"simulations", rules.params.simulations},
                           {"significance", rules.params.significance}};
    section["lack"] = nullptr;
    if (area.lack != TimingLack::nothing) section["lack"] = name_of(area.lack);
    if (area.lack == TimingLack::nothing || area.lack == TimingLack::no_pattern) {
        section["kernel_hours"] = area.kernel.deviation_h;
        section["kernel_pooled_days"] = area.kernel.pooled;
        section["prior_events"] = std::isfinite(area.prior_strength)
                                      ? nlohmann::json(area.prior_strength)
                                      : nlohmann::json{};
        section["area_p"] = area.p;
        section["area_profile"] = area.profile;
    }
    return section;
}

nlohmann::json near_repeat_section(const Inputs& inputs) {
    nlohmann::json section{{"boosted", inputs.near_repeat_boosted},
                           {"groups", nlohmann::json::array()}};
    for (const NearRepeats& found : inputs.near_repeats) {
        nlohmann::json group{{"group", found.group},
                             {"events", found.events},
                             {"dated", found.dated},
                             {"middle_day_taken", found.spread},
                             {"repeats", places_json(found.places)}};
        if (found.table) {
            const KnoxTable& table = *found.table;
            group["distance_m"] = table.params.distance_m;
            group["days"] = table.params.days;
            group["metric"] =
                table.params.distance == PairDistance::euclid ? "euclid" : "manhattan";
            group["simulations"] = table.params.simulations;
            group["seed"] = table.params.seed;
            group["near_pairs"] = table.near;
            group["bands_significant"] = std::ranges::count_if(
                table.cells, [](const KnoxCell& c) { return c.p_max <= 0.05; });
            group["weight_by_days"] = found.boost;
        }
        section["groups"].push_back(std::move(group));
    }
    return section;
}

}  // namespace beatline
