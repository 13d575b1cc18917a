// SPDX-License-Identifier: Apache-2.0
#include "data/operation_timing.hpp"

#include <fmt/format.h>

#include "data/operation_tables.hpp"

namespace beatline {

namespace {

/// "20:00-02:00" or "Fri,Sat 20:00-02:00"
WeekWindow week_window(TomlTable& table, const std::string& text) {
    const auto digit = text.find_first_of("0123456789");
    if (digit == 0 || digit == std::string::npos)
        return {clock_window(table, "windows", text), every_day};
    const auto days = parse_weekdays(std::string_view{text}.substr(0, digit));
    if (!days)
        table.fail("windows", fmt::format("found \"{}\", wanted days and clock times like "
                                          "\"Fri,Sat 20:00-02:00\" or \"Mon-Thu 16:00-18:00\"",
                                          text));
    return {clock_window(table, "windows", text.substr(digit)), *days};
}

void read_windows(TomlTable& table, TimingRules& rules) {
    if (!table.is_text("windows")) {
        for (const std::string& text : table.texts("windows"))
            rules.given.push_back(week_window(table, text));
        if (overlap(rules.given))
            table.fail("windows", "two of the windows overlap; write them as one");
        return;
    }
    const std::string word = *table.text("windows");
    if (word != "auto" && word != "day-night")
        table.fail("windows",
                   fmt::format("found \"{}\", wanted \"auto\", \"day-night\" or an array of clock "
                               "windows like [\"18:00-02:00\"]",
                               word));
    rules.find = true;
    rules.params.choice = word == "auto" ? WindowChoice::spans : WindowChoice::day_night;
}

double share(TomlTable& table, std::string_view key, double fallback) {
    const double value = table.number(key).value_or(fallback);
    if (!(value > 0.0 && value <= 1.0))
        table.fail(key, fmt::format("found {}, wanted more than 0 and at most 1", value));
    return value;
}

void read_day_hours(TomlTable& table, TimingParams& params) {
    const auto text = table.text("day_hours");
    if (!text) return;
    const ClockWindow day = clock_window(table, "day_hours", *text);
    if (day.from.count() % 3600 != 0 || day.to.count() % 3600 != 0 ||
        day.to - day.from == Seconds{24 * 3600})
        table.fail("day_hours",
                   fmt::format("found \"{}\", wanted whole hours like \"07:00-19:00\"", *text));
    params.day_from = static_cast<std::uint32_t>(day.from.count() / 3600);
    params.day_to = static_cast<std::uint32_t>(day.to.count() / 3600 % 24);
}

}  // namespace

TimingRules read_timing_rules(TomlTable& table) {
    TimingRules rules;
    read_windows(table, rules);
    TimingParams& params = rules.params;
    params.spans.share = share(table, "window_share", params.spans.share);
    params.spans.count = static_cast<std::uint32_t>(
        table.integer("window_count", 1, 14).value_or(params.spans.count));
    params.spans.least_hours = static_cast<std::uint32_t>(
        table.integer("window_min_hours", 1, 24).value_or(params.spans.least_hours));
    read_day_hours(table, params);
    params.least_timed = share(table, "least_timed_share", params.least_timed);
    params.longest = std::chrono::hours{table.integer("longest_interval_h", 1, 168).value_or(24)};
    rules.source = table.text("profile_source").value_or("");
    for (const char* key : {"window_share", "window_count", "window_min_hours", "day_hours",
                            "least_timed_share", "longest_interval_h", "profile_source"}) {
        if (table.has(key) && !rules.find)
            table.fail(key, "is for windows = \"auto\" or \"day-night\" only");
    }
    return rules;
}

}  // namespace beatline
