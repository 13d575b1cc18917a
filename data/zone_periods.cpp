// SPDX-License-Identifier: Apache-2.0
#include "data/zone_periods.hpp"

namespace beatline {
namespace {

using namespace std::chrono_literals;

constexpr Instant first_needed = std::chrono::sys_days{std::chrono::year{1800} / 1 / 1};
constexpr Instant last_needed = std::chrono::sys_days{std::chrono::year{2201} / 1 / 1};

constexpr int stretch_bits = 22;  // of seconds, 48 days: two clock changes at most in nearly all

/// No zone was ever further than 16 hours from UTC, so a local time this far from a period's ends,
/// taken as if it were UTC, is in that period whichever offset it may have.
constexpr Seconds margin = 48h;

}  // namespace

ZonePeriods::ZonePeriods(const date::time_zone& zone) : zone_{&zone} {
    for (Instant next = first_needed; next < last_needed;) {
        const date::sys_info info = zone.get_info(next);
        periods_.push_back({{info.begin, info.end}, info.offset});
        next = info.end;
    }
    std::uint16_t period = 0;
    for (Instant start = first_needed; start < last_needed; start += Seconds{1 << stretch_bits}) {
        while (start >= periods_[period].when.to) ++period;
        starts_.push_back(period);
    }
}

const ZonePeriods::Period* ZonePeriods::period_at(Instant when) const {
    if (when < first_needed || when >= last_needed) return nullptr;
    const Period* period =
        &periods_[starts_[static_cast<std::size_t>((when - first_needed).count() >> stretch_bits)]];
    while (when >= period->when.to) ++period;
    return period;
}

Seconds ZonePeriods::offset_at(Instant when) const {
    const Period* period = period_at(when);
    return period != nullptr ? period->offset : zone_->get_info(when).offset;
}

std::optional<Seconds> ZonePeriods::sure_offset(Seconds local) const {
    const Instant as_utc{local};
    const Period* period = period_at(as_utc);
    const bool sure = period != nullptr && as_utc >= period->when.from + margin &&
                      as_utc < period->when.to - margin;
    return sure ? std::optional{period->offset} : std::nullopt;
}

}  // namespace beatline
