// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>

#include "data/clock.hpp"

namespace beatline {
namespace {

constexpr int first_year = 1900;  // "0202" and "20255" are slips of the hand
constexpr int last_year = 2199;

/// Reads text from its front; every step says whether it found what was wanted.
class Reader {
public:
    explicit Reader(std::string_view text) : text_{text} {}

    [[nodiscard]] bool done() const { return text_.empty(); }
    [[nodiscard]] char peek() const { return text_.empty() ? '\0' : text_.front(); }

    bool skip(char wanted) {
        if (peek() != wanted || text_.empty()) return false;
        text_.remove_prefix(1);
        return true;
    }
    /// Exactly `count` digits.
    std::optional<int> digits(std::size_t count) {
        if (text_.size() < count) return std::nullopt;
        int number = 0;
        for (const char c : text_.substr(0, count)) {
            if (c < '0' || c > '9') return std::nullopt;
            number = number * 10 + (c - '0');
        }
        text_.remove_prefix(count);
        return number;
    }
    bool skip_digits() {
        const std::size_t end = std::min(text_.find_first_not_of("0123456789"), text_.size());
        text_.remove_prefix(end);
        return end > 0;
    }

private:
    std::string_view text_;
};

struct Month {
    int year{0};
    unsigned month{0};
};

std::optional<Month> read_month(Reader& reader) {
    const auto year = reader.digits(4);
    if (!year || *year < first_year || *year > last_year || !reader.skip('-')) return {};
    const auto month = reader.digits(2);
    if (!month || *month < 1 || *month > 12) return {};
    return Month{*year, static_cast<unsigned>(*month)};
}

std::optional<Day> read_day_of(Reader& reader, Month month) {
    if (!reader.skip('-')) return {};
    const auto number = reader.digits(2);
    if (!number) return {};
    const std::chrono::year_month_day date{std::chrono::year{month.year},
                                           std::chrono::month{month.month},
                                           std::chrono::day{static_cast<unsigned>(*number)}};
    if (!date.ok()) return {};
    return Day{month.year, month.month, static_cast<unsigned>(*number)};
}

/// hh:mm[:ss[.fraction]], up to 24:00; a fraction is dropped.
std::optional<Seconds> read_clock(Reader& reader, bool fractions) {
    const auto hours = reader.digits(2);
    if (!hours || !reader.skip(':')) return {};
    const auto minutes = reader.digits(2);
    if (!minutes) return {};
    int seconds = 0;
    if (reader.skip(':')) {
        const auto read = reader.digits(2);
        if (!read) return {};
        seconds = *read;
        if (fractions && (reader.skip('.') || reader.skip(',')) && !reader.skip_digits()) return {};
    }
    if (*hours > 24 || *minutes > 59 || seconds > 59) return {};
    const Seconds time{*hours * 3600 + *minutes * 60 + seconds};
    return time <= std::chrono::hours{24} ? std::optional{time} : std::nullopt;
}

/// Z, +hh, +hhmm or +hh:mm, up to 14 hours.
std::optional<Seconds> read_offset(Reader& reader) {
    if (reader.skip('Z') || reader.skip('z')) return Seconds{0};
    const bool west = reader.peek() == '-';
    if (!reader.skip('+') && !reader.skip('-')) return {};
    const auto hours = reader.digits(2);
    if (!hours) return {};
    int minutes = 0;
    if (!reader.done()) {
        reader.skip(':');
        const auto read = reader.digits(2);
        if (!read) return {};
        minutes = *read;
    }
    const Seconds offset{*hours * 3600 + minutes * 60};
    if (minutes > 59 || offset > std::chrono::hours{14}) return {};
    return west ? -offset : offset;
}

ParsedTime between(const LocalTime& from, const LocalTime& to) {
    return {{from.instant, to.instant}, false, false};
}

Instant utc_midnight(Day day) {
    return std::chrono::sys_days{std::chrono::year{day.year} / static_cast<int>(day.month) /
                                 static_cast<int>(day.day)};
}

std::optional<ParsedTime> read_moment(Reader& reader, Day day, const TimeZone& zone) {
    const auto clock = read_clock(reader, true);
    if (!clock) return {};
    if (reader.done()) {
        const LocalTime local = zone.at(day, *clock);
        return ParsedTime{{local.instant, local.instant}, local.ambiguous, local.skipped};
    }
    const auto offset = read_offset(reader);
    if (!offset || !reader.done()) return {};
    const Instant instant = utc_midnight(day) + *clock - *offset;
    return ParsedTime{{instant, instant}, false, false};
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
    Reader reader{text};
    const auto month = read_month(reader);
    const auto day = month ? read_day_of(reader, *month) : std::nullopt;
    return reader.done() ? day : std::nullopt;
}

std::optional<Seconds> parse_clock(std::string_view text) {
    Reader reader{text};
    const auto clock = read_clock(reader, false);
    return reader.done() ? clock : std::nullopt;
}

std::optional<ParsedTime> parse_time(std::string_view text, const TimeZone& zone) {
    Reader reader{text};
    const auto month = read_month(reader);
    if (!month) return {};
    if (reader.done()) {
        const Day first{month->year, month->month, 1};
        const Day next =
            month->month == 12 ? Day{month->year + 1, 1, 1} : Day{month->year, month->month + 1, 1};
        return between(zone.at(first, Seconds{0}), zone.at(next, Seconds{0}));
    }
    const auto day = read_day_of(reader, *month);
    if (!day) return {};
    if (reader.done())
        return between(zone.at(*day, Seconds{0}), zone.at(next_day(*day), Seconds{0}));
    if (!reader.skip('T') && !reader.skip('t') && !reader.skip(' ')) return {};
    return read_moment(reader, *day, zone);
}

}  // namespace beatline
