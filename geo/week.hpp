// The hours of the week on the local clock, and how events whose time is an interval spread over
// them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/time.hpp"

namespace beatline {

inline constexpr std::size_t week_hours = 168;

/// A figure for every hour of the week; hour 0 begins on Monday at 00:00, local time.
using WeekHours = std::array<double, week_hours>;

/// How far the local clock is ahead of UTC at an instant.
using LocalOffset = std::function<Seconds(Instant)>;

/// Events by hour of the week, each spread over the hours that it may have happened in: hours
/// [starts[e], starts[e + 1]) belong to event e, and their shares sum to 1.
struct SpreadEvents {
    std::vector<std::uint32_t> starts{0};
    std::vector<std::uint8_t> hours;
    std::vector<float> shares;
    std::vector<std::uint8_t> folds;  ///< one an event: the week it began in, modulo 10

    [[nodiscard]] std::size_t size() const { return starts.size() - 1; }
};

inline constexpr std::size_t week_folds = 10;

/// Aoristic splitting (Ratcliffe & McCullagh 1998, Int. J. Geographical Information Science
/// 12:751): an interval spreads its weight of 1 evenly over the time that it covers, an instant
/// stays in its hour. Time is that which passes, so an hour that a clock change repeats counts
/// twice and one that it skips not at all. An interval longer than `longest` on the local clock
/// says nothing of the hour: it is not added, and the answer is false.
bool add_spread(SpreadEvents& events, const Interval& when, Seconds longest,
                const LocalOffset& offset);

/// The sum over some of the events, or over all.
[[nodiscard]] WeekHours sum_spread(const SpreadEvents& events,
                                   std::span<const std::uint32_t> which);
[[nodiscard]] WeekHours sum_spread(const SpreadEvents& events);

/// Some of the events, in the order given.
[[nodiscard]] SpreadEvents pick_events(const SpreadEvents& events,
                                       std::span<const std::uint32_t> which);

}  // namespace beatline
