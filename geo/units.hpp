// Units that the compiler checks: metres, square metres, and their literals.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>

namespace beatline {

/// A number that carries its unit. Explicit in, `.value` out, so that a bare number cannot slip
/// through.
template <class Unit>
struct Quantity {
    double value{0.0};

    constexpr Quantity() = default;
    constexpr explicit Quantity(double number) : value{number} {}

    constexpr auto operator<=>(const Quantity&) const = default;
    constexpr Quantity operator+(Quantity other) const { return Quantity{value + other.value}; }
    constexpr Quantity operator-(Quantity other) const { return Quantity{value - other.value}; }
    constexpr Quantity operator*(double factor) const { return Quantity{value * factor}; }
    constexpr Quantity operator/(double divisor) const { return Quantity{value / divisor}; }
    constexpr double operator/(Quantity other) const { return value / other.value; }
    friend constexpr Quantity operator*(double factor, Quantity q) { return q * factor; }
};

using Metres = Quantity<struct MetreUnit>;
using SquareMetres = Quantity<struct SquareMetreUnit>;

constexpr SquareMetres operator*(Metres a, Metres b) {
    return SquareMetres{a.value * b.value};
}

/// From a number per m^2 to one per km^2.
inline constexpr double m2_per_km2 = 1e6;

inline namespace literals {
constexpr Metres operator""_m(long double v) {
    return Metres{static_cast<double>(v)};
}
constexpr Metres operator""_m(unsigned long long v) {
    return Metres{static_cast<double>(v)};
}
constexpr SquareMetres operator""_m2(unsigned long long v) {
    return SquareMetres{static_cast<double>(v)};
}
}  // namespace literals

}  // namespace beatline
