// SPDX-License-Identifier: Apache-2.0
#include "data/event_judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

#include "data/grid_ref.hpp"
#include "data/hash_mix.hpp"
#include "data/number.hpp"

namespace beatline {
namespace {

/// Only used to count repeated identifiers.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL ^ text.size();
    while (!text.empty()) {
        std::uint64_t eight = 0;
        const std::size_t count = std::min<std::size_t>(8, text.size());
        std::memcpy(&eight, text.data(), count);
        text.remove_prefix(count);
        hash = mixed(hash ^ eight);
    }
    return hash;
}

/// How databases and statistics programs write that there is nothing.
bool says_nothing(std::string_view text) {
    return text.empty() || text == "NULL" || text == "null" || text == "NA" || text == "N/A" ||
           text == "\\N";
}

std::string columns_of_place(const IncidentSource& source) {
    if (!source.grid_ref.empty()) return source.grid_ref;
    return source.x.empty() ? "geometry" : source.x + ", " + source.y;
}

Instant middle(const Interval& when) {
    return when.from + when.length() / 2;
}

}  // namespace

EventJudge::EventJudge(const EventFrame& frame)
    : frame_{frame},
      places_{frame.place},
      from_{frame.zone, frame.source.time_format},
      to_{frame.zone, frame.source.time_format},
      place_columns_{columns_of_place(frame.source)} {}

void EventJudge::reject(std::uint64_t row, std::string_view column, std::string_view reason,
                        std::string_view value, EventPiece& piece) const {
    piece.rejected.add(frame_.source.shown_path, row, column, reason, value);
}

void EventJudge::take(const EventFields& fields, std::uint64_t row, EventPiece& piece) {
    EventTally& tally = piece.tally;
    const std::string_view id = trimmed(fields.id);
    if (!id.empty()) piece.ids.push_back(hash_of(id));
    const Time time = frame_.columns.time ? time_of(fields) : Time{};
    MonthCount* month = time.local_month < 0 ? nullptr : &tally.months[time.local_month];
    if (month != nullptr) ++month->read;

    const std::string_view category = category_of(trimmed(fields.category));
    const std::uint32_t kind = frame_.columns.category ? piece.categories.number(category) : 0;
    if (frame_.columns.category) ++piece.categories.counts()[kind].read;

    bool missing = false;
    const auto given = place_of(fields, row, piece, missing);
    if (missing && month != nullptr) ++month->without_place;
    if (!given) return;
    const JudgedPlace& place = places_.judge(*given);
    tally.places.take(place, row);
    if (place.verdict != PlaceVerdict::good) {
        const auto value = fmt::format("{}, {}", given->x, given->y);
        return reject(row, place_columns_, reason_of(place.verdict), value, piece);
    }
    if (frame_.columns.category && !wanted(category))
        return reject(row, frame_.source.category, "category_other", category, piece);
    if (!time.trouble.empty()) return reject(row, time.column, time.trouble, time.value, piece);
    if (frame_.columns.time) {
        const std::string_view trouble = trouble_with_age(time.when);
        if (!trouble.empty())
            return reject(row, frame_.source.time, trouble, trimmed(fields.time), piece);
    }
    piece.events.push_back({place.at, time.when, 1.0, kind});
    if (frame_.columns.category) ++piece.categories.counts()[kind].used;
    if (month != nullptr) ++month->used;
    tally.ambiguous_times += time.ambiguous ? 1 : 0;
    tally.skipped_times += time.skipped ? 1 : 0;
    if (time.clock_s < 0) return;
    ++tally.clock.with_clock;
    tally.clock.on_the_hour += time.clock_s % 3600 < 60 ? 1 : 0;
    tally.clock.at_midnight += time.clock_s == 0 ? 1 : 0;
    tally.clock.intervals += time.when.to > time.when.from ? 1 : 0;
}

std::optional<Point> EventJudge::place_of(const EventFields& fields, std::uint64_t row,
                                          EventPiece& piece, bool& missing) {
    std::optional<Point> given = fields.place;
    if (frame_.columns.grid_ref) {
        const std::string_view text = trimmed(fields.grid_ref);
        const auto square = parse_grid_ref(text);
        missing = says_nothing(text);
        if (!square) {
            reject(row, frame_.source.grid_ref, missing ? "coord_missing" : "coord_bad", text,
                   piece);
            return std::nullopt;
        }
        given = square->centre;
    } else if (frame_.columns.x) {
        const auto x = coordinate(fields.x, frame_.source.x, row, piece, missing);
        if (!x) return std::nullopt;
        const auto y = coordinate(fields.y, frame_.source.y, row, piece, missing);
        if (!y) return std::nullopt;
        given = Point{*x, *y};
    } else if (!given) {
        missing = true;
        reject(row, "geometry", "coord_missing", "", piece);
        return std::nullopt;
    } else if (!(std::abs(given->x) < 1e300) || !(std::abs(given->y) < 1e300)) {
        reject(row, "geometry", "coord_nonfinite", fmt::format("{}, {}", given->x, given->y),
               piece);
        return std::nullopt;
    }
    if (given->x == 0.0 && given->y == 0.0) {
        reject(row, place_columns_, "coord_null_island", "0, 0", piece);
        return std::nullopt;
    }
    return given;
}

std::optional<double> EventJudge::coordinate(std::string_view text, const std::string& column,
                                             std::uint64_t row, EventPiece& piece, bool& missing) {
    const FiniteField field = finite_number(text, frame_.decimal);
    if (field.number) return field.number;
    missing = says_nothing(trimmed(text));
    const std::string_view reason = missing                        ? "coord_missing"
                                    : field.trouble == "nonfinite" ? "coord_nonfinite"
                                                                   : "coord_bad";
    reject(row, column, reason, trimmed(text), piece);
    return std::nullopt;
}

EventJudge::Time EventJudge::time_of(const EventFields& fields) {
    Time time;
    const std::string_view text = trimmed(fields.time);
    const std::string_view clock = trimmed(fields.time_of_day);
    time.column = frame_.source.time;
    time.value = text;
    if (says_nothing(text)) {
        time.trouble = "time_missing";
        return time;
    }
    const auto from = frame_.columns.time_of_day ? from_.read(text, clock) : from_.read(text);
    if (!from) {
        const bool date_reads = frame_.columns.time_of_day && from_.read(text).has_value();
        if (date_reads) time.column = frame_.source.time_of_day, time.value = clock;
        time.trouble = "time_bad";
        return time;
    }
    time.when = from->when;
    time.local_month = from->local_month;
    time.clock_s = from->clock_s;
    time.ambiguous = from->ambiguous;
    time.skipped = from->skipped;
    if (!frame_.columns.time_to) return time;
    const std::string_view to_text = trimmed(fields.time_to);
    if (says_nothing(to_text)) return time;  // the end is not known: the start stands for it
    time.column = frame_.source.time_to;
    time.value = to_text;
    const auto to = to_.read(to_text);
    if (!to) {
        time.trouble = "time_bad";
    } else if (to->when.to < from->when.from ||
               (to->when.to == from->when.from && to->when.from < to->when.to)) {
        reversed_ = fmt::format("{} to {}", text, to_text);
        time.value = reversed_;
        time.trouble = "time_reversed";
    } else {
        time.when.to = std::max(to->when.to, from->when.to);
        time.ambiguous = time.ambiguous || to->ambiguous;
        time.skipped = time.skipped || to->skipped;
    }
    return time;
}

std::string_view EventJudge::trouble_with_age(const Interval& when) const {
    const EventAges& ages = frame_.ages;
    if (ages.now && when.from > *ages.now) return "time_future";
    if (ages.kept_from && when.to < *ages.kept_from) return "retention";
    if (ages.newest && middle(when) > *ages.newest) return "too_recent";
    if (ages.oldest && middle(when) < *ages.oldest) return "too_old";
    return "";
}

std::string_view EventJudge::category_of(std::string_view text) const {
    for (const auto& [code, word] : frame_.columns.category_words) {
        if (code == text) return word;
    }
    return text;
}

bool EventJudge::wanted(std::string_view category) {
    const auto& list = frame_.source.categories;
    if (list.empty()) return true;
    if (category != last_category_ || category.empty()) {
        last_category_ = category;
        last_wanted_ = std::ranges::find(list, category) != list.end();
    }
    return last_wanted_;
}

}  // namespace beatline
