// Every pair of event and lixel of a street that the event reaches over the street's ends.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/lane_kernels.hpp"
#include "geo/lanes.hpp"

namespace beatline::BEATLINE_LANES {
namespace {

template <LaneShape shape>
BEATLINE_INLINE Doubles4 line_term(Doubles4 distance) {
    const Doubles4 none = Doubles4::of(0.0);
    if constexpr (shape == LaneShape::triangular) return max(Doubles4::of(1.0) - distance, none);
    const Doubles4 inside = max(Doubles4::of(1.0) - distance * distance, none);
    if constexpr (shape == LaneShape::epanechnikov) return inside;
    if constexpr (shape == LaneShape::quartic) return inside * inside;
    return inside * inside * inside;
}

template <LaneShape shape, int groups>
BEATLINE_INLINE void add_events(const ReachingEvent* events, std::size_t count, const LixelRow& row,
                                int from) {
    Doubles4 ahead[groups];
    Doubles4 behind[groups];
    Doubles4 sum[groups];
    for (int g = 0; g < groups; ++g) {
        ahead[g] = Doubles4::at(row.ahead + from + 4 * g);
        behind[g] = Doubles4::at(row.behind + from + 4 * g);
        sum[g] = Doubles4::at(row.sums + from + 4 * g);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const Doubles4 over_first = Doubles4::of(events[i].over_first);
        const Doubles4 over_last = Doubles4::of(events[i].over_last);
        const Doubles4 weight = Doubles4::of(events[i].weight);
        for (int g = 0; g < groups; ++g) {
            const Doubles4 distance = min(over_first + ahead[g], over_last + behind[g]);
            sum[g] = sum[g] + weight * line_term<shape>(distance);
        }
    }
    for (int g = 0; g < groups; ++g) sum[g].put(row.sums + from + 4 * g);
}

template <LaneShape shape>
void add_to_lixels(const ReachingEvent* events, std::size_t count, const LixelRow& row) {
    int from = 0;
    for (; from + 8 <= row.count; from += 8) add_events<shape, 2>(events, count, row, from);
    if (from < row.count) add_events<shape, 1>(events, count, row, from);
}

void add_to_lixels_of(LaneShape shape, const ReachingEvent* events, std::size_t count,
                      const LixelRow& row) {
    switch (shape) {
        case LaneShape::epanechnikov:
            return add_to_lixels<LaneShape::epanechnikov>(events, count, row);
        case LaneShape::quartic:
            return add_to_lixels<LaneShape::quartic>(events, count, row);
        case LaneShape::triweight:
            return add_to_lixels<LaneShape::triweight>(events, count, row);
        case LaneShape::triangular:
            return add_to_lixels<LaneShape::triangular>(events, count, row);
    }
}

}  // namespace
}  // namespace beatline::BEATLINE_LANES
