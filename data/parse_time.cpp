// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <utility>

#include "data/written_time.hpp"

namespace beatline {
namespace {

constexpr Seconds midnight{0};
constexpr Seconds whole_day = std::chrono::hours{24};

/// The month that begins a date; its day is 0.
std::optional<Day> read_month(TimeCursor& text) {
    const auto year = text.digits(4);
    if (!year || !is_plausible_year(*year) || !text.skip('-')) return {};
    const auto month = text.digits(2);
    if (!month || *month < 1 || *month > 12) return {};
    return Day{*year, static_cast<unsigned>(*month), 0};
}

std::optional<Day> read_day_of(TimeCursor& text, Day month) {
    if (!text.skip('-')) return {};
    const auto number = text.digits(2);
    if (!number || *number == 0) return {};
    const Day date{month.year, month.month, static_cast<unsigned>(*number)};
    return is_real_date(date) ? std::optional{date} : std::nullopt;
}

/// hh:mm[:ss[.fraction]], up to 24:00; a fraction is dropped.
std::optional<Seconds> read_clock(TimeCursor& text, bool fractions) {
    const auto hours = text.digits(2);
    if (!hours || !text.skip(':')) return {};
    const auto minutes = text.digits(2);
    if (!minutes) return {};
    int seconds = 0;
    if (text.skip(':')) {
        const auto read = text.digits(2);
        if (!read) return {};
        seconds = *read;
        if (fractions && (text.skip('.') || text.skip(',')) && !text.skip_digits()) return {};
    }
    if (*hours > 24 || *minutes > 59 || seconds > 59) return {};
    const Seconds time{*hours * 3600 + *minutes * 60 + seconds};
    return time <= whole_day ? std::optional{time} : std::nullopt;
}

Instant utc_midnight(Day day) {
    return std::chrono::sys_days{std::chrono::year{day.year} / static_cast<int>(day.month) /
                                 static_cast<int>(day.day)};
}

int month_count(Day day) {
    return day.year * 12 + static_cast<int>(day.month) - 1;
}

/// A whole day or month: from its first moment to that of the next.
ParsedTime whole(Day date, const TimeZone& zone) {
    const Day first{date.year, date.month, date.day == 0 ? 1 : date.day};
    Day next = next_day(first);
    if (date.day == 0) {
        next = date.month == 12 ? Day{date.year + 1, 1, 1} : Day{date.year, date.month + 1, 1};
    }
    const LocalTime from = zone.at(first, midnight);
    const Day begins = from.skipped ? zone.day_of(from.instant) : first;
    return {{from.instant, zone.at(next, midnight).instant}, false, false, month_count(begins), -1};
}

/// Whether the whole text is an ISO time. Fills `written` in place: its copy costs a third as much
/// as its reading.
bool fill_iso(TimeCursor text, WrittenTime& written) {
    const auto month = read_month(text);
    if (!month) return false;
    written.date = *month;
    if (text.done()) return true;
    const auto day = read_day_of(text, *month);
    if (!day) return false;
    written.date = *day;
    if (text.done()) return true;
    if (!text.skip('T') && !text.skip('t') && !text.skip(' ')) return false;
    const auto clock = read_clock(text, true);
    if (!clock) return false;
    written.clock_s = static_cast<std::int32_t>(clock->count());
    if (text.done()) return true;
    written.offset = read_offset(text);
    return written.offset && text.done();
}

}  // namespace

bool is_real_date(Day date) {
    return std::chrono::year_month_day{std::chrono::year{date.year}, std::chrono::month{date.month},
                                       std::chrono::day{date.day == 0 ? 1 : date.day}}
        .ok();
}

std::optional<Seconds> read_offset(TimeCursor& text) {
    if (text.skip('Z') || text.skip('z')) return Seconds{0};
    const bool west = text.peek() == '-';
    if (!text.skip('+') && !text.skip('-')) return {};
    const auto hours = text.digits(2);
    if (!hours) return {};
    int minutes = 0;
    if (text.peek() == ':' || TimeCursor::is_digit(text.peek())) {
        text.skip(':');
        const auto read = text.digits(2);
        if (!read) return {};
        minutes = *read;
    }
    const Seconds offset{*hours * 3600 + minutes * 60};
    if (minutes > 59 || offset > std::chrono::hours{14}) return {};
    return west ? -offset : offset;
}

std::optional<WrittenTime> read_iso_time(std::string_view given) {
    std::optional<WrittenTime> written{std::in_place};
    if (!fill_iso(TimeCursor{given}, *written)) written.reset();
    return written;
}

ParsedTime on_clock(const WrittenTime& written, const TimeZone& zone) {
    if (written.clock_s < 0) return whole(written.date, zone);
    const Seconds clock{written.clock_s};
    LocalTime local;
    if (written.offset) {
        local.instant = utc_midnight(written.date) + clock - *written.offset;
    } else {
        local = zone.at(written.date, clock);
    }
    ParsedTime parsed{{local.instant, local.instant},
                      local.ambiguous,
                      local.skipped,
                      month_count(written.date),
                      written.clock_s};
    if (written.whole_hour) parsed.when.to += std::chrono::hours{1};
    if (written.offset || local.skipped || clock == whole_day) {  // the zone's clock shows another
        const Instant shown = local.instant + zone.offset_at(local.instant);
        const auto day = std::chrono::floor<std::chrono::days>(shown);
        parsed.clock_s = static_cast<std::int32_t>((shown - day).count());
        parsed.local_month = month_count(zone.day_of(local.instant));
    }
    return parsed;
}

std::optional<Day> parse_day(std::string_view given) {
    TimeCursor text{given};
    const auto month = read_month(text);
    const auto day = month ? read_day_of(text, *month) : std::nullopt;
    return text.done() ? day : std::nullopt;
}

std::optional<Seconds> parse_clock(std::string_view given) {
    TimeCursor text{given};
    const auto clock = read_clock(text, false);
    return text.done() ? clock : std::nullopt;
}

std::optional<ParsedTime> parse_time(std::string_view text, const TimeZone& zone) {
    const auto written = read_iso_time(text);
    return written ? std::optional{on_clock(*written, zone)} : std::nullopt;
}

}  // namespace beatline
