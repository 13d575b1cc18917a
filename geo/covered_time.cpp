// SPDX-License-Identifier: Apache-2.0
#include "geo/covered_time.hpp"

#include <algorithm>

namespace beatline {

Seconds covered_time(const Interval& period, std::span<const Interval> gaps) {
    Seconds covered = std::max(period.length(), Seconds{0});
    for (const Interval& gap : gaps) {
        const Interval both{std::max(period.from, gap.from), std::min(period.to, gap.to)};
        covered -= std::max(both.length(), Seconds{0});
    }
    return covered;
}

}  // namespace beatline
