// SPDX-License-Identifier: Apache-2.0
#include "data/raster_statistics.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace beatline {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

TEST(RasterStatistics, EqualThoseOfTwoPassesInLongDouble) {
    std::mt19937 random{7};
    RasterStatistics statistics;
    std::vector<float> all;
    for (std::size_t row = 0; row < 300; ++row) {
        std::vector<float> values(1 + random() % 200);
        for (float& value : values)
            value = random() % 5 == 0 ? nan : 1e6F + static_cast<float>(random() % 1000) / 64.0F;
        statistics.add_row(values, row);
        for (const float value : values)
            if (std::isfinite(value)) all.push_back(value);
    }
    long double sum = 0.0L;
    for (const float value : all) sum += value;
    const long double mean = sum / static_cast<long double>(all.size());
    long double squares = 0.0L;
    for (const float value : all) squares += (value - mean) * (value - mean);
    const auto deviation =
        static_cast<double>(std::sqrt(squares / static_cast<long double>(all.size())));
    EXPECT_EQ(statistics.count(), all.size());
    EXPECT_NEAR(statistics.mean(), static_cast<double>(mean), 1e-14 * 1e6);
    EXPECT_NEAR(statistics.standard_deviation(), deviation, 1e-12 * deviation)
        << "though the mean is 200,000 times the deviation";
}

TEST(RasterStatistics, NameTheFirstOfSeveralPeaks) {
    RasterStatistics statistics;
    const std::vector<float> low{-3.0F, -2.0F, nan};
    const std::vector<float> high{nan, 5.0F, 5.0F};
    statistics.add_row(low, 9);
    EXPECT_EQ(statistics.max(), -2.0) << "below zero as well";
    statistics.add_row(high, 8);
    statistics.add_row(high, 7);
    EXPECT_EQ(statistics.min(), -3.0);
    EXPECT_EQ(statistics.max(), 5.0);
    EXPECT_EQ(statistics.peak_row(), 8U);
    EXPECT_EQ(statistics.peak_col(), 1U);
}

TEST(RasterStatistics, AreZeroWithoutAValue) {
    RasterStatistics statistics;
    statistics.add_row(std::vector<float>{nan, nan}, 0);
    EXPECT_EQ(statistics.count(), 0U);
    EXPECT_EQ(statistics.mean(), 0.0);
    EXPECT_EQ(statistics.standard_deviation(), 0.0);
}

}  // namespace
}  // namespace beatline
