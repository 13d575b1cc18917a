// SPDX-License-Identifier: Apache-2.0
#include "geo/false_discovery.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(FalseDiscoveryRates, AreThoseOfBenjaminiAndHochbergsOwnExample) {
    // The 15 p-values of their section 3.2 (thrombolytics in myocardial infarction); at 0.05 the
    // procedure rejects the four smallest. Values: R 4.2.2, p.adjust(p, "BH").
    const std::vector<double> p{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
    const std::vector<double> wanted{0.0015,    0.003,     0.0095,    0.035625,  0.0603,
                                     0.0638571, 0.0638571, 0.0645,    0.0765,    0.486,
                                     0.5811818, 0.714875,  0.7532308, 0.8132143, 1.0};
    const auto q = false_discovery_rates(p);
    ASSERT_EQ(q.size(), p.size());
    for (std::size_t i = 0; i < q.size(); ++i) EXPECT_NEAR(q[i], wanted[i], 1e-6);
    EXPECT_EQ(std::ranges::count_if(q, [](float v) { return v <= 0.05F; }), 4);
}

TEST(FalseDiscoveryRates, AreTheLeastOverAllThatAreNoSmaller) {
    std::mt19937_64 rng{4};
    std::vector<double> p(400);
    for (double& v : p)
        v = std::pow(static_cast<double>(rng() % 1000) / 999.0, 4.0);  // ties, zeros
    p[17] = std::nan("");
    const auto q = false_discovery_rates(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (std::isnan(p[i])) {
            EXPECT_TRUE(std::isnan(q[i]));
            continue;
        }
        double least = 1.0;
        for (const double v : p) {
            if (!(v >= p[i])) continue;
            const auto rank = std::ranges::count_if(p, [&](double u) { return u <= v; });
            least = std::min(least, v * 399.0 / static_cast<double>(rank));
        }
        EXPECT_NEAR(q[i], least, 3e-7 * least);
        EXPECT_GE(static_cast<double>(q[i]), least * (1.0 - 1e-7));
    }
}

TEST(FalseDiscoveryRates, OfNothingAreNothing) {
    EXPECT_TRUE(false_discovery_rates({}).empty());
}

}  // namespace
}  // namespace beatline
