// Simulated annealing's rule: how much worse a change may be, less and less as the search goes on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

namespace beatline {

/// Natural logarithm of x in (0, 1], from plain arithmetic, so that no machine's libm decides a
/// search. Absolute error below 1e-9.
[[nodiscard]] inline double portable_log(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const int exponent = static_cast<int>(bits >> 52) - 1023;
    const auto mantissa =
        std::bit_cast<double>((bits & 0xfffffffffffffULL) | 0x3ff0000000000000ULL);
    // ln m = 2 artanh((m - 1) / (m + 1)), the argument at most 1/3.
    const double z = (mantissa - 1.0) / (mantissa + 1.0);
    const double square = z * z;
    double term = z;
    double sum = 0.0;
    for (int odd = 1; odd <= 17; odd += 2) {
        sum += term / odd;
        term *= square;
    }
    return 2.0 * sum + exponent * 0.6931471805599453;
}

/// exp(-x) for x in [0, 64], from plain arithmetic as well: (1 - x/2^20)^(2^20), within 0.4 % of
/// it.
[[nodiscard]] inline double portable_decay(double x) {
    double power = 1.0 - x / 1048576.0;
    for (int i = 0; i < 20; ++i) power *= power;
    return power;
}

}  // namespace beatline
