// What the near-repeat analysis found: of each group of categories a table, and what it means for
// the weight of recent incidents.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/layer.hpp"
#include "data/operation_near_repeat.hpp"
#include "geo/event.hpp"
#include "geo/knox.hpp"
#include "geo/repeat_places.hpp"
#include "geo/week.hpp"

namespace beatline {

struct NearRepeats {
    std::string group;
    std::vector<std::uint32_t> kinds;  ///< the categories in it
    std::uint64_t events{0};
    std::uint64_t dated{0};   ///< of them, those dated finely enough for the bands
    std::uint64_t spread{0};  ///< of these, those whose time is longer than a day
    RepeatPlaces places;
    std::optional<KnoxTable> table;  ///< nothing with fewer than 20 dated events
    std::vector<double> boost;       ///< by day band, >= 1
};

/// The date of an event is the local day of its middle. Events whose time is longer than the
/// narrowest band of days are left out. Categories are compared as they are spelt; `unknown` gets
/// those of the groups that no event has. Throws LimitError for too many pairs.
[[nodiscard]] std::vector<NearRepeats> find_near_repeats(std::span<const PointEvent> events,
                                                         std::span<const std::string> kinds,
                                                         const NearRepeatRules& rules,
                                                         const LocalOffset& offset,
                                                         std::vector<std::string>& unknown);

/// Multiplies each event's weight by the boost of its age in whole days, in the first group that
/// has its category; says how many events weigh more.
std::size_t boost_recent(std::span<PointEvent> events, std::span<const NearRepeats> found,
                         Instant now, const LocalOffset& offset);

/// One row for each group, band of distance and band of days.
[[nodiscard]] Layer near_repeat_table(std::span<const NearRepeats> found);

}  // namespace beatline
