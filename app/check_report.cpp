// SPDX-License-Identifier: Apache-2.0
#include "app/check_report.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "data/event_notes.hpp"
#include "data/run_record.hpp"
#include "data/value_text.hpp"

namespace beatline {

namespace {

/// Text of others on one line of ours: no name in a file begins a line or moves the cursor.
std::string line_of(std::string_view text) {
    std::string line = terminal_text(text);
    for (auto at = line.find('\n'); at != std::string::npos; at = line.find('\n', at))
        line.replace(at, 1, "\\n");
    return line;
}

std::string exactness(std::optional<double> metres) {
    return metres ? fmt::format(", exact to {:g} m", *metres) : ", of unknown exactness";
}

double percent(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string account(const InputReport& report) {
    std::string line = fmt::format("{} read, {} used", report.read, report.used);
    if (!report.rejected.empty())
        line += fmt::format(", {} rejected: {}", report.read - report.used,
                            reasons_text(report.rejected));
    return line;
}

/// `all`: by month; `missing`: between the first and the last.
std::string months(const std::map<int, MonthCount>& all, const std::vector<int>& missing) {
    if (all.empty()) return "no times";
    std::uint64_t without = 0;
    const std::pair<const int, MonthCount>* worst = nullptr;
    for (const auto& one : all) {
        without += one.second.without_place;
        const auto share = [](const MonthCount& m) { return percent(m.without_place, m.read); };
        if (worst == nullptr || share(one.second) > share(worst->second)) worst = &one;
    }
    const int first = all.begin()->first;
    const int last = all.rbegin()->first;
    std::string text = first == last ? month_name(first)
                                     : fmt::format("{} to {}, {} months", month_name(first),
                                                   month_name(last), all.size());
    text += missing.empty() ? ", none missing" : fmt::format(", {} missing", missing.size());
    if (without > 0)
        text += fmt::format("; without coordinates {}, most in {} ({:.1f} %)", without,
                            month_name(worst->first),
                            percent(worst->second.without_place, worst->second.read));
    return text;
}

std::string places(const StackCount& s) {
    if (s.events == 0) return "no place used";
    std::string text = fmt::format(
        "{} distinct for {} events; {:.0f} % of the events on stacks of more than {}, the largest "
        "{}",
        s.places, s.events, percent(s.on_stacks, s.events), stack_height, s.largest);
    if (s.largest > stack_height)
        text += fmt::format(" at {:.0f}, {:.0f}", s.largest_at.x, s.largest_at.y);
    if (s.median_spacing_m > 0.0)
        text += fmt::format("; {:.0f} m to the nearest other place (median)", s.median_spacing_m);
    if (s.stack_spacing_m > 0.0)
        text += fmt::format(", {:.0f} m from stack to stack", s.stack_spacing_m);
    return text;
}

std::string times(const ClockCount& c, std::uint64_t used) {
    if (c.with_clock == 0) return "whole days or months, no hours";
    return fmt::format(
        "{:.0f} % have an hour; of these {:.0f} % on the full hour, {:.1f} % at "
        "midnight, {:.0f} % with a later end",
        percent(c.with_clock, used), percent(c.on_the_hour, c.with_clock),
        percent(c.at_midnight, c.with_clock), percent(c.intervals, c.with_clock));
}

std::string categories(std::vector<CategoryCount> counts) {
    constexpr std::size_t most = 8;
    std::ranges::stable_sort(counts, std::greater<>{}, &CategoryCount::read);
    std::vector<std::string> parts;
    for (const CategoryCount& one : counts) {
        if (parts.size() == most) {
            parts.push_back(fmt::format("and {} more", counts.size() - most));
            break;
        }
        parts.push_back(fmt::format(
            "{} {}", one.name.empty() ? "(not given)" : line_of(shortened_value(one.name)),
            one.read));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string input_lines(const InputReport& report) {
    std::string text =
        fmt::format("\n{} {}\n  rows: {}\n", report.what, line_of(report.file), account(report));
    if (report.incidents) {
        const IncidentQuality& q = *report.incidents;
        if (!q.crs.crs.empty())
            text += fmt::format("  CRS: {}; {}{}{}\n", q.crs.crs, q.crs.transformation,
                                q.crs.grid.empty() ? "" : " with " + q.crs.grid,
                                exactness(q.crs.accuracy_m));
        text += fmt::format(
            "  months: {}\n  times: {}\n  places: {}\n", months(q.months, q.missing_months),
            q.months.empty() ? "none" : times(q.clock, report.used), places(q.stacks));
        if (!q.categories.empty())
            text += fmt::format("  categories: {}\n", categories(q.categories));
    }
    for (const std::string& note : report.notes) text += fmt::format("  note: {}\n", line_of(note));
    return text;
}

std::string coverage_lines(const EventCoverage& c) {
    std::string text = fmt::format("\nall {} sources of incidents\n  months: {}\n  places: {}\n",
                                   c.sources, months(c.months, c.missing_months), places(c.stacks));
    if (c.repeated_ids > 0)
        text += fmt::format("  note: {} rows repeat the identifier of an earlier row\n",
                            c.repeated_ids);
    return text;
}

std::string road_lines(const Operation& operation, const RoadReading& roads) {
    const RoadReport& r = roads.report;
    std::string text = fmt::format(
        "\nroads {}\n  features: {} read, {} used\n  network: {:.0f} km kept, {:.0f} km cut off; "
        "{} "
        "parts; {} one-way streets, {} turn bans\n",
        line_of(published_path(operation.shown_roads)), roads.features_read, roads.features_used,
        r.length_km, r.cut_off_km, r.components, r.one_way, r.turn_bans);
    for (const std::string& note : roads.notes) text += fmt::format("  note: {}\n", line_of(note));
    return text;
}

std::string snap_lines(const std::vector<SnappedPlace>& snapped) {
    if (snapped.empty()) return {};
    std::string text = "\ndistance to the nearest road\n";
    for (const SnappedPlace& place : snapped) {
        const std::string metres =
            place.distance ? fmt::format("{:.0f} m", place.distance->value) : "no road";
        text += fmt::format("  {} {}: {}{}\n", name_of(place.kind),
                            place.sensitive ? "(sensitive)" : place.id, metres,
                            place.on_road ? "" : ", beyond the limit");
    }
    return text;
}

}  // namespace

std::string check_report(const Operation& operation, const CheckFindings& findings) {
    const Inputs& inputs = findings.inputs;
    std::string text = line_of(operation.name) + "\n";
    if (!inputs.crs.empty()) {
        const Projection::Accuracy& a = inputs.projection;
        text += fmt::format("CRS {}; from degrees by {}{}{}\n", inputs.crs, a.operation,
                            a.grid.empty() ? "" : " with " + a.grid, exactness(a.metres));
    }
    for (const InputReport& report : inputs.reports) text += input_lines(report);
    if (inputs.coverage.sources > 1) text += coverage_lines(inputs.coverage);
    for (const RoadReading& roads : findings.roads) text += road_lines(operation, roads);
    text += snap_lines(findings.snapped);
    text += "\n";
    for (const std::string& warning : inputs.warnings)
        text += "warning: " + line_of(warning) + "\n";
    for (const CheckFailure& failure : findings.failures)
        text += fmt::format("refused: {}: {}\n", line_of(failure.input), line_of(failure.message));
    if (inputs.warnings.empty() && findings.failures.empty()) text += "nothing to complain of\n";
    return text;
}

}  // namespace beatline
