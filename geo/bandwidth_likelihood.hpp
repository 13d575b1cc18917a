// Scores bandwidths by how well the surface foretells events that were kept from it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "geo/pair_sums.hpp"
#include "geo/plane.hpp"

namespace beatline {

struct LikelihoodRules {
    Kernel kernel{Kernel::quartic};
    BandwidthLadder ladder;  ///< candidates, rising
    /// Of the mass, spread evenly over the area: an event where nothing was before is unlikely, not
    /// impossible. In [0, 1); with 0 one such event rules a bandwidth out.
    double even_share{0.05};
    SquareMetres even_area{0};  ///< over which that share is spread; > 0 unless the share is 0
    /// Held-out events are known to within so much, as where they are snapped to points: each is
    /// asked for the mean density of the disc of this radius about it (7 points; Abramowitz &
    /// Stegun 1964, 25.4.61).
    Metres blur{0};
    /// Not empty: the density is divided by the kernel's mass inside (uniform edge correction), and
    /// the surface's whole mass counts, as for a point process.
    MultiPolygon edge_area;
    /// Events asked are thinned (every second, third … place) to about so many pairs of places.
    double most_pairs{4e9};
};

struct ScoredBandwidths {
    BandwidthLadder ladder;
    /// Log likelihood per unit of weight, in nats: how much likelier (e^score) an event of mean
    /// luck is here than spread evenly over 1 m^2; only differences between bandwidths mean much.
    std::vector<double> scores;
    std::vector<double> behind;  ///< the best score less this one
    std::vector<double> errors;  ///< standard error of that, places being drawn (not events)
    std::size_t best{0};         ///< in the ladder: the highest score; of equal ones the first
    /// The widest whose score is behind by no more than its standard error (the one-standard-error
    /// rule of Breiman et al. 1984, Classification and Regression Trees, sec. 3.4.3).
    std::size_t smoothest{0};
    std::size_t asked{0};  ///< places whose events were asked
};

/// Leave-one-out likelihood (Duin 1976, IEEE Trans. Computers 25:1175; as a point process Loader
/// 1999, Local Regression and Likelihood, sec. 5.3, and spatstat's bw.ppl):
///     sum_i w_i log f_-i(p_i) - (the surface's mass - 1) sum w
/// where f_-i leaves out the whole place p_i, with all events on its spot: where events are snapped
/// to points, those of one spot would vouch for each other and the narrowest bandwidth always win.
/// Places are distinct (merge_coincident). Nothing with fewer than three places of weight.
[[nodiscard]] std::optional<ScoredBandwidths> leave_one_out_scores(
    std::span<const WeightedPoint> places, const LikelihoodRules& rules);

/// The likelihood of `later` under the surface of `earlier`, places distinct in each. Nothing when
/// either carries no weight.
[[nodiscard]] std::optional<ScoredBandwidths> held_out_scores(
    std::span<const WeightedPoint> earlier, std::span<const WeightedPoint> later,
    const LikelihoodRules& rules);

/// Cronie & van Lieshout (2018, Biometrika 105:455): for each bandwidth the square of what
/// sum w / f(p) lacks of the area, f the uncorrected surface; the best is the smallest.
[[nodiscard]] std::vector<double> cronie_criterion(std::span<const WeightedPoint> places,
                                                   const BandwidthLadder& ladder, Kernel kernel,
                                                   SquareMetres area);

}  // namespace beatline
