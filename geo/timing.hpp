// When a hotspot is active, as it was found.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "geo/week.hpp"
#include "geo/week_spans.hpp"

namespace beatline {

/// What windows rest on.
enum class TimingBasis : std::uint8_t {
    none,  ///< no windows: nothing shows that the place keeps to certain hours
    own,   ///< its own events differ from no hours at all
    area   ///< too few events of its own; it may share the area's hours, which differ from none
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
    bool daily{false};          ///< nothing shows that days differ: the profile is the same on all
    TimingBasis basis{TimingBasis::none};
    std::vector<WeekSpan> windows;  ///< local hours; empty: none claimed
    double window_share{0.0};       ///< of the profile, in the windows
};

}  // namespace beatline
