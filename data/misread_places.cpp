// SPDX-License-Identifier: Apache-2.0
#include "data/misread_places.hpp"

#include <cmath>
#include <fmt/format.h>

#include "data/error.hpp"

namespace beatline {
namespace {

constexpr double nearly_all = 0.99;

bool nearly_all_are(std::uint64_t count, const PlaceTally& tally) {
    return static_cast<double>(count) >= nearly_all * static_cast<double>(tally.placed);
}

std::string an_example(const PlaceTally& tally) {
    const PlacedExample& first = *tally.first;
    return fmt::format("row {}: {}, {}", first.row, first.given.x, first.given.y);
}

/// "columns "a" and "b"", or what else holds the place.
std::string columns_of(const IncidentSource& source) {
    if (source.x.empty()) return "the geometry";
    return fmt::format("columns \"{}\" and \"{}\"", source.x, source.y);
}

std::string how_to_swap(const IncidentSource& source) {
    if (source.x.empty()) return "Mend the layer: x is the longitude or easting.";
    return fmt::format("x is the longitude or easting: wanted x = \"{}\", y = \"{}\".", source.y,
                       source.x);
}

}  // namespace

void PlaceTally::take(const JudgedPlace& place, std::uint64_t row) {
    if (placed++ == 0) first = {row, place.given};
    fit_swapped_only += place.fits_swapped_only ? 1 : 0;
    within_degrees += place.within_degrees ? 1 : 0;
    out_of_reach += place.out_of_reach ? 1 : 0;
    misplaced += place.verdict == PlaceVerdict::good ? 0 : 1;
    swapped_into_area += place.swapped_into_area ? 1 : 0;
}

void PlaceTally::add(const PlaceTally& other, std::uint64_t rows_before) {
    placed += other.placed;
    fit_swapped_only += other.fit_swapped_only;
    within_degrees += other.within_degrees;
    out_of_reach += other.out_of_reach;
    misplaced += other.misplaced;
    swapped_into_area += other.swapped_into_area;
    if (first || !other.first) return;
    first = other.first;
    first->row += rows_before;
}

bool fit_swapped(const PlaceTally& tally) {
    return tally.placed > 0 && (nearly_all_are(tally.fit_swapped_only, tally) ||
                                (nearly_all_are(tally.misplaced, tally) &&
                                 nearly_all_are(tally.swapped_into_area, tally)));
}

void refuse_misread_places(const PlaceTally& tally, const IncidentSource& source,
                           const PlaceFrame& frame) {
    if (tally.placed == 0) return;
    const auto holds_for_nearly_all = [&](std::uint64_t count) {
        return nearly_all_are(count, tally);
    };
    if (holds_for_nearly_all(tally.fit_swapped_only)) {
        throw InputError{fmt::format(
            "{}: x and y are swapped: the points lie in reach of {} only the other way "
            "round ({}). {}",
            source.shown_path, frame.working_crs, an_example(tally), how_to_swap(source))};
    }
    const CrsInfo crs = describe_crs(source.crs);
    if (crs.geographic && holds_for_nearly_all(tally.placed - tally.within_degrees)) {
        throw InputError{
            fmt::format("{}: {} are read as degrees ({}), but hold larger numbers ({}). If they "
                        "are eastings and northings, say so: crs = \"EPSG:27700\".",
                        source.shown_path, columns_of(source), crs.name, an_example(tally))};
    }
    if (!crs.geographic && holds_for_nearly_all(tally.within_degrees)) {
        throw InputError{
            fmt::format("{}: {} are read as eastings and northings ({}), but hold degrees ({}). "
                        "Say so: crs = \"EPSG:4326\".",
                        source.shown_path, columns_of(source), crs.name, an_example(tally))};
    }
    if (holds_for_nearly_all(tally.out_of_reach)) {
        const Point first = tally.first->given;
        const std::string instead =
            crs.geographic && std::abs(first.x) <= 180.0 && std::abs(first.y) <= 90.0
                ? fmt::format("For this place the working CRS would be \"{}\"",
                              working_crs_at(first.x, first.y))
                : "Give the CRS of the columns, or choose another working CRS";
        throw InputError{fmt::format(
            "{}: the points ({}, in {}) lie outside the reach of the working CRS {}. {}.",
            source.shown_path, an_example(tally), crs.name, frame.working_crs, instead)};
    }
    if (holds_for_nearly_all(tally.misplaced) && holds_for_nearly_all(tally.swapped_into_area)) {
        throw InputError{
            fmt::format("{}: x and y are swapped: the points lie in the study area only the other "
                        "way round ({}). {}",
                        source.shown_path, an_example(tally), how_to_swap(source))};
    }
}

}  // namespace beatline
