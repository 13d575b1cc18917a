// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/progress.hpp"
#include "app/stages.hpp"
#include "data/profile_layer.hpp"

namespace beatline {

namespace {

/// Above this share of instants at 00:00:00 the clock was made up; 1 in 1,440 is to be expected.
constexpr double most_at_midnight = 0.02;

/// The events whose hours count: those of the sources of that name, else all of the map.
std::vector<PointEvent> events_of(const Inputs& inputs, const std::string& source) {
    if (source.empty()) return inputs.incidents;
    std::vector<PointEvent> events;
    for (const SourceEvents& s : inputs.sources) {
        if (s.name != source) continue;
        const auto first = inputs.incidents.begin() + static_cast<std::ptrdiff_t>(s.from);
        if (s.timing)
            events.insert(events.end(), s.timing->begin(), s.timing->end());
        else
            events.insert(events.end(), first, first + static_cast<std::ptrdiff_t>(s.count));
    }
    return events;
}

std::string lack_text(const AreaTiming& area, const TimingRules& rules) {
    const std::string source =
        rules.source.empty() ? "the incidents" : fmt::format("the incidents of {}", rules.source);
    const std::string advice =
        rules.source.empty()
            ? "; name a source whose times do as hotspots.profile_source to borrow its hours"
            : "";
    switch (area.lack) {
        case TimingLack::nothing:
            return {};
        case TimingLack::no_times:
            return fmt::format(
                "none of {} says its hour (the longest interval that counts is {} "
                "h), so no windows are claimed{}",
                source, rules.params.longest.count() / 3600, advice);
        case TimingLack::few_times:
            return fmt::format(
                "{} of {} incidents ({:.0f} %) say their hour, fewer than "
                "hotspots.least_timed_share = {:g}, so no windows are claimed{}",
                area.timed, area.events,
                100.0 * static_cast<double>(area.timed) / static_cast<double>(area.events),
                rules.params.least_timed, advice);
        case TimingLack::few_events:
            return fmt::format(
                "{} of {} say their hour, too few for a profile: no windows are "
                "claimed",
                area.timed, source);
        case TimingLack::no_pattern:
            return fmt::format(
                "{} keep to no hours that chance would not make: no windows are "
                "claimed",
                source);
    }
    return {};
}

}  // namespace

void find_hours(const Operation& operation, Inputs& inputs, FoundHotspots& found) {
    const TimingRules& rules = operation.hotspots.timing;
    if (!rules.find) return;
    const TimeZone zone{operation.timezone};
    TimingParams params = rules.params;
    params.seed = operation.search.seed;
    params.cancelled = interrupted;
    const std::vector<PointEvent> events = events_of(inputs, rules.source);
    found.hours = time_hotspots(
        found.hotspots, events, [&](Instant when) { return zone.offset_at(when); }, params);
    const AreaTiming& area = *found.hours;
    for (std::size_t i = 0; i < found.hotspots.size(); ++i) {
        found.hotspots[i].timing = area.hotspots[i];
        const std::string sentence = timing_sentence(area.hotspots[i], area, rules.source);
        if (!sentence.empty()) found.reasons[i] += " " + sentence;
    }
    if (const std::string lack = lack_text(area, rules); !lack.empty())
        inputs.warnings.push_back("hotspots.windows: " + lack);
    if (!rules.source.empty() && area.lack == TimingLack::nothing)
        inputs.warnings.push_back(fmt::format(
            "hotspots.windows: the hours are borrowed from {} ({} timed incidents); other "
            "incidents may keep to others",
            rules.source, area.timed));
    if (static_cast<double>(area.at_midnight) >
        most_at_midnight * static_cast<double>(std::max<std::uint64_t>(area.timed, 50)))
        inputs.warnings.push_back(fmt::format(
            "hotspots.windows: {} of {} times are exactly 00:00:00, more than happen: a clock that "
            "was not known may stand there, and windows around midnight rest on it",
            area.at_midnight, area.timed));
}

}  // namespace beatline
