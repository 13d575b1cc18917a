// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "data/error.hpp"
#include "data/event_rows.hpp"

namespace beatline {
namespace {

constexpr double nearly_all = 0.99;

bool is_degrees(Point p) {
    return std::abs(p.x) <= 180.0 && std::abs(p.y) <= 90.0;
}

template <class Test>
bool holds_for_nearly_all(const std::vector<EventRow>& rows, Test&& test) {
    const auto count =
        std::ranges::count_if(rows, [&](const EventRow& r) { return test(r.given); });
    return static_cast<double>(count) >= nearly_all * static_cast<double>(rows.size());
}

std::string an_example(const EventRows& rows) {
    const EventRow& first = rows.placed.front();
    return fmt::format("row {}: {}, {}", first.row, first.given.x, first.given.y);
}

}  // namespace

void refuse_misread_places(const EventRows& rows, const IncidentSource& source,
                           const Projection& projection, const std::string& working_crs) {
    if (rows.placed.empty()) return;
    const CrsInfo crs = describe_crs(source.crs);
    const auto fits = [&](Point p) { return projection.reach().contains(p); };
    const bool anywhere = describe_crs(working_crs).geographic;  // then only Britain is recognised
    const auto fits_swapped_only = [&](Point p) {
        if (anywhere) return crs.geographic && working_crs_at(p.y, p.x) == "EPSG:27700";
        return !fits(p) && fits({p.y, p.x});
    };
    if (holds_for_nearly_all(rows.placed, fits_swapped_only)) {
        throw InputError{
            fmt::format("{}: x and y are swapped: the points lie in reach of {} only the other way "
                        "round ({}). x is "
                        "the longitude or easting: wanted x = \"{}\", y = \"{}\".",
                        source.shown_path, working_crs, an_example(rows), source.y, source.x)};
    }
    if (crs.geographic &&
        holds_for_nearly_all(rows.placed, [](Point p) { return !is_degrees(p); })) {
        throw InputError{
            fmt::format("{}: columns \"{}\" and \"{}\" are read as degrees ({}), but hold larger "
                        "numbers ({}). If "
                        "they are eastings and northings, say so: crs = \"EPSG:27700\".",
                        source.shown_path, source.x, source.y, crs.name, an_example(rows))};
    }
    if (!crs.geographic && holds_for_nearly_all(rows.placed, is_degrees)) {
        throw InputError{
            fmt::format("{}: columns \"{}\" and \"{}\" are read as eastings and northings ({}), "
                        "but hold degrees "
                        "({}). Say so: crs = \"EPSG:4326\".",
                        source.shown_path, source.x, source.y, crs.name, an_example(rows))};
    }
    if (!holds_for_nearly_all(rows.placed, [&](Point p) { return !fits(p); })) return;
    const Point first = rows.placed.front().given;
    const std::string instead = crs.geographic && is_degrees(first)
                                    ? fmt::format("For this place the working CRS would be \"{}\"",
                                                  working_crs_at(first.x, first.y))
                                    : "Give the CRS of the columns, or choose another working CRS";
    throw InputError{
        fmt::format("{}: the points ({}, in {}) lie outside the reach of the working CRS {}. {}.",
                    source.shown_path, an_example(rows), crs.name, working_crs, instead)};
}

}  // namespace beatline
