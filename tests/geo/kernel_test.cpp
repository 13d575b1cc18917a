// SPDX-License-Identifier: Apache-2.0
#include "geo/kernel.hpp"

#include <numbers>

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(Kernel, ItsRoughnessIsTheIntegralOfItsSquare) {
    for (const Kernel shape : all_kernels) {
        double sum = 0.0;
        for (double r = 0.25; r < 1500.0; r += 0.5) {
            const double k = kernel_density(shape, Metres{r}, 250_m);
            sum += k * k * 2.0 * std::numbers::pi * r * 0.5;
        }
        EXPECT_NEAR(sum / roughness(shape, 250_m), 1.0, 1e-3) << name_of(shape);
    }
}

TEST(Kernel, IntegratesToOneOverThePlane) {
    for (const Kernel shape : all_kernels) {
        double mass = 0.0;
        for (double r = 0.05; r < 1600.0; r += 0.1)
            mass += kernel_density(shape, Metres{r}, 250_m) * 2.0 * std::numbers::pi * r * 0.1;
        EXPECT_NEAR(mass, 1.0, 1e-3) << name_of(shape);
    }
}

TEST(Kernel, IsZeroBeyondItsSupportAndNeverRises) {
    for (const Kernel shape : all_kernels) {
        const double reach = support_radius(shape, 250_m).value;
        EXPECT_EQ(kernel_density(shape, Metres{reach * 1.0001}, 250_m), 0.0) << name_of(shape);
        double last = kernel_density(shape, 0_m, 250_m);
        EXPECT_GT(last, 0.0);
        for (double r = 1.0; r < reach; r += 1.0) {
            const double now = kernel_density(shape, Metres{r}, 250_m);
            EXPECT_LE(now, last) << name_of(shape) << " at " << r;
            last = now;
        }
    }
}

TEST(Kernel, GaussianIsCutWhereTheHeaderSays) {
    const double peak = kernel_density(Kernel::gaussian, 0_m, 100_m);
    const double rim = kernel_density(Kernel::gaussian, Metres{599.999}, 100_m);
    EXPECT_LT(rim / peak, 1.6e-8);
    EXPECT_GT(rim, 0.0);
}

TEST(Kernel, NamesAreReadBack) {
    for (const Kernel shape : all_kernels) EXPECT_EQ(kernel_named(name_of(shape)), shape);
    EXPECT_FALSE(kernel_named("Quartic"));
}

}  // namespace
}  // namespace beatline
