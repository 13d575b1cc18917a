// SPDX-License-Identifier: Apache-2.0
#include "geo/student_t.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

// Abramowitz and Stegun (1964), table 26.10, which gives three decimals.
TEST(StudentT, QuantilesAreThePublishedOnes) {
    EXPECT_NEAR(student_t_quantile(0.975, 1), 12.706, 5e-4);
    EXPECT_NEAR(student_t_quantile(0.975, 2), 4.303, 5e-4);
    EXPECT_NEAR(student_t_quantile(0.95, 3), 2.353, 5e-4);
    EXPECT_NEAR(student_t_quantile(0.995, 5), 4.032, 5e-4);
    EXPECT_NEAR(student_t_quantile(0.95, 11), 1.796, 5e-4);
    EXPECT_NEAR(student_t_quantile(0.995, 11), 3.106, 5e-4);
    EXPECT_NEAR(student_t_quantile(0.975, 30), 2.042, 5e-4);
    EXPECT_NEAR(student_t_quantile(0.975, 100000), 1.960, 5e-4);  // the normal one
}

TEST(StudentT, ProbabilityAndQuantileUndoEachOther) {
    for (const std::size_t degrees : {1U, 2U, 5U, 11U, 24U, 365U}) {
        EXPECT_EQ(student_t_probability(0.0, degrees), 0.5);
        for (const double p : {0.001, 0.05, 0.3, 0.6, 0.9, 0.9955, 0.9999})
            EXPECT_NEAR(student_t_probability(student_t_quantile(p, degrees), degrees), p, 1e-12);
    }
}

TEST(StudentT, RefusesWhatHasNoAnswer) {
    EXPECT_THROW((void)student_t_quantile(0.5, 0), std::invalid_argument);
    EXPECT_THROW((void)student_t_probability(0.5, 0), std::invalid_argument);
    EXPECT_THROW((void)student_t_quantile(1.0, 4), std::invalid_argument);
    EXPECT_THROW((void)student_t_quantile(0.0, 4), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
