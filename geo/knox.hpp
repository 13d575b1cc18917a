// The Knox test: do events near in space come near in time more often than chance would have it?
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/near_pairs.hpp"

namespace beatline {

struct KnoxParams {
    std::vector<double> distance_m{0, 1, 100, 200, 300, 400, 500, 600, 700, 800};
    std::vector<double> days{0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70};
    PairDistance distance{PairDistance::euclid};
    std::uint32_t simulations{999};  ///< 0: observed and expected only
    std::uint64_t seed{1};
    std::uint64_t most_pairs{250'000'000};  ///< within the last distance; 8 bytes each
    std::function<bool()> cancelled{};
};

/// Pairs whose distance and delay lie in one band each.
struct KnoxCell {
    std::uint64_t observed{0};
    double expected{0.0};  ///< mean over all permutations of the dates, exact
    double ratio{0.0};     ///< observed / expected; 0 where nothing is expected
    double p{1.0};         ///< (1 + replicates with as many or more) / (1 + replicates)
    double p_max{1.0};     ///< the same, adjusted for all cells: step-down-free max-z (Westfall &
                           ///< Young 1993), family-wise
    double q{1.0};         ///< Benjamini & Hochberg (1995) over all cells, from p
};

/// Bands are half open, [edge, next edge).
struct KnoxTable {
    KnoxParams params;
    std::uint64_t events{0};
    std::uint64_t near{0};        ///< pairs within the bands of distance
    std::vector<KnoxCell> cells;  ///< by distance band, then by day band

    [[nodiscard]] std::size_t distance_bands() const { return params.distance_m.size() - 1; }
    [[nodiscard]] std::size_t day_bands() const { return params.days.size() - 1; }
    [[nodiscard]] const KnoxCell& at(std::size_t distance, std::size_t days) const {
        return cells[distance * day_bands() + days];
    }
};

/// Knox (1964, Applied Statistics 13:25). `day` is each event's date as a number of days. Places
/// stay and dates are permuted: pairs are listed once and only their delays are counted again. The
/// result depends on the seed, not on the number of threads. Throws std::invalid_argument for edges
/// that do not rise from 0 or more or sizes that differ, std::length_error for too many pairs or
/// dates more than 200 years apart. Cancelled: p stays 1, and
/// counts stay 0 where it was before they were taken.
[[nodiscard]] KnoxTable knox_test(std::span<const Point> points, std::span<const std::int32_t> day,
                                  const KnoxParams& params);

}  // namespace beatline
