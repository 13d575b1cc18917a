// Which wide instructions this machine has, and which of them density may use.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace beatline {

/// In rising order. Every level computes the same bytes: lanes are cells or coefficients, never
/// summed across, and no multiplication is fused with an addition.
enum class SimdLevel { sse2, avx2, avx512 };

inline constexpr SimdLevel all_simd_levels[] = {SimdLevel::sse2, SimdLevel::avx2,
                                                SimdLevel::avx512};

[[nodiscard]] std::string_view name_of(SimdLevel level);

/// The highest level that processor and operating system offer.
[[nodiscard]] SimdLevel widest_simd();

/// `widest_simd()`, or less when the environment variable BEATLINE_SIMD names a lower level.
[[nodiscard]] SimdLevel simd_level();

}  // namespace beatline
