// SPDX-License-Identifier: Apache-2.0
#include "geo/period_counts.hpp"

#include <algorithm>
#include <tuple>

namespace beatline {

std::size_t period_of(const PeriodBounds& bounds, const Interval& when) {
    const Instant middle = when.from + (when.to - when.from) / 2;
    const auto after = std::ranges::upper_bound(bounds, middle);
    if (after == bounds.begin()) return bounds.size();
    return static_cast<std::size_t>(after - bounds.begin()) - 1;
}

PeriodCounts count_periods(std::span<const PointEvent> events, const PeriodBounds& bounds,
                           const std::function<bool(std::uint32_t)>& wanted) {
    struct Dated {
        Point at;
        std::size_t period;
    };
    PeriodCounts counts;
    if (bounds.size() < 2) return counts;
    counts.periods.resize(bounds.size() - 1);
    std::vector<Dated> dated;
    for (const PointEvent& e : events) {
        const std::size_t period = period_of(bounds, e.when);
        if (period < counts.periods.size() && wanted(e.kind)) dated.push_back({e.at, period});
    }
    std::ranges::sort(dated, {}, [](const Dated& d) {
        return std::tuple{d.at.y, d.at.x, d.period};
    });
    for (const Dated& d : dated) {
        if (counts.places.empty() || counts.places.back() != d.at) counts.places.push_back(d.at);
        const auto place = static_cast<std::uint32_t>(counts.places.size() - 1);
        auto& period = counts.periods[d.period];
        if (period.empty() || period.back().place != place) period.push_back({place, 0});
        ++period.back().count;
    }
    return counts;
}

}  // namespace beatline
