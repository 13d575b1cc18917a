// When a hotspot is active: its profile over the week, what that rests on, and the windows that can
// be claimed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/event.hpp"
#include "geo/hotspot.hpp"
#include "geo/timing.hpp"
#include "geo/week.hpp"
#include "geo/week_profile.hpp"
#include "geo/week_spans.hpp"

namespace beatline {

enum class WindowChoice : std::uint8_t {
    spans,     ///< the fewest hours that hold a share of the profile
    day_night  ///< the half of the day that holds more
};

struct TimingParams {
    WindowChoice choice{WindowChoice::spans};
    WeekSpanParams spans;
    std::uint32_t day_from{7}, day_to{19};  ///< local hours of the day half; the rest is night
    Seconds longest{24 * 3600};             ///< longer intervals say nothing of the hour
    double least_timed{0.5};  ///< share of events that must say their hour for any claim
    double significance{0.05};
    std::uint32_t simulations{999};
    std::uint64_t seed{1};
    std::function<bool()> cancelled{};
};

/// Why nothing can be claimed anywhere.
enum class TimingLack : std::uint8_t { nothing, no_times, few_times, few_events, no_pattern };

struct AreaTiming {
    std::uint64_t events{0};
    std::uint64_t timed{0};
    std::uint64_t at_midnight{0};  ///< instants at 00:00:00 local time, where clocks are made up
    WeekKernel kernel;
    double prior_strength{0.0};  ///< events; infinite: the area's profile for all
    WeekHours counts{};
    WeekHours profile{};
    double p{1.0};       ///< that the area's events keep to no hours
    double p_days{1.0};  ///< that their hours are the same on all days
    TimingLack lack{TimingLack::nothing};
    std::vector<HotspotTiming> hotspots;  ///< as given
};

/// Every event that weighs something counts 1, whatever its weight. Windows are claimed where the
/// hotspot's own timed events (10 or more) differ from no hours at all, at a false discovery rate
/// over all hotspots of `significance`; else, where the area's do and the hotspot's do not differ
/// from the area's, as the area's: of fewer than least_timed_events that can hardly be otherwise,
/// and texts must say so. Where nothing shows that days differ, at the same rate over all hotspots,
/// windows are the same on all. Tests use 5,000 events of a place
/// at most, evenly picked. The result depends on the seed, not on the number of threads or, but for
/// ties, the order of hotspots.
[[nodiscard]] AreaTiming time_hotspots(std::span<const Hotspot> hotspots,
                                       std::span<const PointEvent> events,
                                       const LocalOffset& offset, const TimingParams& params);

}  // namespace beatline
