// SPDX-License-Identifier: Apache-2.0
#include "geo/blend_weights.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

/// Cells drawn from 0.6 a + 0.3 b + 0.1 c.
BlendEvidence mixed_evidence(int events) {
    std::mt19937_64 random{4};
    constexpr int cells = 40;
    std::vector<std::vector<double>> surfaces(3, std::vector<double>(cells));
    for (auto& surface : surfaces) {
        double sum = 0.0;
        for (double& v : surface) sum += v = std::pow(std::uniform_real_distribution{}(random), 3);
        for (double& v : surface) v /= sum;
    }
    std::vector<double> truth(cells);
    for (int i = 0; i < cells; ++i)
        truth[i] = 0.6 * surfaces[0][i] + 0.3 * surfaces[1][i] + 0.1 * surfaces[2][i];
    std::discrete_distribution<int> cell(truth.begin(), truth.end());
    BlendEvidence evidence{3};
    for (int i = 0; i < events; ++i) {
        const int at = cell(random);
        evidence.add(1.0, std::vector<double>{surfaces[0][at], surfaces[1][at], surfaces[2][at]});
    }
    return evidence;
}

TEST(BlendWeights, FindThoseThatTheEventsWereDrawnWith) {
    const BlendFit fit = fit_blend(mixed_evidence(100'000), 0.0);
    EXPECT_NEAR(fit.weights[0], 0.6, 0.02);
    EXPECT_NEAR(fit.weights[1], 0.3, 0.02);
    EXPECT_NEAR(fit.weights[2], 0.1, 0.02);
}

TEST(BlendWeights, NoOtherWeightsAreMoreLikely) {
    const BlendEvidence evidence = mixed_evidence(500);
    const BlendFit fit = fit_blend(evidence, 0.0);
    const auto likelihood = [&](double a, double b) {
        double sum = 0.0;
        for (std::size_t i = 0; i < evidence.counts().size(); ++i) {
            const auto s = evidence.shares(i);
            sum += evidence.counts()[i] * std::log(a * s[0] + b * s[1] + (1 - a - b) * s[2]);
        }
        return sum;
    };
    for (double a = 0.0; a <= 1.0; a += 0.05) {
        for (double b = 0.0; a + b <= 1.0; b += 0.05)
            EXPECT_LE(likelihood(a, b), fit.log_likelihood + 1e-3) << a << " " << b;
    }
}

TEST(BlendWeights, StayEqualWithoutEventsAndNearItWithFew) {
    EXPECT_EQ(fit_blend(BlendEvidence{4}).weights, (std::vector<double>(4, 0.25)));
    BlendEvidence one{2};
    one.add(1.0, std::vector<double>{0.9, 0.0});
    // One event, all of it the first surface's, and 0.2 for each beforehand.
    const BlendFit fit = fit_blend(one, 0.2);
    EXPECT_NEAR(fit.weights[0], 1.2 / 1.4, 1e-6);
    EXPECT_NEAR(fit.weights[0] + fit.weights[1], 1.0, 1e-12);
}

TEST(BlendWeights, RefuseNothingAndNegativePriors) {
    EXPECT_THROW((void)fit_blend(BlendEvidence{0}), std::invalid_argument);
    EXPECT_THROW((void)fit_blend(BlendEvidence{2}, -1.0), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
