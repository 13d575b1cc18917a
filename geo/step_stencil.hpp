// Interpolation between the steps of a function that is known from a step on upwards.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace beatline {

/// The value at `steps` from here is the sum of weight[i] * value[here + base + i].
struct StepStencil {
    static constexpr std::uint32_t taps = 4;
    std::uint32_t base{0};
    std::array<double, taps> weight{};
};

/// Lagrange's cubic through four steps, two on each side where there are so many; linear when not
/// `cubic`. `base` is zero only when `steps` is less than one.
[[nodiscard]] inline StepStencil stencil_at(double steps, bool cubic) {
    const double whole = std::floor(steps);
    StepStencil s;
    s.base = static_cast<std::uint32_t>(whole);
    if (!cubic) {
        s.weight = {1.0 - (steps - whole), steps - whole, 0.0, 0.0};
        return s;
    }
    if (s.base >= 2) --s.base;
    const double p = steps - static_cast<double>(s.base);
    s.weight = {-(p - 1.0) * (p - 2.0) * (p - 3.0) / 6.0, p * (p - 2.0) * (p - 3.0) / 2.0,
                -p * (p - 1.0) * (p - 3.0) / 2.0, p * (p - 1.0) * (p - 2.0) / 6.0};
    return s;
}

}  // namespace beatline
