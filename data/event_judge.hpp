// Judges one row of incidents after the other: an event, or a rejection with its reason.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "data/clock.hpp"
#include "data/event_columns.hpp"
#include "data/event_piece.hpp"
#include "data/event_source.hpp"
#include "data/place_judge.hpp"
#include "data/time_reader.hpp"

namespace beatline {

/// How old an incident may be. A time is reckoned by its beginning against `now`, by its end
/// against `kept_from`, by its middle against the others.
struct EventAges {
    std::optional<Instant> now;        ///< later ones are in the future
    std::optional<Instant> kept_from;  ///< earlier ones are beyond retention
    std::optional<Instant> newest;     ///< later ones are too recent
    std::optional<Instant> oldest;     ///< earlier ones are too old
};

/// What the rows of one source are judged by. Shared by all threads.
struct EventFrame {
    IncidentSource source;  ///< its preset filled in
    EventColumns columns;
    char decimal{'.'};
    PlaceFrame place;
    TimeZone zone;
    EventAges ages;
};

/// The texts of one row that are looked at; what the source has no column for is empty.
struct EventFields {
    std::string_view x, y, grid_ref, time, time_of_day, time_to, category, id;
    std::optional<Point> place;  ///< of a layer's geometry, in the layer's CRS
};

/// One a thread. The reasons and their order are those of read_events.
class EventJudge {
public:
    explicit EventJudge(const EventFrame& frame);

    void take(const EventFields& fields, std::uint64_t row, EventPiece& piece);
    /// A row that cannot be taken apart.
    void reject(std::uint64_t row, std::string_view column, std::string_view reason,
                std::string_view value, EventPiece& piece) const;

private:
    struct Time {
        std::string_view trouble;  ///< "time_missing", "time_bad", "time_reversed" or none
        std::string_view column, value;
        Interval when;
        int local_month{-1};  ///< -1: not known
        std::int32_t clock_s{-1};
        bool ambiguous{false};
        bool skipped{false};
    };

    [[nodiscard]] std::optional<Point> place_of(const EventFields& fields, std::uint64_t row,
                                                EventPiece& piece, bool& missing);
    [[nodiscard]] std::optional<double> coordinate(std::string_view text, const std::string& column,
                                                   std::uint64_t row, EventPiece& piece,
                                                   bool& missing);
    [[nodiscard]] Time time_of(const EventFields& fields);
    [[nodiscard]] std::string_view trouble_with_age(const Interval& when) const;
    [[nodiscard]] std::string_view category_of(std::string_view text) const;
    [[nodiscard]] bool wanted(std::string_view category);

    const EventFrame& frame_;
    PlaceJudge places_;
    TimeReader from_, to_;
    std::string place_columns_;  // "x, y", for rejections
    std::string last_category_;
    bool last_wanted_{true};
    std::string reversed_;
};

}  // namespace beatline
