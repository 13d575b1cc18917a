// SPDX-License-Identifier: Apache-2.0
#include "geo/gamma_distribution.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

// Figures by R 4.2's pgamma, qgamma and pbeta: tests/reference/exposure.R.
TEST(GammaDistribution, AgreesWithR) {
    EXPECT_NEAR(gamma_cdf(0.3, 0.5), 0.813811804674393, 1e-12);
    EXPECT_NEAR(gamma_cdf(3.0, 2.5), 0.45618688411667, 1e-12);
    EXPECT_NEAR(gamma_cdf(100.0, 120.0), 0.972136260109479, 1e-12);
    EXPECT_NEAR(gamma_cdf(1e5, 1e5 + 300.0), 0.828636311251208, 1e-9);
    EXPECT_NEAR(gamma_quantile(0.2, 0.025) / 6.37253992002976e-09, 1.0, 1e-9);
    EXPECT_NEAR(gamma_quantile(7.5, 0.975), 13.7441964317215, 1e-9);
    EXPECT_NEAR(gamma_quantile(1e5, 0.025), 99381.1526637447, 1e-4);
    EXPECT_NEAR(beta_cdf(2.0, 5.0, 0.3), 0.579825, 1e-12);
    EXPECT_NEAR(beta_cdf(1000.0, 9500.0, 0.1), 0.950232968457109, 1e-9);
    EXPECT_NEAR(beta_cdf(0.5, 0.5, 0.6), 0.564094216848975, 1e-12);
}

TEST(GammaDistribution, AQuantileIsWhereTheProbabilityIsReached) {
    for (const double shape : {0.05, 0.7, 1.0, 3.3, 40.0, 900.0, 2e5}) {
        double last = 0.0;
        for (const double p : {0.025, 0.1, 0.5, 0.9, 0.975}) {
            const double x = gamma_quantile(shape, p);
            EXPECT_NEAR(gamma_cdf(shape, x), p, 1e-9) << shape;
            EXPECT_GT(x, last);
            last = x;
        }
    }
    EXPECT_NEAR(gamma_quantile(2e7, 0.3) / gamma_quantile(9.9e6, 0.3), 2e7 / 9.9e6, 1e-3)
        << "the approximation above 1e7 joins on";
}

TEST(GammaDistribution, TheCdfIsTheIntegralOfTheDensity) {
    for (const double shape : {1.5, 8.0, 60.0}) {
        const double end = 1.2 * shape;
        const int steps = 20'000;
        double sum = 0.0;
        for (int i = 0; i < steps; ++i) {  // midpoints
            const double x = end * (i + 0.5) / steps;
            sum += std::exp((shape - 1.0) * std::log(x) - x - std::lgamma(shape)) * end / steps;
        }
        EXPECT_NEAR(gamma_cdf(shape, end), sum, 1e-6) << shape;
    }
}

TEST(GammaDistribution, OneRateAboveAnotherIsTheDoubleIntegral) {
    const GammaRate one{6.0, 4.0};
    const GammaRate other{20.0, 25.0};
    for (const double ratio : {0.5, 1.0, 1.5, 3.0}) {
        double sum = 0.0;  // over the other's quantiles
        const int steps = 4000;
        for (int i = 0; i < steps; ++i)
            sum += 1.0 - gamma_cdf(one.shape, one.rate * ratio * other.quantile((i + 0.5) / steps));
        EXPECT_NEAR(probability_above(one, other, ratio), sum / steps, 1e-5) << ratio;
    }
    EXPECT_NEAR(probability_above(one, one, 1.0), 0.5, 1e-12);
}

TEST(GammaDistribution, RefusesWhatIsNoDistribution) {
    EXPECT_THROW(static_cast<void>(gamma_cdf(0.0, 1.0)), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(gamma_cdf(1.0, -1.0)), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(gamma_quantile(1.0, 1.0)), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(beta_cdf(1.0, 0.0, 0.5)), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(beta_cdf(1.0, 1.0, 1.5)), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(probability_above({}, {}, 0.0)), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
