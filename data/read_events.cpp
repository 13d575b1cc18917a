// SPDX-License-Identifier: Apache-2.0
#include "data/read_events.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <unordered_map>

#include "data/error.hpp"
#include "data/event_columns.hpp"
#include "data/event_notes.hpp"
#include "data/event_rows.hpp"
#include "geo/area_index.hpp"

namespace beatline {
namespace {

struct BitsOfPoint {
    std::size_t operator()(Point p) const {
        std::uint64_t x = 0;
        std::uint64_t y = 0;
        std::memcpy(&x, &p.x, sizeof x);
        std::memcpy(&y, &p.y, sizeof y);
        std::uint64_t mixed = (x * 0x9E3779B97F4A7C15ULL) ^ (y * 0xC2B2AE3D27D4EB4FULL);
        return static_cast<std::size_t>(mixed ^ (mixed >> 29U));
    }
};

enum class Place : std::uint8_t { good, null_island, out_of_range, untransformable, outside_area };

/// Where the rows lie in the working CRS. Points repeat in many files, so each is worked out once.
struct Places {
    std::vector<std::uint32_t> of_row;  // index into the two below
    std::vector<Point> at;
    std::vector<Place> verdict;
};

/// A missing grid reference, 0 and 0, that somebody has turned into degrees: -7.557, 49.767 in
/// Britain. The datum shifts in use differ by a few metres.
constexpr double grid_origin_m = 10.0;

/// What the places of a file are measured by.
struct Frame {
    const Projection& projection;
    bool from_degrees{false};
    bool to_metres{false};
    const AreaIndex* area{nullptr};  ///< none: anywhere
};

Place judge(Point given, Point at, const Frame& frame) {
    const bool on_earth = std::abs(given.x) <= 180.0 && std::abs(given.y) <= 90.0;
    if (frame.from_degrees && !on_earth) return Place::out_of_range;
    if (!frame.projection.reach().contains(given)) {
        return frame.area != nullptr ? Place::outside_area : Place::out_of_range;
    }
    if (std::isnan(at.x)) return Place::untransformable;
    if (frame.to_metres && distance(at, {0.0, 0.0}).value < grid_origin_m) {
        return Place::null_island;
    }
    return frame.area == nullptr || frame.area->contains(at) ? Place::good : Place::outside_area;
}

Places place_rows(const std::vector<EventRow>& rows, const Frame& frame) {
    Places places;
    std::unordered_map<Point, std::uint32_t, BitsOfPoint> numbers;
    std::vector<Point> given;
    places.of_row.reserve(rows.size());
    for (const EventRow& row : rows) {
        const auto [found, is_new] =
            numbers.try_emplace(row.given, static_cast<std::uint32_t>(given.size()));
        if (is_new) given.push_back(row.given);
        places.of_row.push_back(found->second);
    }
    places.at = given;
    frame.projection.transform(places.at);
    places.verdict.reserve(given.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
        places.verdict.push_back(judge(given[i], places.at[i], frame));
    }
    return places;
}

const char* reason_of(Place verdict) {
    switch (verdict) {
        case Place::good:
            return "";
        case Place::null_island:
            return "coord_null_island";
        case Place::out_of_range:
            return "coord_range";
        case Place::untransformable:
            return "coord_untransformable";
        case Place::outside_area:
            return "outside_area";
    }
    return "";
}

/// When nearly nothing lies in the area: does nearly everything with x and y swapped?
void refuse_swapped_into_area(const EventRows& rows, const Places& places,
                              const IncidentSource& source, const Projection& projection,
                              const AreaIndex& area) {
    const double nearly_all = 0.99 * static_cast<double>(rows.placed.size());
    const auto misplaced = std::ranges::count_if(
        places.of_row, [&](std::uint32_t i) { return places.verdict[i] != Place::good; });
    if (rows.placed.empty() || static_cast<double>(misplaced) < nearly_all) return;
    std::vector<Point> swapped;
    for (const EventRow& row : rows.placed) swapped.push_back({row.given.y, row.given.x});
    projection.transform(swapped);
    const auto fitting = std::ranges::count_if(
        swapped, [&](Point p) { return !std::isnan(p.x) && area.contains(p); });
    if (static_cast<double>(fitting) < nearly_all) return;
    throw InputError{
        fmt::format("{}: x and y are swapped: the points lie in the study area only the other way "
                    "round. x is the "
                    "longitude or easting: wanted x = \"{}\", y = \"{}\".",
                    source.shown_path, source.y, source.x)};
}

/// Numbers the categories over all sources, in order of first use.
class Kinds {
public:
    explicit Kinds(std::vector<std::string>& names) : names_{names} {}

    std::uint32_t number(const std::string& name) {
        const auto [found, is_new] =
            numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
        if (is_new) names_.push_back(name);
        return found->second;
    }

private:
    std::vector<std::string>& names_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
};

void refuse_all_bad(const InputReport& report, const std::vector<Rejection>& rejected) {
    if (report.used > 0) return;
    std::string top;
    for (const auto& [reason, count] : report.rejected) {
        if (reason == "outside_area" || reason == "category_other") return;
        if (top.empty() || count > report.rejected.at(top)) top = reason;
    }
    const auto first = std::ranges::find(rejected, top, &Rejection::reason);
    const std::string comma_hint = top == "coord_bad" && first->value.find(',') != std::string::npos
                                       ? " A decimal comma is not read: write decimal points."
                                       : "";
    throw InputError{
        fmt::format("{}: none of the {} rows can be used. {} of them: {}, first in row {}, column "
                    "\"{}\", value "
                    "\"{}\".{}",
                    report.file, report.read, report.rejected.at(top), top, first->row,
                    first->column, first->value, comma_hint)};
}

class EventReader {
public:
    explicit EventReader(const EventRules& rules)
        : rules_{rules}, zone_{rules.zone.value_or(TimeZone{"UTC"})}, kinds_{reading_.kinds} {
        if (!rules.area.empty()) area_ = std::make_unique<const AreaIndex>(rules.area);
    }

    void read(const IncidentSource& given) {
        const IncidentSource source = with_preset(given, rules_.working_crs);
        const Projection projection{source.crs, rules_.working_crs};
        CsvOptions options;
        options.delimiter = source.delimiter;
        options.shown_path = source.shown_path;
        const CsvFile file{source.path, options};
        EventRows rows = parse_event_rows(file, source, find_columns(file, source), zone_);
        if (rows.read == 0) {
            throw InputError{
                fmt::format("{}: a header, but no rows. Wanted incidents.", source.shown_path)};
        }
        refuse_misread_places(rows, source, projection, rules_.working_crs);
        const AreaIndex* area = area_.get();
        const Places places =
            place_rows(rows.placed, {projection, describe_crs(source.crs).geographic,
                                     describe_crs(rules_.working_crs).metric, area});
        if (area != nullptr) refuse_swapped_into_area(rows, places, source, projection, *area);
        keep(file, source, rows, places);
    }

    EventReading finish() && { return std::move(reading_); }

private:
    void keep(const CsvFile& file, const IncidentSource& source, EventRows& rows,
              const Places& places) {
        InputReport report;
        report.file = source.shown_path;
        report.what = "incidents";
        report.read = rows.read;
        std::vector<Rejection> rejected = std::move(rows.rejected);
        const std::size_t first_event = reading_.events.size();
        for (std::size_t i = 0; i < rows.placed.size(); ++i) {
            const EventRow& row = rows.placed[i];
            const Place verdict = places.verdict[places.of_row[i]];
            if (verdict != Place::good) {
                rejected.push_back({source.shown_path, row.row, source.x + ", " + source.y,
                                    reason_of(verdict),
                                    fmt::format("{}, {}", row.given.x, row.given.y)});
            } else if (row.complaint != 0) {
                rejected.push_back(std::move(rows.complaints[row.complaint - 1]));
            } else {
                reading_.events.push_back(
                    {places.at[places.of_row[i]], row.when, 1.0, kind_of(row, rows)});
            }
        }
        std::ranges::stable_sort(rejected, {}, &Rejection::row);
        for (const Rejection& one : rejected) ++report.rejected[one.reason];
        report.used = reading_.events.size() - first_event;
        refuse_all_bad(report, rejected);
        note_what_matters(report, file, source, rows,
                          std::span{reading_.events}.subspan(first_event));
        reading_.inputs.push_back(std::move(report));
        std::ranges::move(rejected, std::back_inserter(reading_.rejected.rows));
    }

    std::uint32_t kind_of(const EventRow& row, const EventRows& rows) {
        if (rows.categories.empty()) return kinds_.number("incident");
        const std::string& name = rows.categories[row.category];
        return kinds_.number(name.empty() ? "(not given)" : name);
    }

    const EventRules& rules_;
    TimeZone zone_;
    std::unique_ptr<const AreaIndex> area_;  // none: anywhere
    EventReading reading_;
    Kinds kinds_;
};

}  // namespace

EventReading read_events(const std::vector<IncidentSource>& sources, const EventRules& rules) {
    EventReader reader{rules};
    for (const IncidentSource& source : sources) reader.read(source);
    return std::move(reader).finish();
}

}  // namespace beatline
