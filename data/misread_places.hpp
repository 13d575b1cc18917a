// Tells a file whose coordinates are misread as a whole: swapped, or degrees taken for metres.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "data/event_source.hpp"
#include "data/place_judge.hpp"

namespace beatline {

/// A row with finite coordinates, as the file has them.
struct PlacedExample {
    std::uint64_t row{0};
    Point given;
};

/// Counts rows with finite coordinates that are not 0, 0 by what they would fit. Adding up two
/// stretches of a file gives that of both.
struct PlaceTally {
    std::uint64_t placed{0};
    std::uint64_t fit_swapped_only{0};
    std::uint64_t within_degrees{0};
    std::uint64_t out_of_reach{0};
    std::uint64_t misplaced{0};  ///< any verdict but good
    std::uint64_t swapped_into_area{0};
    std::optional<PlacedExample> first;

    void take(const JudgedPlace& place, std::uint64_t row);
    void add(const PlaceTally& other, std::uint64_t rows_before);
};

/// Whether nearly all lie in the working CRS's reach, or in the area, only with x and y swapped.
[[nodiscard]] bool fit_swapped(const PlaceTally& tally);

/// Throws InputError when nearly all (>= 99 %) of the places cannot be what the source says: x and
/// y swapped, metres read as degrees, degrees read as metres, or another part of the world.
void refuse_misread_places(const PlaceTally& tally, const IncidentSource& source,
                           const PlaceFrame& frame);

}  // namespace beatline
