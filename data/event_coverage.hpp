// What the incident sources of an operation are together: months, stacks and identifiers that no
// single file shows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "data/rejection.hpp"
#include "geo/event.hpp"

namespace beatline {

struct EventCoverage {
    std::size_t sources{0};
    std::map<int, MonthCount> months;  ///< by year * 12 + month - 1, over all sources
    std::vector<int> missing_months;
    StackCount stacks;
    std::uint64_t repeated_ids{
        0};  ///< rows whose identifier stands in an earlier row of any source
};

/// `ids`: the hashes of all identifiers; they may be sorted on return.
[[nodiscard]] EventCoverage event_coverage(std::span<const InputReport> reports,
                                           std::span<const PointEvent> events,
                                           std::vector<std::uint64_t>& ids);

/// Months without any row between the first and the last of which a row is used.
[[nodiscard]] std::vector<int> months_missing(const std::map<int, MonthCount>& months);

/// How many of the numbers repeat an earlier one; sorts them.
[[nodiscard]] std::uint64_t repeats_in(std::vector<std::uint64_t>& numbers);

/// "month_gap: ..." and "stacked_points: ..."; nothing when all is well.
[[nodiscard]] std::optional<std::string> gap_warning(const std::map<int, MonthCount>& months,
                                                     const std::vector<int>& missing);
[[nodiscard]] std::optional<std::string> stack_warning(const StackCount& stacks);

}  // namespace beatline
