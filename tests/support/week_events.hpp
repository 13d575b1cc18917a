// Events at hours of the week, to say in one line what a case is about.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/event.hpp"
#include "geo/rng.hpp"
#include "geo/week.hpp"

namespace beatline {

/// An instant in the given week of 2025 (week 0 begins on Monday 6 January), by UTC.
inline Instant week_time(std::uint32_t week, double hour) {
    using namespace std::chrono;
    return sys_days{year{2025} / 1 / 6} + Seconds{static_cast<std::int64_t>(week) * 168 * 3600 +
                                                  static_cast<std::int64_t>(hour * 3600.0)};
}

inline Seconds utc_clock(Instant) {
    return Seconds{0};
}

/// Instants in 50 weeks at hours drawn by `hour(rng)`.
template <class Hour>
SpreadEvents drawn_events(std::size_t n, std::uint64_t seed, const Hour& hour) {
    Rng rng{seed};
    SpreadEvents events;
    for (std::size_t i = 0; i < n; ++i) {
        const Instant at = week_time(rng.below(50), hour(rng));
        add_spread(events, {at, at}, Seconds{24 * 3600}, utc_clock);
    }
    return events;
}

inline double any_hour(Rng& rng) {
    return rng.unit() * 168.0;
}

/// Around 22:00 on every day, within 2 hours.
inline double every_evening(Rng& rng) {
    return static_cast<double>(rng.below(7)) * 24.0 + 20.0 + rng.unit() * 4.0 - 0.001;
}

/// Friday and Saturday from 21:00 to 03:00.
inline double weekend_night(Rng& rng) {
    return (rng.chance(0.5) ? 4.0 : 5.0) * 24.0 + 21.0 + rng.unit() * 6.0;
}

}  // namespace beatline
