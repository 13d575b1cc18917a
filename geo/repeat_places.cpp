// SPDX-License-Identifier: Apache-2.0
#include "geo/repeat_places.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace beatline {

RepeatPlaces repeat_places(std::span<const Point> points, std::optional<std::uint64_t> at_risk) {
    RepeatPlaces r;
    r.events = points.size();
    std::vector<Point> sorted{points.begin(), points.end()};
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < sorted.size();) {
        std::size_t end = i;
        while (end < sorted.size() && sorted[end] == sorted[i]) ++end;
        const std::uint64_t here = end - i;
        ++r.places;
        r.most = std::max(r.most, here);
        if (here > 1) {
            ++r.repeat_places;
            r.at_repeats += here;
        }
        i = end;
    }
    if (r.events < 2) return r;
    const auto places = static_cast<double>(std::max(at_risk.value_or(0), r.places));
    // expm1 and log1p: a million addresses leave no digits in 1 - (1 - 1/A)^(n - 1).
    r.expected_share =
        places > 1.0 ? -std::expm1(static_cast<double>(r.events - 1) * std::log1p(-1.0 / places))
                     : 1.0;
    return r;
}

}  // namespace beatline
