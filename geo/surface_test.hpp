// Tests a density surface's peaks against events that lie by chance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "geo/estimate_surface.hpp"
#include "geo/null_model.hpp"
#include "geo/null_test.hpp"

namespace beatline {

struct SurfaceTestRules {
    SurfaceRules surface;
    Metres least_bandwidth{0};  ///< of adaptive ones
    std::size_t replicates{199};
    double level{0.05};
    std::uint64_t seed{1};
};

/// One peak of the observed surface.
struct TestedPeak {
    Point at;              ///< centre of its cell
    double height{0.0};    ///< weighted events per km^2
    double expected{0.0};  ///< there, by the null model, weighted events per km^2
    double score{0.0};     ///< see peak_score
    ChanceVerdict verdict;
};

struct SurfaceTest {
    PlaceTest places;
    DensityGrid observed;           ///< of the events, weighted events per km^2; below 0 outside
    DensityGrid expected;           ///< by the null model; NaN outside the area
    std::vector<TestedPeak> peaks;  ///< from the north down
    double one_event{0.0};          ///< density that counts as one event at a peak, per km^2
    double events_needed{0.0};      ///< at a place of mean expectation, to stand out at the level
    double events_expected{0.0};    ///< that mean, in events

    /// The cell of the highest score within the outline, judged as a peak of that height would be;
    /// nothing when no cell's centre lies in it.
    [[nodiscard]] std::optional<TestedPeak> highest_in(const Polygon& outline) const;
};

/// How far `observed` events exceed `expected` ones: the signed root of twice the log likelihood
/// ratio of a Poisson count, which is Kulldorff's (1997) for a window that is small against the
/// whole:
///     sign(k - m) * sqrt(2 (k ln(k / m) - k + m))
/// where m counts as 0.05 at least.
[[nodiscard]] double peak_score(double observed, double expected);

/// Heights become counts by the kernel's own window: with v the variance of a sum of kernels over a
/// locally even pattern and f its mean, f / (v / f) behaves like a Poisson count, and
/// v / f = (sum w^2 / sum w) R(K), R(K) the integral of K^2. For a quartic of bandwidth h that is a
/// disc of 0.56 pi h^2. Replicates place every event anew by the null model, with the weight that
/// it has, and go through the same kernel, bandwidths and edge correction as the surface observed;
/// so the test holds whatever the score does well or badly.
///
/// Events lie inside `area` (empty: nothing is masked). Deterministic for a seed, whatever the
/// number of threads. Throws std::invalid_argument for contradictory rules or without weight. Once
/// the density's `cancelled` says yes the result is void: it comes soon, and without peaks.
[[nodiscard]] SurfaceTest test_surface(std::span<const WeightedPoint> events, const GridSpec& spec,
                                       const MultiPolygon& area, const NullModel& chance,
                                       const SurfaceTestRules& rules);

}  // namespace beatline
