// Spans of the local clock as people write them: "18:00-02:00", "Fri,Sat 20:00-02:00".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/clock.hpp"
#include "geo/week_spans.hpp"

namespace beatline {

/// Local clock times; `to` past midnight counts on from 24:00.
struct ClockWindow {
    Seconds from{0};
    Seconds to{0};
};

/// Days of the week as bits: bit 0 is Monday.
using WeekDays = std::uint8_t;
inline constexpr WeekDays every_day = 0x7F;

/// A window that begins on some days of the week.
struct WeekWindow {
    ClockWindow clock;
    WeekDays days{every_day};
};

/// 0 for Monday to 6 for Sunday.
[[nodiscard]] unsigned weekday_of(Day day);

/// "Mon" to "Sun"
[[nodiscard]] std::string_view weekday_name(unsigned weekday);

/// "Fri", "Fri,Sat", "Mon-Thu", "Sat-Mon"; names by their first three letters, of any case.
[[nodiscard]] std::optional<WeekDays> parse_weekdays(std::string_view text);

/// Two windows of the week that cover the same moment, if any do.
[[nodiscard]] bool overlap(const std::vector<WeekWindow>& windows);

/// Spans as windows: days with the same clock times share one.
[[nodiscard]] std::vector<WeekWindow> windows_of(const std::vector<WeekSpan>& spans);

/// "daily 20:00-02:00", "Fri-Sun 21:00-03:00, Wed 18:00-22:00"; one of a day or longer is
/// "Fri 20:00 to Sun 02:00".
[[nodiscard]] std::string windows_text(const std::vector<WeekWindow>& windows);

}  // namespace beatline
