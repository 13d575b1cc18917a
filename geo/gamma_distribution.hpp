// The gamma distribution and the incomplete gamma and beta functions behind it: for rates of rare
// events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace beatline {

/// Regularised lower incomplete gamma function P(shape, x) = Prob(Gamma(shape, 1) <= x): series and
/// continued fraction of DLMF 8.11.4 and 8.9.2. Relative error below 1e-9 for shapes up to 1e6.
/// Throws std::invalid_argument unless shape > 0 and x >= 0.
[[nodiscard]] double gamma_cdf(double shape, double x);

/// The x with gamma_cdf(shape, x) = p, for p in (0, 1); 0 where it is below the smallest number.
/// Above a shape of 1e7 by Wilson & Hilferty (1931). Throws std::invalid_argument otherwise.
[[nodiscard]] double gamma_quantile(double shape, double p);

/// Regularised incomplete beta function I_x(a, b) = Prob(Beta(a, b) <= x): DLMF 8.17.22.
/// Throws std::invalid_argument unless a, b > 0 and x in [0, 1].
[[nodiscard]] double beta_cdf(double a, double b, double x);

/// A gamma distributed rate: mean shape / rate.
struct GammaRate {
    double shape{1.0};  ///< > 0
    double rate{1.0};   ///< > 0, exposure in the rate's unit

    [[nodiscard]] double mean() const { return shape / rate; }
    [[nodiscard]] double quantile(double p) const { return gamma_quantile(shape, p) / rate; }
};

/// Probability that `one` is more than `ratio` times `other`, independent of each other; ratio > 0.
[[nodiscard]] double probability_above(const GammaRate& one, const GammaRate& other, double ratio);

}  // namespace beatline
