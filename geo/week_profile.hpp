// From counts by hour of the week to a profile: smoothed around the week, and where a place has few
// events, drawn towards the profile of all places.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/week.hpp"

namespace beatline {

/// How an event counts for the hours around its own: a Gaussian wrapped around the week, and a
/// share of it at the same hour of the six other days.
struct WeekKernel {
    double deviation_h{2.0};  ///< of the Gaussian, hours, > 0
    double pooled{0.5};       ///< [0, 6/7]; at 6/7 all days are alike
};

/// By lag in hours, 0 to 167; sums to 1.
[[nodiscard]] WeekHours kernel_by_lag(const WeekKernel& kernel);

/// Circular convolution; the sum is kept.
[[nodiscard]] WeekHours smoothed(const WeekHours& counts, const WeekHours& by_lag);

/// Counts of the events that began in each fold's weeks.
using WeekFolds = std::array<WeekHours, week_folds>;
[[nodiscard]] WeekFolds fold_counts(const SpreadEvents& events);

/// The kernel of greatest held-out likelihood: each tenth of the weeks is predicted from the others
/// (Bowman 1984, Biometrika 71:353, by weeks rather than by events, so that a series of one night
/// does not vouch for itself). Deviations of 0.5 to 8 h and seven degrees of pooling are tried.
/// With fewer than two weeks: 2 h, all days alike.
[[nodiscard]] WeekKernel choose_week_kernel(const WeekFolds& counts);

/// Sums to 1: the smoothed counts, and one event's weight spread evenly, so that no hour is
/// impossible.
[[nodiscard]] WeekHours area_profile(const WeekHours& counts, const WeekHours& by_lag);

/// (n s + strength * area) / (n + strength), s the smoothed counts of n events as shares: the mean
/// of a Dirichlet prior around the area's profile (Gelman et al., Bayesian Data Analysis, ch. 3).
[[nodiscard]] WeekHours drawn_profile(const WeekHours& counts, const WeekHours& by_lag,
                                      const WeekHours& area, double strength);

/// The strength, in events, at which the places' own weeks are best predicted from their other
/// weeks (empirical Bayes by held-out likelihood), among 1 to 10,000; infinite when the area's
/// profile alone predicts best, as it does without places.
[[nodiscard]] double choose_prior_strength(std::span<const WeekFolds> places, const WeekFolds& area,
                                           const WeekHours& by_lag);

}  // namespace beatline
