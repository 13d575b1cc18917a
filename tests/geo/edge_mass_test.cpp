// SPDX-License-Identifier: Apache-2.0
#include "geo/edge_mass.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/areas.hpp"

namespace beatline {
namespace {

using testing::ragged_area;
using testing::square_area;

/// The kernel summed over small squares whose centre lies inside.
double summed(const MultiPolygon& area, Kernel kernel, Point place, Metres bandwidth) {
    constexpr int steps = 400;
    const double reach = support_radius(kernel, bandwidth).value;
    const double step = 2.0 * reach / steps;
    const AreaIndex index{area};
    double sum = 0.0;
    for (int i = 0; i < steps; ++i) {
        for (int j = 0; j < steps; ++j) {
            const Point at{place.x - reach + (i + 0.5) * step, place.y - reach + (j + 0.5) * step};
            if (index.contains(at))
                sum += kernel_density(kernel, distance(at, place), bandwidth) * step * step;
        }
    }
    return sum;
}

TEST(EdgeMass, EqualsTheSumOverSmallSquaresOfARaggedArea) {
    const Point centre{412345.5, 289001.25};
    const MultiPolygon area = ragged_area(centre, 2000);
    std::mt19937_64 rng{4};
    std::uniform_real_distribution<double> along{-2300.0, 2900.0};
    for (const Kernel kernel : all_kernels) {
        const EdgeMass mass{area, kernel, 900_m};
        for (int i = 0; i < 40; ++i) {
            const Point place{centre.x + along(rng), centre.y + along(rng)};
            const Metres h{kernel == Kernel::gaussian ? 150.0 : i % 2 == 0 ? 900.0 : 333.0};
            EXPECT_NEAR(mass.at(place, h), summed(area, kernel, place, h), 2e-3)
                << name_of(kernel) << ' ' << i;
        }
    }
}

TEST(EdgeMass, OfAHalfPlaneIsTheOneDimensionalTail) {
    // The square is so large that only its western side is within reach. Of the kernel's marginal
    // along x, F is the mass below u: quartic (16/5pi)(1-u^2)^(5/2), integrated in small steps.
    const MultiPolygon area = square_area({0, -50000}, 100000);
    const EdgeMass quartic{area, Kernel::quartic, 400_m};
    const EdgeMass gaussian{area, Kernel::gaussian, 400_m};
    for (const double x : {-399.0, -250.0, -10.0, 0.0, 1e-9, 35.0, 200.0, 399.999}) {
        double tail = 0.0;
        constexpr int steps = 200000;
        for (int k = 0; k < steps; ++k) {
            const double from = -x / 400.0;
            const double u = from + (1.0 - from) * (k + 0.5) / steps;
            tail += std::pow(1.0 - u * u, 2.5) * (1.0 - from) / steps;
        }
        tail *= 16.0 / (5.0 * std::numbers::pi);
        EXPECT_NEAR(quartic.at({x, 0}, 400_m), tail, 1e-9) << x;
        EXPECT_NEAR(gaussian.at({x, 0}, 400_m), 0.5 * std::erfc(-x / 400.0 / std::sqrt(2.0)), 1e-7)
            << x;
    }
}

TEST(EdgeMass, OfTheConeAndTheDiscFollowsTheirFormulas) {
    const MultiPolygon area = square_area({0, -50000}, 100000);
    const EdgeMass disc{area, Kernel::uniform, 100_m};
    const EdgeMass cone{area, Kernel::triangular, 100_m};
    for (const double u : {0.0, 0.3, 0.8}) {
        const double segment = (std::acos(u) - u * std::sqrt(1 - u * u)) / std::numbers::pi;
        EXPECT_NEAR(disc.at({100 * u, 7}, 100_m), 1.0 - segment, 1e-12);
        EXPECT_NEAR(disc.at({-100 * u, 7}, 100_m), segment, 1e-12);
        EXPECT_NEAR(cone.at({100 * u, 7}, 100_m) + cone.at({-100 * u, 7}, 100_m), 1.0, 1e-12);
    }
    EXPECT_EQ(disc.at({100, 7}, 100_m), 1.0);
    EXPECT_EQ(disc.at({-100, 7}, 100_m), 0.0);
}

TEST(EdgeMass, IsAHalfOnABorderAndAQuarterInACorner) {
    const MultiPolygon area = square_area({1000, 2000}, 5000);
    for (const Kernel kernel : all_kernels) {
        const EdgeMass mass{area, kernel, 300_m};
        for (const Point side : {Point{1000, 4400}, {6000, 4400}, {3000, 2000}, {3000, 7000}})
            EXPECT_NEAR(mass.at(side, 300_m), 0.5, 1e-7) << name_of(kernel);
        for (const Point corner : {Point{1000, 2000}, {6000, 2000}, {6000, 7000}, {1000, 7000}})
            EXPECT_NEAR(mass.at(corner, 300_m), 0.25, 1e-7) << name_of(kernel);
        EXPECT_EQ(mass.at({3500, 4500}, 300_m), 1.0);
        EXPECT_EQ(mass.at({-3500, 4500}, 300_m), 0.0);
    }
}

TEST(EdgeMass, OfAnAreaAndOfItsComplementAddUpToOne) {
    const MultiPolygon whole = square_area({-5000, -5000}, 10000);
    const MultiPolygon part = ragged_area({100, -50}, 1000);
    MultiPolygon rest{whole};
    for (const Polygon& p : part) {
        rest[0].holes.push_back({p.outer.rbegin(), p.outer.rend()});
        for (const Ring& hole : p.holes) rest.push_back({{hole.rbegin(), hole.rend()}, {}});
    }
    std::mt19937_64 rng{8};
    std::uniform_real_distribution<double> along{-1200.0, 1600.0};
    for (const Kernel kernel : all_kernels) {
        const Metres h{kernel == Kernel::gaussian ? 100.0 : 600.0};
        const EdgeMass inside{part, kernel, h};
        const EdgeMass outside{rest, kernel, h};
        for (int i = 0; i < 300; ++i) {
            Point place{along(rng), along(rng)};
            if (i < 14) place = part[0].outer[static_cast<std::size_t>(i)];
            EXPECT_NEAR(inside.at(place, h) + outside.at(place, h), 1.0, 1e-7) << name_of(kernel);
        }
    }
}

TEST(EdgeMass, DoesNotDependOnHowTheBorderIsCut) {
    const MultiPolygon coarse = square_area({0, 0}, 1000);
    MultiPolygon fine = coarse;
    fine[0].outer.clear();
    const Ring& ring = coarse[0].outer;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        for (int k = 0; k < 97; ++k)
            fine[0].outer.push_back({ring[i - 1].x + (ring[i].x - ring[i - 1].x) * k / 97.0,
                                     ring[i - 1].y + (ring[i].y - ring[i - 1].y) * k / 97.0});
    }
    fine[0].outer.push_back(ring.back());
    std::ranges::reverse(fine[0].outer);  // nor on its direction
    for (const Kernel kernel : all_kernels) {
        const EdgeMass one{coarse, kernel, 200_m};
        const EdgeMass many{fine, kernel, 200_m};
        for (double x = -150.0; x < 1150.0; x += 37.0) {
            EXPECT_NEAR(one.at({x, x * 0.4}, 200_m), many.at({x, x * 0.4}, 200_m), 1e-7)
                << name_of(kernel);
            EXPECT_NEAR(one.at({x, 0.0}, 200_m), many.at({x, 0.0}, 200_m), 1e-7);
        }
    }
}

TEST(EdgeMass, RefusesABandwidthBeyondItsWidest) {
    const EdgeMass mass{square_area({0, 0}, 100), Kernel::quartic, 20_m};
    EXPECT_THROW((void)mass.at({0, 0}, 21_m), std::invalid_argument);
    EXPECT_THROW((void)mass.at({0, 0}, 0_m), std::invalid_argument);
    EXPECT_THROW((EdgeMass{{}, Kernel::quartic, Metres{NAN}}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
