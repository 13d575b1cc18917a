// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/progress.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"

namespace beatline {

namespace {

std::string bands_text(const NearRepeatRules& rules) {
    double least = rules.knox.days.back();
    for (std::size_t i = 1; i < rules.knox.days.size(); ++i)
        least = std::min(least, rules.knox.days[i] - rules.knox.days[i - 1]);
    return fmt::format("{:g} day{}", least, least == 1.0 ? "" : "s");
}

void warn(const NearRepeats& found, const NearRepeatRules& rules,
          std::vector<std::string>& warnings) {
    const std::string group = fmt::format("near_repeat: group {}: ", found.group);
    if (!found.table)
        warnings.push_back(group + fmt::format("{} of {} incidents are dated more finely than the "
                                               "narrowest band of {}, too few to test",
                                               found.dated, found.events, bands_text(rules)));
    else if (found.dated < found.events)
        warnings.push_back(group + fmt::format("{} of {} incidents are left out: their dates are "
                                               "coarser than the narrowest band of {}",
                                               found.events - found.dated, found.events,
                                               bands_text(rules)));
    if (found.table && found.spread > 0)
        warnings.push_back(group + fmt::format("{} incidents are dated to more than a day; their "
                                               "middle day was taken",
                                               found.spread));
}

Instant now_for(const Operation& operation, const Inputs& inputs, const TimeZone& zone) {
    if (const auto given = reference_time(operation, zone)) return *given;
    Instant newest{};
    for (const PointEvent& e : inputs.incidents) newest = std::max(newest, e.when.to);
    return newest;
}

}  // namespace

void study_near_repeats(const Operation& operation, Inputs& inputs) {
    if (!operation.near_repeat && !operation.weights.near_repeat) return;
    NearRepeatRules rules = operation.near_repeat.value_or(NearRepeatRules{});
    rules.knox.seed = operation.search.seed;
    rules.knox.cancelled = interrupted;
    const TimeZone zone{operation.timezone};
    const auto offset = [&](Instant when) { return zone.offset_at(when); };
    std::vector<std::string> unknown;
    inputs.near_repeats = find_near_repeats(inputs.incidents, inputs.kinds, rules, offset, unknown);
    if (interrupted()) throw Interrupted{};
    if (!unknown.empty())
        inputs.warnings.push_back(fmt::format("near_repeat.groups: no incident has the category {}",
                                              fmt::join(unknown, ", ")));
    for (const NearRepeats& found : inputs.near_repeats) warn(found, rules, inputs.warnings);
    if (!operation.weights.near_repeat) return;
    inputs.near_repeat_boosted = boost_recent(inputs.incidents, inputs.near_repeats,
                                              now_for(operation, inputs, zone), offset);
    if (inputs.near_repeat_boosted == 0)
        inputs.warnings.emplace_back(
            "weights.near_repeat: no incident weighs more: none is recent enough, or its group "
            "shows no near repeats");
}

}  // namespace beatline
