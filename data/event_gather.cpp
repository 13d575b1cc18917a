// SPDX-License-Identifier: Apache-2.0
#include "data/event_gather.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "data/date_order.hpp"
#include "data/error.hpp"
#include "data/event_coverage.hpp"
#include "data/event_notes.hpp"
#include "data/event_stacks.hpp"

namespace beatline {
namespace {

constexpr std::uint32_t not_met = ~std::uint32_t{0};

}  // namespace

EventGather::EventGather(const EventFrame& frame, EventReading& reading)
    : frame_{frame},
      reading_{reading},
      first_event_{reading.events.size()},
      first_rejection_{reading.rejected.size()} {
    for (const std::string& kind : reading.kinds)
        kinds_.emplace(kind, static_cast<std::uint32_t>(kinds_.size()));
}

std::uint32_t EventGather::kind_named(const std::string& name) {
    const auto [found, is_new] =
        kinds_.try_emplace(name, static_cast<std::uint32_t>(reading_.kinds.size()));
    if (is_new) reading_.kinds.push_back(name);
    return found->second;
}

/// By how many events the pieces so far have held, with a little to spare.
void EventGather::make_room(std::size_t more) {
    auto& events = reading_.events;
    if (events.size() + more <= events.capacity()) return;
    const auto here = static_cast<double>(events.size() - first_event_ + more);
    const double all = here / pieces_ * std::max(expected_pieces_, pieces_);
    const std::size_t wanted = first_event_ + static_cast<std::size_t>(1.02 * all) + 64;
    events.reserve(std::max(
        wanted, expected_pieces_ > 0.0 ? events.size() + more : 3 * (events.size() + more) / 2));
}

void EventGather::take(EventPiece& piece, std::uint64_t rows_before) {
    ++pieces_;
    make_room(piece.events.size());
    auto& theirs = piece.categories.counts();
    std::vector<std::uint32_t> kinds(std::max<std::size_t>(theirs.size(), 1), not_met);
    for (PointEvent& event : piece.events) {
        std::uint32_t& kind = kinds[event.kind];
        if (kind == not_met) {
            const std::string name = !frame_.columns.category          ? "incident"
                                     : theirs[event.kind].name.empty() ? "(not given)"
                                                                       : theirs[event.kind].name;
            kind = kind_named(name);
        }
        event.kind = kind;
        reading_.events.push_back(event);
    }
    for (const CategoryCount& one : theirs) {
        CategoryCount& ours = categories_.counts()[categories_.number(one.name)];
        ours.read += one.read;
        ours.used += one.used;
    }
    reading_.rejected.append(piece.rejected, rows_before);
    tally_.add(piece.tally, rows_before);
    ids_.insert(ids_.end(), piece.ids.begin(), piece.ids.end());
}

IncidentQuality EventGather::quality() {
    IncidentQuality q;
    const auto accuracy = projection_between(frame_.place.crs, frame_.place.working_crs).accuracy();
    q.crs = {describe_crs(frame_.place.crs).name, accuracy.operation, accuracy.metres,
             accuracy.grid};
    q.months = std::move(tally_.months);
    q.missing_months = months_missing(q.months);
    q.clock = tally_.clock;
    q.stacks = count_stacks(std::span{reading_.events}.subspan(first_event_));
    q.categories = std::move(categories_.counts());
    q.repeated_ids = repeats_in(ids_);
    if (reading_.ids.empty()) {
        reading_.ids = std::move(ids_);
    } else {
        reading_.ids.insert(reading_.ids.end(), ids_.begin(), ids_.end());
    }
    q.ambiguous_times = tally_.ambiguous_times;
    q.skipped_times = tally_.skipped_times;
    return q;
}

void EventGather::refuse_all_bad(const InputReport& report) const {
    if (report.used > 0) return;
    std::string top;
    for (const auto& [reason, count] : report.rejected) {
        if (is_wish(reason)) return;
        if (top.empty() || count > report.rejected.at(top)) top = reason;
    }
    std::vector<std::string> values;
    std::optional<Rejection> first;
    for (std::size_t i = first_rejection_; i < reading_.rejected.size(); ++i) {
        if (reading_.rejected.reason(i) != top) continue;
        const Rejection one = reading_.rejected[i];
        if (!first) first = one;
        values.push_back(one.value);
        if (values.size() == 200) break;
    }
    std::string hint;
    if (top == "coord_bad" && first->value.find(',') != std::string::npos)
        hint = " If that is a decimal comma, say decimal = \",\".";
    if (top == "time_bad" && frame_.source.time_format.empty()) {
        const std::vector<std::string_view> texts{values.begin(), values.end()};
        hint = " " + time_format_hint(texts);
    }
    throw InputError{
        fmt::format("{}: none of the {} rows can be used. {} of them: {}, first in row {}, column "
                    "\"{}\", value \"{}\".{}",
                    report.file, report.read, report.rejected.at(top), top, first->row,
                    first->column, first->value, hint)};
}

void EventGather::finish(std::vector<std::string> notes) {
    InputReport report;
    report.file = frame_.source.shown_path;
    report.what = "incidents";
    report.read = tally_.read;
    for (const auto& [reason, rows] : left_out_) report.read += rows;
    if (report.read == 0) {
        throw InputError{fmt::format("{}: a header, but no rows. Wanted incidents.", report.file)};
    }
    refuse_misread_places(tally_.places, frame_.source, frame_.place);
    report.used = reading_.events.size() - first_event_;
    report.rejected = reading_.rejected.by_reason(first_rejection_);
    for (const auto& [reason, rows] : left_out_) report.rejected[reason] += rows;
    refuse_all_bad(report);
    report.notes = std::move(notes);
    report.incidents = quality();
    note_what_matters(report, frame_);
    reading_.inputs.push_back(std::move(report));
}

}  // namespace beatline
