// What a text says of a time, field by field, before any zone's clock is asked what moment it is.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "data/clock.hpp"
#include "data/time_cursor.hpp"

namespace beatline {

/// A real date of the years 1900 to 2199, or a month of one, and as far as the text has them a
/// clock and an offset from UTC.
struct WrittenTime {
    Day date;                         ///< day 0: the whole month
    std::int32_t clock_s{-1};         ///< since midnight, up to 24 h; -1: the whole day
    bool whole_hour{false};           ///< the clock has hours and nothing finer
    std::optional<Seconds> offset{};  ///< east of UTC; without it the zone's clock holds
};

/// Years before and after are slips of the hand: "0202", "20255".
[[nodiscard]] constexpr bool is_plausible_year(int year) {
    return year >= 1900 && year <= 2199;
}
/// Day 0 stands for the whole month.
[[nodiscard]] bool is_real_date(Day date);

/// By the ISO rules of parse_time.
[[nodiscard]] std::optional<WrittenTime> read_iso_time(std::string_view text);

/// Z, +hh, +hhmm or +hh:mm from the front of a text, up to 14 hours.
[[nodiscard]] std::optional<Seconds> read_offset(TimeCursor& text);

/// The moment, day, month or hour of a zone's clock (an offset in the text goes before it).
[[nodiscard]] ParsedTime on_clock(const WrittenTime& written, const TimeZone& zone);

}  // namespace beatline
