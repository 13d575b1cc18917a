// The spans of the week that hold most of a profile in the fewest hours.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/week.hpp"

namespace beatline {

/// Whole hours of the week, around its end where need be; hour 0 is Monday 00:00.
struct WeekSpan {
    std::uint32_t from{0};   ///< 0 to 167
    std::uint32_t hours{0};  ///< 1 to 168

    bool operator==(const WeekSpan&) const = default;
};

struct WeekSpanParams {
    double share{0.5};             ///< of the profile to cover, (0, 1]
    std::uint32_t count{7};        ///< spans at most, 1 to 14
    std::uint32_t least_hours{3};  ///< length of each at least, 1 to 24
};

/// The fewest hours of the week that hold `share` of the profile in at most `count` spans of at
/// least `least_hours`, and of those with so few hours the ones that hold most; exact, by dynamic
/// programming over the hours. Rising by `from`; a span around the week's end comes last. The
/// profile need not sum to 1. Throws std::invalid_argument for parameters out of range and for a
/// profile that is not positive in sum.
[[nodiscard]] std::vector<WeekSpan> busiest_spans(const WeekHours& profile,
                                                  const WeekSpanParams& params);

/// The same spans on every day, by the sum over the days: as many a day as whole weeks of them go
/// into `count`, one at least.
[[nodiscard]] std::vector<WeekSpan> busiest_daily_spans(const WeekHours& profile,
                                                        const WeekSpanParams& params);

/// What the spans hold, as a share of the profile.
[[nodiscard]] double share_in(const WeekHours& profile, const std::vector<WeekSpan>& spans);

}  // namespace beatline
