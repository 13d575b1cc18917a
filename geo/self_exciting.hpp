// A self-exciting point process on cells: how much of what happens follows from what just happened.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace beatline {

/// In period t a cell expects
///     background * b(t) + triggered * sum over k >= 1 of (1 - fade) fade^(k-1) s(t - k)
/// events: b is what the long run says, s(p) the events of period p spread near by (mass kept), so
/// that an event is followed by `triggered` others, the first periods most. This is Mohler et al.
/// (2011), JASA 106, 100-108, eq. 4, in whole periods, with an exponential delay as in Mohler et
/// al. (2015), JASA 110, 1399-1411, eq. 3; the background's shape is given instead of being
/// declustered.
struct SelfExcitingFit {
    double background{1.0};
    double triggered{0.0};  ///< events that one event brings about; below 1 in a stable process
    double fade{0.5};       ///< of the delay from one period to the next, in (0, 1)
    double log_likelihood{0.0};
    int iterations{0};
};

/// What the fit looks at. Only cells in which something happened in the fitted periods are watched;
/// of the others the sums suffice.
struct SelfExcitingData {
    std::size_t first{0};                         ///< fitted periods are `first` to near.size() - 1
    std::vector<std::vector<double>> near;        ///< s, by period from 0 on, of the watched cells
    std::vector<double> near_total;               ///< s over all cells, by period
    std::vector<std::vector<double>> background;  ///< b, by fitted period, of the watched cells
    std::vector<double> background_total;         ///< the same of all cells; 0: not fitted to
    std::vector<std::vector<double>> counts;  ///< events, by fitted period, of the watched cells
};

/// Maximum likelihood by EM (Veen and Schoenberg 2008, JASA 103, 614-624): every event is shared
/// out between the background and those before it. The delay's tail beyond the fitted periods is
/// not made up for, which shortens it a little. Throws std::invalid_argument for data of unlike
/// sizes.
[[nodiscard]] SelfExcitingFit fit_self_exciting(const SelfExcitingData& data);

}  // namespace beatline
