// SPDX-License-Identifier: Apache-2.0
#include "data/profile_layer.hpp"

#include <fmt/format.h>

#include "data/clock_window.hpp"

namespace beatline {

namespace {

std::string windows_of_timing(const HotspotTiming& timing) {
    return windows_text(windows_of(timing.windows));
}

double hours_in(const HotspotTiming& timing) {
    double hours = 0.0;
    for (const WeekSpan& s : timing.windows) hours += s.hours;
    return hours;
}

}  // namespace

Layer profile_layer(std::span<const Hotspot> hotspots) {
    Layer layer{"profiles", "Hours of the week", GeometryType::none, {}, {}, ""};
    layer.fields = {{"hotspot", FieldType::integer, "id of the hotspot"},
                    {"hour_of_week", FieldType::integer, "0 is Monday 00:00 to 01:00, local time"},
                    {"day", FieldType::text, "day of the week"},
                    {"hour", FieldType::integer, "hour of the day"},
                    {"events", FieldType::real, "timed incidents, shared out over their hours"},
                    {"share", FieldType::real, "of the week, smoothed and drawn to the area's"},
                    {"in_window", FieldType::boolean, "whether a window covers the hour"}};
    for (const Hotspot& h : hotspots) {
        if (!h.timing) continue;
        std::array<bool, week_hours> in{};
        for (const WeekSpan& s : h.timing->windows) {
            for (std::uint32_t k = 0; k < s.hours; ++k) in[(s.from + k) % week_hours] = true;
        }
        for (std::size_t hour = 0; hour < week_hours; ++hour) {
            layer.features.push_back(
                {std::monostate{},
                 {static_cast<std::int64_t>(h.id), static_cast<std::int64_t>(hour),
                  std::string{weekday_name(static_cast<unsigned>(hour / 24))},
                  static_cast<std::int64_t>(hour % 24), h.timing->counts[hour],
                  h.timing->profile[hour], static_cast<bool>(in[hour])}});
        }
    }
    return layer;
}

std::vector<Field> timing_fields() {
    return {{"windows", FieldType::text, "local hours of the week in which it is active"},
            {"windows_from", FieldType::text,
             "what they rest on: own, area (the whole area's hours) or none"},
            {"windows_share", FieldType::real, "of its profile in the windows, 0 to 1"},
            {"windows_p", FieldType::real,
             "that its incidents keep to no hours, by false discovery rate over all hotspots"},
            {"timed_events", FieldType::integer, "incidents inside that say their hour"}};
}

std::vector<Value> timing_values(const Hotspot& hotspot) {
    if (!hotspot.timing) return std::vector<Value>(timing_fields().size());
    const HotspotTiming& t = *hotspot.timing;
    std::vector<Value> values{std::monostate{}, std::string{name_of(t.basis)}, std::monostate{},
                              t.q, static_cast<std::int64_t>(t.timed)};
    if (!t.windows.empty()) {
        values[0] = windows_of_timing(t);
        values[2] = t.window_share;
    }
    return values;
}

std::string timing_sentence(const HotspotTiming& timing, const AreaTiming& area,
                            const std::string& source) {
    const std::string of = source.empty() ? "" : fmt::format(" of {}", source);
    const auto claimed = [&] {
        return fmt::format("{}: {:.0f} % of the week's profile in {:.0f} % of its hours",
                           windows_of_timing(timing), 100.0 * timing.window_share,
                           100.0 * hours_in(timing) / week_hours);
    };
    switch (timing.basis) {
        case TimingBasis::own:
            return fmt::format("Active {}, by {} timed incidents{} inside (q = {:.2g}).", claimed(),
                               timing.timed, of, timing.q);
        case TimingBasis::area:
            if (timing.timed < least_timed_events)
                return fmt::format(
                    "Hours of the whole area: {}; {} timed incident{}{} inside {} too few to tell "
                    "its own ({} needed).",
                    claimed(), timing.timed == 0 ? "no" : fmt::format("{}", timing.timed),
                    timing.timed == 1 ? "" : "s", of, timing.timed == 1 ? "is" : "are",
                    least_timed_events);
            return fmt::format(
                "Hours of the whole area: {}; {} timed incident{}{} inside show{} no "
                "hours of {} own.",
                claimed(), timing.timed, timing.timed == 1 ? "" : "s", of,
                timing.timed == 1 ? "s" : "", timing.timed == 1 ? "its" : "their");
        case TimingBasis::none:
            break;
    }
    if (area.lack != TimingLack::nothing && area.lack != TimingLack::no_pattern) return {};
    return fmt::format("No hours are claimed: its {} timed incident{}{} may fall at any time.",
                       timing.timed, timing.timed == 1 ? "" : "s", of);
}

}  // namespace beatline
