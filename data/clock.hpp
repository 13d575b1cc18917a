// Local clocks, named time zones and dates: the only place that knows of them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "geo/time.hpp"

namespace beatline {

/// A calendar day, as ISO text has it.
struct Day {
    int year{0};
    unsigned month{0};
    unsigned day{0};

    auto operator<=>(const Day&) const = default;
};

/// What to do with a local time that a clock change skips (take the moment after the gap) or
/// repeats (take the first): the policy is fixed, documented and counted.
struct LocalTime {
    Instant instant;
    bool ambiguous{false};
    bool skipped{false};
};

class ZonePeriods;

/// Cheap to copy, safe to share between threads.
class TimeZone {
public:
    /// Throws UsageError naming the zone when the system does not know it.
    explicit TimeZone(const std::string& name);

    [[nodiscard]] const std::string& name() const { return name_; }
    /// `seconds` since local midnight of `day`; 24:00 and beyond run into the next days.
    [[nodiscard]] LocalTime at(Day day, Seconds since_midnight) const;
    /// How far the zone's clock is ahead of UTC.
    [[nodiscard]] Seconds offset_at(Instant when) const;
    [[nodiscard]] Day day_of(Instant when) const;
    /// "2025-12-01T14:00:00+00:00"
    [[nodiscard]] std::string iso(Instant when) const;
    /// "14:00"
    [[nodiscard]] std::string hour_minute(Instant when) const;
    /// "Mon 1 Dec"
    [[nodiscard]] std::string day_label(Instant when) const;

private:
    std::string name_;
    std::shared_ptr<const ZonePeriods> periods_;  // the date library stays out of the header
};

/// "2025-12-01"; nothing unless it is a real date.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
[[nodiscard]] std::string to_string(Day day);
[[nodiscard]] Day next_day(Day day, int by = 1);

/// So many calendar months earlier, in UTC; the last day of a shorter month stands for a later one.
[[nodiscard]] Instant months_before(Instant when, int months);

/// "14:00" or "14:00:30" up to "24:00"; seconds since midnight.
[[nodiscard]] std::optional<Seconds> parse_clock(std::string_view text);

/// What a file's time column may hold, read by ISO rules: "2025-12" (the whole month), "2025-12-01"
/// (the whole day), "2025-12-01T14:05[:06][Z|+hh:mm]" or with a space. Without an offset the zone's
/// clock holds.
struct ParsedTime {
    Interval when;
    bool ambiguous{false};
    bool skipped{false};
    int local_month{0};        ///< year * 12 + month - 1 on the zone's clock when it begins
    std::int32_t clock_s{-1};  ///< seconds since midnight on it, if the text has a time of day
};
[[nodiscard]] std::optional<ParsedTime> parse_time(std::string_view text, const TimeZone& zone);

}  // namespace beatline
