// SPDX-License-Identifier: Apache-2.0
#include "geo/hold_out.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace beatline {

std::optional<HeldOut> hold_out_last(std::span<const PointEvent> events, double share) {
    if (!(share > 0.0 && share < 1.0)) throw std::invalid_argument{"a share lies in (0, 1)"};
    std::vector<Instant> begins;
    for (const PointEvent& e : events) {
        if (e.weight > 0.0) begins.push_back(e.when.from);
    }
    if (begins.empty()) return std::nullopt;
    std::ranges::sort(begins);
    const double wanted = share * static_cast<double>(begins.size());
    HeldOut held;
    double nearest = -1.0;
    for (std::size_t i = 1; i < begins.size(); ++i) {
        if (begins[i] == begins[i - 1]) continue;
        const double off = std::abs(static_cast<double>(begins.size() - i) - wanted);
        if (nearest >= 0.0 && off >= nearest) continue;
        nearest = off;
        held.cut = begins[i];
    }
    if (nearest < 0.0) return std::nullopt;
    for (const PointEvent& e : events) {
        if (!(e.weight > 0.0)) continue;
        if (e.when.from >= held.cut)
            held.later.push_back({e.at, e.weight});
        else if (e.when.to <= held.cut)
            held.earlier.push_back({e.at, e.weight});
        else
            ++held.across;
    }
    held.earlier_events = held.earlier.size();
    held.later_events = held.later.size();
    held.earlier = merge_coincident(std::move(held.earlier));
    held.later = merge_coincident(std::move(held.later));
    if (held.earlier.empty() || held.later.empty()) return std::nullopt;
    return held;
}

}  // namespace beatline
