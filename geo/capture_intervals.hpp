// How far a hit rate might have come out otherwise: bootstrap over periods and events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace beatline {

struct BootstrapParams {
    std::uint64_t seed{1};
    std::uint32_t replicates{999};  ///< 0: no intervals (NaN)
    double confidence{0.95};        ///< in (0, 1)
};

struct IntervalOf {
    double value{0.0};
    double low{0.0};
    double high{0.0};
};

/// The events of one period by which of two rankings' cells caught them.
struct Contest {
    double both{0.0};
    double only_first{0.0};
    double only_second{0.0};
    double neither{0.0};
};

/// `counts`: events by cell; `events`: all there were, in cells or not; `first`, `second`: the part
/// of each cell that a ranking chose (CellRanking::chosen). Ties at the cut are broken alike in
/// both, as by one draw a cell that both heed: of a cell's events the lesser part is caught by
/// both, so that equal rankings never differ. Throws std::invalid_argument for unlike sizes.
[[nodiscard]] Contest contest_of(std::span<const double> counts, double events,
                                 std::span<const double> first, std::span<const double> second);

struct ContestIntervals {
    IntervalOf first;       ///< hit rate of the first
    IntervalOf difference;  ///< first minus second
};

/// Percentile intervals (Efron and Tibshirani 1993, ch. 13). A replicate draws the periods with
/// replacement, and each event of a drawn period counts a Poisson(1) number of times. Events are
/// taken as independent within a period: series at one address make true intervals wider. NaN where
/// there are no events. A replicate's draws depend on the seed and its number only.
[[nodiscard]] ContestIntervals bootstrap_contest(std::span<const Contest> periods,
                                                 const BootstrapParams& params);

}  // namespace beatline
