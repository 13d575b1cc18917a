// A time zone's offsets as a table, so that most local times become instants by arithmetic.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <date/tz.h>
#include <optional>
#include <vector>

#include "geo/time.hpp"

namespace beatline {

/// The spans of one offset each from 1800 to 2201, about 250, as the system's zone files have them.
/// Where a clock change is near, and outside those years, the date library itself answers.
/// Immutable: threads may share it.
class ZonePeriods {
public:
    explicit ZonePeriods(const date::time_zone& zone);

    [[nodiscard]] Seconds offset_at(Instant when) const;
    /// Of the local time so many seconds after 1970-01-01 00:00, when that time occurs exactly once
    /// and no clock change is near; nothing otherwise.
    [[nodiscard]] std::optional<Seconds> sure_offset(Seconds local) const;
    [[nodiscard]] const date::time_zone& zone() const { return *zone_; }

private:
    struct Period {
        Interval when;
        Seconds offset;
    };
    [[nodiscard]] const Period* period_at(Instant when) const;

    const date::time_zone* zone_;
    std::vector<Period> periods_;        // one after the other, without gaps
    std::vector<std::uint16_t> starts_;  // the period in which each stretch of 48 days begins
};

}  // namespace beatline
