// SPDX-License-Identifier: Apache-2.0
#include "data/event_notes.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "data/nearest_word.hpp"

namespace beatline {
namespace {

constexpr std::size_t stack_height = 20;  // more events than this on one point are a stack
constexpr double many_on_stacks = 0.5;

/// Share of the events on points that hold more than `stack_height` of them.
double share_on_stacks(std::span<const PointEvent> events) {
    if (events.empty()) return 0.0;
    std::vector<Point> points;
    points.reserve(events.size());
    for (const PointEvent& event : events) points.push_back(event.at);
    std::ranges::sort(points,
                      [](Point a, Point b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
    std::size_t stacked = 0;
    for (std::size_t i = 0; i < points.size();) {
        std::size_t j = i;
        while (j < points.size() && points[j] == points[i]) ++j;
        if (j - i > stack_height) stacked += j - i;
        i = j;
    }
    return static_cast<double>(stacked) / static_cast<double>(points.size());
}

std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 20;
    const std::size_t shown = std::min(most, names.size());
    std::string list = fmt::format(
        "\"{}\"", fmt::join(names.begin(), names.begin() + static_cast<long>(shown), "\", \""));
    if (names.size() > most) list += fmt::format(" and {} more", names.size() - most);
    return list;
}

void warn_of_absent_categories(InputReport& report, const IncidentSource& source,
                               const EventRows& rows) {
    for (const std::string& wanted : source.categories) {
        if (std::ranges::find(rows.categories, wanted) != rows.categories.end()) continue;
        report.warnings.push_back(
            fmt::format("category_absent: no row has the category \"{}\".{} The file has {}.",
                        wanted, did_you_mean(wanted, rows.categories),
                        rows.categories.empty() ? "none" : some_of(rows.categories)));
    }
}

void note_clock_changes(InputReport& report, const EventRows& rows) {
    if (rows.ambiguous_times > 0) {
        report.notes.push_back(
            fmt::format("{} times fall into an hour that the clocks repeat; the first was taken",
                        rows.ambiguous_times));
    }
    if (rows.skipped_times > 0) {
        report.notes.push_back(fmt::format(
            "{} times fall into an hour that the clocks skip; the moment after it was taken",
            rows.skipped_times));
    }
}

}  // namespace

void note_what_matters(InputReport& report, const CsvFile& file, const IncidentSource& source,
                       const EventRows& rows, std::span<const PointEvent> events) {
    if (file.delimiter() != ',') {
        const std::string name =
            file.delimiter() == '\t' ? "a tab" : fmt::format("\"{}\"", file.delimiter());
        report.notes.push_back(fmt::format("the delimiter is {}{}", name,
                                           source.delimiter == 0 ? ", found from the header" : ""));
    }
    const auto missing = report.rejected.find("coord_missing");
    if (missing != report.rejected.end()) {
        report.notes.push_back(fmt::format(
            "{:.1f} % of the rows have no coordinates",
            100.0 * static_cast<double>(missing->second) / static_cast<double>(report.read)));
    }
    if (rows.repeated_ids > 0) {
        report.notes.push_back(fmt::format("{} rows repeat the {} of an earlier row; all are kept",
                                           rows.repeated_ids, source.id));
    }
    note_clock_changes(report, rows);
    warn_of_absent_categories(report, source, rows);
    const double stacked = share_on_stacks(events);
    if (stacked > many_on_stacks) {
        report.warnings.push_back(fmt::format(
            "stacked_points: {:.0f} % of the events lie on points that hold more than {} events. "
            "The "
            "places are snapped to a list of points: a small bandwidth redraws that list",
            100.0 * stacked, stack_height));
    }
}

}  // namespace beatline
