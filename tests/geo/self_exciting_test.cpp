// SPDX-License-Identifier: Apache-2.0
#include "geo/self_exciting.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

/// Cells in a row, each event followed by Poisson(triggered) others, half of them in the western
/// neighbour, a quarter in the cell itself and in the eastern one (a ring, so that no mass is
/// lost), after a geometric delay.
SelfExcitingData simulated(double triggered, double fade, unsigned seed) {
    constexpr std::size_t cells = 200;
    constexpr std::size_t periods = 300;
    std::mt19937_64 random{seed};
    std::vector<double> base(cells);
    for (std::size_t c = 0; c < cells; ++c) base[c] = 0.2 + (c % 10 == 0 ? 2.0 : 0.0);
    std::vector<std::vector<double>> counts(periods, std::vector<double>(cells, 0.0));
    std::vector<std::vector<double>> to_come = counts;
    std::poisson_distribution<int> children{triggered};
    std::geometric_distribution<std::size_t> delay{1.0 - fade};
    for (std::size_t t = 0; t < periods; ++t) {
        for (std::size_t c = 0; c < cells; ++c) {
            counts[t][c] = to_come[t][c] + std::poisson_distribution<int>{base[c]}(random);
            for (int e = 0; e < static_cast<int>(counts[t][c]); ++e) {
                for (int n = children(random); n > 0; --n) {
                    const std::size_t when = t + 1 + delay(random);
                    const std::size_t where = (c + cells + random() % 4 % 3 - 1) % cells;
                    if (when < periods) to_come[when][where] += 1.0;
                }
            }
        }
    }
    SelfExcitingData data;
    data.first = 30;
    for (std::size_t t = 0; t < periods; ++t) {
        std::vector<double> near(cells);
        double total = 0.0;
        for (std::size_t c = 0; c < cells; ++c) {
            near[c] = 0.5 * counts[t][(c + 1) % cells] + 0.25 * counts[t][c] +
                      0.25 * counts[t][(c + cells - 1) % cells];
            total += counts[t][c];
        }
        data.near.push_back(std::move(near));
        data.near_total.push_back(total);
        if (t < data.first) continue;
        data.background.push_back(base);
        double base_total = 0.0;
        for (const double b : base) base_total += b;
        data.background_total.push_back(base_total);
        data.counts.push_back(counts[t]);
    }
    return data;
}

TEST(SelfExciting, APeriodWithoutBackgroundIsNotFittedTo) {
    SelfExcitingData data = simulated(0.4, 0.6, 3);
    const SelfExcitingFit whole = fit_self_exciting(data);
    // What follows a row of events would be expected to go on, were the period not left out.
    const std::size_t cells = data.counts.front().size();
    data.near.emplace_back(cells, 0.0);
    data.near_total.push_back(0.0);
    data.background.emplace_back(cells, 0.0);
    data.background_total.push_back(0.0);
    data.counts.emplace_back(cells, 0.0);
    const SelfExcitingFit fit = fit_self_exciting(data);
    EXPECT_DOUBLE_EQ(fit.background, whole.background);
    EXPECT_DOUBLE_EQ(fit.triggered, whole.triggered);
    EXPECT_DOUBLE_EQ(fit.fade, whole.fade);
}

TEST(SelfExciting, FindsWhatWasPlanted) {
    for (const auto& [triggered, fade] : {std::pair{0.4, 0.5}, {0.6, 0.8}, {0.2, 0.3}}) {
        const SelfExcitingFit fit = fit_self_exciting(simulated(triggered, fade, 3));
        EXPECT_NEAR(fit.background, 1.0, 0.08) << triggered;
        EXPECT_NEAR(fit.triggered, triggered, 0.05) << triggered;
        EXPECT_NEAR(fit.fade, fade, 0.08) << triggered;
    }
}

TEST(SelfExciting, FindsNoTriggeringWhereThereIsNone) {
    const SelfExcitingFit fit = fit_self_exciting(simulated(0.0, 0.5, 5));
    EXPECT_LT(fit.triggered, 0.05);
    EXPECT_NEAR(fit.background, 1.0, 0.06);
}

TEST(SelfExciting, ExplainsAsManyEventsAsThereAre) {
    const SelfExcitingData data = simulated(0.5, 0.6, 7);
    const SelfExcitingFit fit = fit_self_exciting(data);
    double events = 0.0;
    for (const auto& counts : data.counts) {
        for (const double c : counts) events += c;
    }
    double echo = 0.0;
    double expected = 0.0;
    for (std::size_t t = 0; t < data.near.size(); ++t) {
        if (t >= data.first)
            expected +=
                fit.background * data.background_total[t - data.first] + fit.triggered * echo;
        echo = fit.fade * echo + (1.0 - fit.fade) * data.near_total[t];
    }
    EXPECT_NEAR(expected / events, 1.0, 1e-3);
}

TEST(SelfExciting, RefusesDataOfUnlikeSizes) {
    EXPECT_THROW((void)fit_self_exciting({}), std::invalid_argument);
    SelfExcitingData data = simulated(0.2, 0.5, 1);
    data.counts.pop_back();
    EXPECT_THROW((void)fit_self_exciting(data), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
