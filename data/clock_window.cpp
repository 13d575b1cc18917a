// SPDX-License-Identifier: Apache-2.0
#include "data/clock_window.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <fmt/format.h>

#include "data/lower_case.hpp"

namespace beatline {

namespace {

constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr Seconds day_length{24 * 3600};

std::optional<unsigned> weekday_named(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    for (unsigned d = 0; d < 7; ++d) {
        if (lower_case(text) == lower_case(names[d])) return d;
    }
    return std::nullopt;
}

std::string clock_text(Seconds clock) {
    const auto minutes = clock.count() / 60;
    return fmt::format("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
}

bool has(WeekDays days, unsigned day) {
    return ((days >> (day % 7)) & 1U) != 0;
}

/// Runs of days, around the week's end too: "Sat-Mon, Wed".
std::string days_text(WeekDays days) {
    if (days == every_day) return "daily";
    std::string text;
    for (unsigned d = 0; d < 7; ++d) {
        if (!has(days, d) || has(days, d + 6)) continue;  // no run begins here
        unsigned last = d;
        while (has(days, last + 1)) ++last;
        text += fmt::format("{}{}", text.empty() ? "" : ",", names[d]);
        if (last == d + 1) text += fmt::format(",{}", names[last % 7]);
        if (last > d + 1) text += fmt::format("-{}", names[last % 7]);
    }
    return text;
}

std::string window_text(const WeekWindow& w) {
    if (w.clock.to - w.clock.from < day_length || w.days == every_day)
        return fmt::format("{} {}-{}", days_text(w.days), clock_text(w.clock.from),
                           clock_text(w.clock.to));
    std::string text;
    for (unsigned d = 0; d < 7; ++d) {
        if (!has(w.days, d)) continue;
        const auto later = static_cast<unsigned>(w.clock.to / day_length);
        text +=
            fmt::format("{}{} {} to {} {}", text.empty() ? "" : ", ", names[d],
                        clock_text(w.clock.from), names[(d + later) % 7], clock_text(w.clock.to));
    }
    return text;
}

}  // namespace

unsigned weekday_of(Day day) {
    const std::chrono::year_month_day date{
        std::chrono::year{day.year}, std::chrono::month{day.month}, std::chrono::day{day.day}};
    return std::chrono::weekday{std::chrono::sys_days{date}}.iso_encoding() - 1;
}

std::string_view weekday_name(unsigned weekday) {
    return names.at(weekday);
}

std::optional<WeekDays> parse_weekdays(std::string_view text) {
    WeekDays days = 0;
    while (true) {
        const auto comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        const auto dash = part.find('-');
        const auto first = weekday_named(part.substr(0, dash));
        const auto last =
            dash == std::string_view::npos ? first : weekday_named(part.substr(dash + 1));
        if (!first || !last) return std::nullopt;
        const unsigned run = (*last + 7 - *first) % 7;
        for (unsigned d = *first; d <= *first + run; ++d)
            days = static_cast<WeekDays>(days | 1U << (d % 7));
        if (comma == std::string_view::npos) return days;
        text.remove_prefix(comma + 1);
    }
}

bool overlap(const std::vector<WeekWindow>& windows) {
    std::vector<ClockWindow> week;
    for (const WeekWindow& w : windows) {
        for (unsigned d = 0; d < 14; ++d) {  // twice, so that the week's end meets its beginning
            if (has(w.days, d))
                week.push_back({w.clock.from + d * day_length, w.clock.to + d * day_length});
        }
    }
    std::ranges::sort(week, {}, &ClockWindow::from);
    return std::ranges::adjacent_find(week, [](const ClockWindow& a, const ClockWindow& b) {
               return b.from < a.to;
           }) != week.end();
}

std::vector<WeekWindow> windows_of(const std::vector<WeekSpan>& spans) {
    std::vector<WeekWindow> windows;
    for (const WeekSpan& s : spans) {
        const Seconds from{s.from % 24 * 3600};
        const Seconds to = from + Seconds{s.hours * 3600};
        auto same = std::ranges::find_if(
            windows, [&](const WeekWindow& w) { return w.clock.from == from && w.clock.to == to; });
        if (same == windows.end()) same = windows.insert(windows.end(), WeekWindow{{from, to}, 0});
        same->days = static_cast<WeekDays>(same->days | 1U << (s.from / 24));
    }
    return windows;
}

std::string windows_text(const std::vector<WeekWindow>& windows) {
    std::string text;
    for (const WeekWindow& w : windows) text += (text.empty() ? "" : ", ") + window_text(w);
    return text;
}

}  // namespace beatline
