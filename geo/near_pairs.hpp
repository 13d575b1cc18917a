// Pairs of points that are near each other, sorted into bands of distance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

/// How far apart two points are: as the crow flies, or |dx| + |dy| as along a grid of streets.
enum class PairDistance : std::uint8_t { euclid, manhattan };

/// Indices into the points.
struct NearPair {
    std::uint32_t a{0};
    std::uint32_t b{0};
};

/// Every unordered pair of different points once, by band.
struct NearPairs {
    std::vector<std::vector<NearPair>> bands;

    [[nodiscard]] std::uint64_t count() const;
};

/// Pairs whose distance d lies in a band [edges[b], edges[b + 1]), metres. Takes 8 bytes a pair and
/// time in proportion to the pairs of a strip as wide as the last edge. Throws
/// std::invalid_argument unless two or more edges rise from 0 or more, std::length_error beyond
/// `most` pairs.
[[nodiscard]] NearPairs near_pairs(std::span<const Point> points, std::span<const double> edges,
                                   PairDistance distance, std::uint64_t most = 250'000'000);

}  // namespace beatline
