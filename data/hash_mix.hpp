// Mixes bits for tables in memory; no result depends on it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>

#include "geo/plane.hpp"

namespace beatline {

/// The finaliser of MurmurHash3 (Appleby, public domain): every bit in changes half of those out.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 33U)) * 0xFF51AFD7ED558CCDULL;
    bits = (bits ^ (bits >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
    return bits ^ (bits >> 33U);
}

/// 0 and -0 are different places here, which costs a table an entry and nothing else.
[[nodiscard]] inline std::uint64_t hash_of(Point p) {
    return mixed(mixed(std::bit_cast<std::uint64_t>(p.x)) ^ std::bit_cast<std::uint64_t>(p.y));
}

}  // namespace beatline
