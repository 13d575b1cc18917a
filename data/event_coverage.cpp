// SPDX-License-Identifier: Apache-2.0
#include "data/event_coverage.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <oneapi/tbb/parallel_sort.h>

#include "data/event_notes.hpp"
#include "data/event_stacks.hpp"

namespace beatline {
namespace {

/// The first and the last month of which a row is used: a row with the year 2099 makes no gap of 70
/// years. Backwards when there is none.
std::pair<int, int> used_months(const std::map<int, MonthCount>& months) {
    std::pair ends{1, 0};
    bool any = false;
    for (const auto& [month, count] : months) {
        if (count.used == 0) continue;
        ends = {any ? ends.first : month, month};
        any = true;
    }
    return ends;
}

}  // namespace

EventCoverage event_coverage(std::span<const InputReport> reports,
                             std::span<const PointEvent> events, std::vector<std::uint64_t>& ids) {
    EventCoverage coverage;
    for (const InputReport& report : reports) {
        if (!report.incidents) continue;
        ++coverage.sources;
        for (const auto& [month, theirs] : report.incidents->months)
            coverage.months[month] += theirs;
    }
    coverage.missing_months = months_missing(coverage.months);
    if (coverage.sources == 1) {  // counted already
        const auto only = std::ranges::find_if(
            reports, [](const InputReport& report) { return report.incidents.has_value(); });
        coverage.stacks = only->incidents->stacks;
        coverage.repeated_ids = only->incidents->repeated_ids;
    } else {
        coverage.stacks = count_stacks(events);
        coverage.repeated_ids = repeats_in(ids);
    }
    return coverage;
}

std::vector<int> months_missing(const std::map<int, MonthCount>& months) {
    std::vector<int> missing;
    const auto [first, last] = used_months(months);
    for (int m = first; m < last; ++m) {
        if (!months.contains(m)) missing.push_back(m);
    }
    return missing;
}

std::uint64_t repeats_in(std::vector<std::uint64_t>& numbers) {
    oneapi::tbb::parallel_sort(numbers.begin(), numbers.end());
    std::uint64_t repeats = 0;
    for (std::size_t i = 1; i < numbers.size(); ++i)
        repeats += numbers[i] == numbers[i - 1] ? 1 : 0;
    return repeats;
}

std::optional<std::string> gap_warning(const std::map<int, MonthCount>& months,
                                       const std::vector<int>& missing) {
    if (missing.empty()) return std::nullopt;
    constexpr std::size_t most = 12;
    const auto [first, last] = used_months(months);
    std::vector<std::string> names;
    for (const int month : missing) names.push_back(month_name(month));
    return fmt::format(
        "month_gap: no row in {} between {} and {}. A trend or a half-life over them misleads",
        names.size() > most ? fmt::format("{} months", names.size())
                            : fmt::format("{}", fmt::join(names, ", ")),
        month_name(first), month_name(last));
}

std::optional<std::string> stack_warning(const StackCount& stacks) {
    if (2 * stacks.on_stacks <= stacks.events) return std::nullopt;
    return fmt::format(
        "stacked_points: {:.0f} % of the events lie on points that hold more than {} events{}. The "
        "places are snapped to a list of points: a small bandwidth redraws that list",
        100.0 * static_cast<double>(stacks.on_stacks) / static_cast<double>(stacks.events),
        stack_height,
        stacks.stack_spacing_m > 0.0
            ? fmt::format(" ({:.0f} m from one such point to the next)", stacks.stack_spacing_m)
            : "");
}

}  // namespace beatline
