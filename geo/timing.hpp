// When a hotspot is active, as it was found.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "geo/week.hpp"
#include "geo/week_spans.hpp"

namespace beatline {

/// Timed events of a hotspot below which they are too few to tell its hours: it is not tested
/// alone, and hours that it borrows rest on nothing of its own.
inline constexpr std::uint64_t least_timed_events = 10;

/// What windows rest on.
enum class TimingBasis : std::uint8_t {
    none,  ///< no windows: nothing shows that the place keeps to certain hours
    own,   ///< its own events differ from no hours at all
    area   ///< the area's, which differ from no hours; its own do not speak against them, or are
           ///< fewer than least_timed_events and can tell nothing
};
/// "none", "own", "area"
[[nodiscard]] std::string_view name_of(TimingBasis basis);

struct HotspotTiming {
    std::uint64_t events{0};    ///< inside, those without a time among them
    std::uint64_t timed{0};     ///< of them, those that say their hour
    WeekHours counts{};         ///< the timed ones by aoristic splitting
    WeekHours profile{};        ///< smoothed and drawn to the area's; sums to 1
    double p{1.0};              ///< that its events keep to no hours
    double q{1.0};              ///< the same over all hotspots, by false discovery rate
    double p_unlike_area{1.0};  ///< that its events are a draw from the area's
    double p_days{1.0};         ///< that its hours are the same on all days
    double q_days{1.0};         ///< the same over all hotspots, by false discovery rate
    bool daily{false};          ///< nothing shows that days differ: the profile is the same on all
    TimingBasis basis{TimingBasis::none};
    std::vector<WeekSpan> windows;  ///< local hours; empty: none claimed
    double window_share{0.0};       ///< of the profile, in the windows
};

}  // namespace beatline
