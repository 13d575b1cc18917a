// SPDX-License-Identifier: Apache-2.0
#include "data/grid_ref.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

namespace beatline {
namespace {

constexpr std::string_view letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ";  // five rows of five, no I
constexpr int squares_east = 7;                                    // of 100 km
constexpr int squares_north = 13;
constexpr int square_m = 100'000;

/// A 100 km square, counted from the false origin south-west of Scilly.
struct Square {
    int east{0};
    int north{0};
};

/// 0 to 24, -1 if the grid has no such letter.
int letter_number(char letter) {
    const char upper = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    const auto found = letters.find(upper);
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

/// The first letter names a square of 500 km, the second one of 100 km in it; both run from the
/// north-west by rows, and S is the first letter at the false origin.
std::optional<Square> square_of(char first, char second) {
    const int large = letter_number(first);
    const int small = letter_number(second);
    if (large < 0 || small < 0) return {};
    const Square square{(large % 5 - 2) * 5 + small % 5, (3 - large / 5) * 5 + 4 - small / 5};
    const bool inside = square.east >= 0 && square.east < squares_east && square.north >= 0 &&
                        square.north < squares_north;
    return inside ? std::optional{square} : std::nullopt;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view without_blanks_before(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    return text;
}

/// The digits in front; they are taken from `text`.
std::string_view take_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    const std::string_view digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

int number_of(std::string_view digits) {
    int number = 0;
    for (const char digit : digits) number = number * 10 + (digit - '0');
    return number;
}

constexpr std::array side_of_half = {100'000, 10'000, 1'000, 100, 10, 1};  // by digits of a half

}  // namespace

std::optional<GridSquare> parse_grid_ref(std::string_view text) {
    text = without_blanks_before(text);
    if (text.size() < 2) return {};
    const auto square = square_of(text[0], text[1]);
    if (!square) return {};
    text = without_blanks_before(text.substr(2));
    std::string_view east = take_digits(text);
    text = without_blanks_before(text);
    std::string_view north = take_digits(text);
    if (!without_blanks_before(text).empty()) return {};
    if (north.empty()) {  // written as one group
        if (east.size() % 2 != 0) return {};
        north = east.substr(east.size() / 2);
        east = east.substr(0, east.size() / 2);
    }
    if (east.size() != north.size() || east.size() >= side_of_half.size()) return {};
    const int side = side_of_half[east.size()];
    return GridSquare{{square->east * square_m + number_of(east) * side + 0.5 * side,
                       square->north * square_m + number_of(north) * side + 0.5 * side},
                      Metres{static_cast<double>(side)}};
}

std::string to_grid_ref(Point place, int digits) {
    if (digits < 0 || digits > 10 || digits % 2 != 0) {
        throw std::invalid_argument{"a grid reference has 0, 2, 4, 6, 8 or 10 digits"};
    }
    const bool inside = place.x >= 0.0 && place.x < squares_east * square_m && place.y >= 0.0 &&
                        place.y < squares_north * square_m;
    if (!inside) throw std::invalid_argument{"a place outside the National Grid"};
    const int x = static_cast<int>(std::floor(place.x));
    const int y = static_cast<int>(std::floor(place.y));
    const Square square{x / square_m, y / square_m};
    const int large = (3 - square.north / 5) * 5 + square.east / 5 + 2;
    const int small = (4 - square.north % 5) * 5 + square.east % 5;
    const std::string name{letters[static_cast<std::size_t>(large)],
                           letters[static_cast<std::size_t>(small)]};
    const int half = digits / 2;
    if (half == 0) return name;
    const int side = side_of_half[static_cast<std::size_t>(half)];
    return fmt::format("{} {:0{}} {:0{}}", name, x % square_m / side, half, y % square_m / side,
                       half);
}

}  // namespace beatline
