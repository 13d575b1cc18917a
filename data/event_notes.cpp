// SPDX-License-Identifier: Apache-2.0
#include "data/event_notes.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "data/event_coverage.hpp"
#include "data/nearest_word.hpp"

namespace beatline {
namespace {

constexpr double many_on_the_hour = 0.25;  // by chance: 0.017
constexpr double many_at_midnight = 0.05;  // by chance: 0.00001
constexpr std::uint64_t few_times = 100;   // fewer show no habit

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 20;
    const std::size_t shown = std::min(most, names.size());
    std::string list = fmt::format(
        "\"{}\"", fmt::join(names.begin(), names.begin() + static_cast<long>(shown), "\", \""));
    if (names.size() > most) list += fmt::format(" and {} more", names.size() - most);
    return list;
}

void warn_of_absent_categories(InputReport& report, const IncidentSource& source) {
    std::vector<std::string> there;
    for (const CategoryCount& one : report.incidents->categories) there.push_back(one.name);
    for (const std::string& wanted : source.categories) {
        if (std::ranges::find(there, wanted) != there.end()) continue;
        const bool all_seen = !report.rejected.contains("not_fetched");
        report.warnings.push_back(fmt::format(
            "category_absent: no row {}has the category \"{}\".{} {} {}.",
            all_seen ? "" : "that was fetched ", wanted, did_you_mean(wanted, there),
            all_seen ? "The file has" : "They have", there.empty() ? "none" : some_of(there)));
    }
}

void note_times(InputReport& report) {
    const IncidentQuality& q = *report.incidents;
    if (q.ambiguous_times > 0) {
        report.notes.push_back(
            fmt::format("{} times fall into an hour that the clocks repeat; the first was taken",
                        q.ambiguous_times));
    }
    if (q.skipped_times > 0) {
        report.notes.push_back(fmt::format(
            "{} times fall into an hour that the clocks skip; the moment after it was taken",
            q.skipped_times));
    }
    if (auto gaps = gap_warning(q.months, q.missing_months))
        report.warnings.push_back(std::move(*gaps));
    const ClockCount& c = q.clock;
    if (c.with_clock < few_times) return;
    if (share(c.at_midnight, c.with_clock) > many_at_midnight) {
        report.warnings.push_back(fmt::format(
            "heaped_times: {:.0f} % of the times are midnight exactly: most likely the hour was "
            "not known. Windows by hour mislead",
            100.0 * share(c.at_midnight, c.with_clock)));
    } else if (share(c.on_the_hour, c.with_clock) > many_on_the_hour) {
        report.notes.push_back(
            fmt::format("{:.0f} % of the times are on the full hour: they are rounded",
                        100.0 * share(c.on_the_hour, c.with_clock)));
    }
}

void warn_of_rejections(InputReport& report) {
    constexpr double many = 0.5;
    std::uint64_t wished = 0;
    for (const auto& [reason, count] : report.rejected) wished += is_wish(reason) ? count : 0;
    for (const auto& [reason, count] : report.rejected) {
        if (is_wish(reason) || share(count, report.read - wished) <= many) continue;
        report.warnings.push_back(
            fmt::format("mostly_rejected: {:.0f} % of the rows are rejected as {}",
                        100.0 * share(count, report.read - wished), reason));
    }
}

void warn_of_many_categories(InputReport& report, const IncidentSource& source) {
    constexpr std::size_t most = 1000;
    const std::size_t distinct = report.incidents->categories.size();
    if (distinct <= most) return;
    report.warnings.push_back(
        fmt::format("many_categories: {} different ones. Is \"{}\" the column of the category?",
                    distinct, source.category));
}

void note_rejections(InputReport& report) {
    const auto note = [&](const char* reason, const char* words) {
        const auto found = report.rejected.find(reason);
        if (found == report.rejected.end()) return;
        report.notes.push_back(fmt::format("{:.1f} % of the rows {}",
                                           100.0 * share(found->second, report.read), words));
    };
    note("coord_missing", "have no coordinates");
    note("outside_area", "lie outside the study area");
}

}  // namespace

bool is_wish(std::string_view reason) {
    return reason == "outside_area" || reason == "category_other" || reason == "retention" ||
           reason == "too_recent" || reason == "too_old" || reason == "not_fetched";
}

std::string month_name(int month) {
    return fmt::format("{:04}-{:02}", month / 12, month % 12 + 1);
}

void note_what_matters(InputReport& report, const EventFrame& frame) {
    note_rejections(report);
    const std::uint64_t repeated = report.incidents->repeated_ids;
    if (repeated > 0) {
        report.notes.push_back(fmt::format("{} rows repeat the {} of an earlier row; all are kept",
                                           repeated, frame.source.id));
    }
    note_times(report);
    warn_of_rejections(report);
    warn_of_many_categories(report, frame.source);
    warn_of_absent_categories(report, frame.source);
    if (auto stacked = stack_warning(report.incidents->stacks))
        report.warnings.push_back(std::move(*stacked));
}

}  // namespace beatline
