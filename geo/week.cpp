// SPDX-License-Identifier: Apache-2.0
#include "geo/week.hpp"

#include <algorithm>

namespace beatline {

namespace {

constexpr std::int64_t hour_s = 3600;
constexpr std::int64_t week_s = 168 * hour_s;
/// 1970-01-01 was a Thursday: the week before began on Monday, three days earlier.
constexpr std::int64_t monday_shift_s = 3 * 24 * hour_s;

std::int64_t local_seconds(Instant when, const LocalOffset& offset) {
    return (when.time_since_epoch() + offset(when)).count() + monday_shift_s;
}

std::int64_t floor_mod(std::int64_t a, std::int64_t b) {
    return (a % b + b) % b;
}

std::uint8_t fold_of(std::int64_t local) {
    const std::int64_t week = (local - floor_mod(local, week_s)) / week_s;
    return static_cast<std::uint8_t>(floor_mod(week, static_cast<std::int64_t>(week_folds)));
}

}  // namespace

bool add_spread(SpreadEvents& events, const Interval& when, Seconds longest,
                const LocalOffset& offset) {
    const std::int64_t first = local_seconds(when.from, offset);
    const std::int64_t length = when.length().count();
    if (length > 0 && local_seconds(when.to, offset) - first > longest.count()) return false;
    const auto add = [&](std::int64_t local, double share) {
        const auto hour = static_cast<std::uint8_t>(floor_mod(local, week_s) / hour_s);
        if (events.hours.size() > events.starts.back() && events.hours.back() == hour) {
            events.shares.back() += static_cast<float>(share);  // an hour that comes twice
            return;
        }
        events.hours.push_back(hour);
        events.shares.push_back(static_cast<float>(share));
    };
    if (length == 0) add(first, 1.0);
    for (Instant at = when.from; at < when.to;) {
        const std::int64_t local = local_seconds(at, offset);
        const Instant next = std::min(when.to, at + Seconds{hour_s - floor_mod(local, hour_s)});
        add(local, static_cast<double>((next - at).count()) / static_cast<double>(length));
        at = next;
    }
    events.starts.push_back(static_cast<std::uint32_t>(events.hours.size()));
    events.folds.push_back(fold_of(first));
    return true;
}

WeekHours sum_spread(const SpreadEvents& events, std::span<const std::uint32_t> which) {
    WeekHours sum{};
    for (const std::uint32_t e : which) {
        for (std::uint32_t k = events.starts[e]; k < events.starts[e + 1]; ++k)
            sum[events.hours[k]] += events.shares[k];
    }
    return sum;
}

WeekHours sum_spread(const SpreadEvents& events) {
    WeekHours sum{};
    for (std::size_t k = 0; k < events.hours.size(); ++k) sum[events.hours[k]] += events.shares[k];
    return sum;
}

SpreadEvents pick_events(const SpreadEvents& events, std::span<const std::uint32_t> which) {
    SpreadEvents some;
    for (const std::uint32_t e : which) {
        const auto from = static_cast<std::ptrdiff_t>(events.starts[e]);
        const auto to = static_cast<std::ptrdiff_t>(events.starts[e + 1]);
        some.hours.insert(some.hours.end(), events.hours.begin() + from, events.hours.begin() + to);
        some.shares.insert(some.shares.end(), events.shares.begin() + from,
                           events.shares.begin() + to);
        some.starts.push_back(static_cast<std::uint32_t>(some.hours.size()));
        some.folds.push_back(events.folds[e]);
    }
    return some;
}

}  // namespace beatline
