// Ordnance Survey National Grid references ("SK 587 043") and the squares of EPSG:27700 they name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "geo/plane.hpp"

namespace beatline {

/// The square that a reference names, in EPSG:27700.
struct GridSquare {
    Point centre;
    Metres side;  ///< 100 km with no digits, a tenth with every pair of digits, 1 m with ten
};

/// Two letters of a 100 km square (any case) and 0, 2, 4, 6, 8 or 10 digits, the first half east
/// and the second north: "SK5870004300", "sk 587 043", "SK50", "SK". Blanks may stand around the
/// letters and halves, nowhere else. Nothing for all else, and for letters outside the grid of
/// Great Britain (700 km by 1300 km). Lettering: Ordnance Survey, "A guide to coordinate systems in
/// Great Britain", section 7.
[[nodiscard]] std::optional<GridSquare> parse_grid_ref(std::string_view text);

/// The reference of the square around `place`: "SK 587 043" for 6 digits. Throws
/// std::invalid_argument outside the grid, or unless `digits` is 0, 2, 4, 6, 8 or 10.
[[nodiscard]] std::string to_grid_ref(Point place, int digits);

}  // namespace beatline
