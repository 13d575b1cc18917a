// Do events keep to certain hours of the week, or is their profile what chance makes of none?
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "geo/week.hpp"

namespace beatline {

struct WeekTestParams {
    std::uint32_t simulations{999};
    std::uint64_t seed{1};
    std::function<bool()> cancelled{};
};

/// A figure of counts by hour; greater is stranger.
using WeekStatistic = std::function<double(const WeekHours& counts)>;

/// How unlike `expected` (a profile, sums to 1) the smoothed counts are: n sum (s - e)^2 / e, with
/// s the smoothed counts of n events as shares: a chi-square that sees only what is as smooth as
/// the kernel (Neyman 1937, "Smooth test for goodness of fit").
[[nodiscard]] WeekStatistic unlike(const WeekHours& expected, const WeekHours& by_lag);

/// Monte Carlo p-value of the statistic when every event might as well have happened so many hours
/// later or earlier: each is moved around the week by a whole number of hours, drawn evenly, and
/// keeps its spread. (1 + replicates as great) / (1 + replicates); 1 for no events.
[[nodiscard]] double p_of_no_hours(const SpreadEvents& events, const WeekStatistic& statistic,
                                   const WeekTestParams& params);

/// The same when every event might as well have happened on another day of the week at its hour.
[[nodiscard]] double p_of_no_days(const SpreadEvents& events, const WeekStatistic& statistic,
                                  const WeekTestParams& params);

/// The same when the events are a draw, with replacement, from `all` events.
[[nodiscard]] double p_of_a_draw(const SpreadEvents& events, const SpreadEvents& all,
                                 const WeekStatistic& statistic, const WeekTestParams& params);

}  // namespace beatline
