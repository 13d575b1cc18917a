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
