// SPDX-License-Identifier: Apache-2.0
#include "geo/refine_peak.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "geo/extract.hpp"

#include "tests/support/areas.hpp"
#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::random_points;

/// The highest of the places on a fine lattice within a disc.
double highest_within(const DensityField& field, Point centre, double radius, double step) {
    double best = 0.0;
    for (double x = -radius; x <= radius; x += step) {
        for (double y = -radius; y <= radius; y += step) {
            if (x * x + y * y <= radius * radius)
                best = std::max(best, field.at({centre.x + x, centre.y + y}).per_km2);
        }
    }
    return best;
}

TEST(RefinePeak, IsNeverLowerThanTheStartNorFartherThanAllowed) {
    std::mt19937_64 rng{2};
    std::uniform_real_distribution<double> along{0.0, 3000.0};
    std::uniform_real_distribution<double> far{0.5, 400.0};
    for (const Kernel kernel : all_kernels) {
        const DensityField field{random_points(300, {0, 0}, 3000, 6), DensityParams{kernel, 250_m}};
        for (int i = 0; i < 200; ++i) {
            const Point start{along(rng), along(rng)};
            const Metres within{far(rng)};
            const Point peak = refine_peak(field, start, within);
            EXPECT_GE(field.at(peak).per_km2, field.at(start).per_km2) << name_of(kernel);
            EXPECT_LE(distance(peak, start), within) << name_of(kernel);
        }
    }
}

TEST(RefinePeak, FindsTheMaximumNearAPeakCell) {
    for (const Kernel kernel : all_kernels) {
        if (kernel == Kernel::uniform) continue;  // steps, nothing to climb
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const auto points = random_points(400, {0, 0}, 3000, seed);
            const DensityParams params{kernel, 300_m};
            const DensityField field{points, params};
            const DensityGrid grid =
                estimate_density(points, grid_over({{0, 0}, {3000, 3000}}, 25_m), params);
            for (const Hotspot& h : extract_hotspots(grid, {}, {.count = 3})) {
                const Point peak = refine_peak(field, h.peak, 25_m);
                const double best = highest_within(field, h.peak, 25.0, 1.0);
                // Kernels with kinks make many small tips: another may be a little higher.
                const bool kinks = kernel == Kernel::triangular || kernel == Kernel::epanechnikov;
                EXPECT_GE(field.at(peak).per_km2, best * (1.0 - (kinks ? 1e-3 : 1e-6)))
                    << name_of(kernel) << " seed " << seed;
            }
        }
    }
}

TEST(RefinePeak, OfOnePointIsThePoint) {
    for (const Kernel kernel : {Kernel::quartic, Kernel::epanechnikov, Kernel::triweight,
                                Kernel::triangular, Kernel::gaussian}) {
        const DensityField field{{{{103.25, 98.5}, 2.0}}, DensityParams{kernel, 300_m}};
        const Point peak = refine_peak(field, {112.5, 87.5}, 25_m);
        EXPECT_NEAR(peak.x, 103.25, 1e-3) << name_of(kernel);
        EXPECT_NEAR(peak.y, 98.5, 1e-3) << name_of(kernel);
    }
}

TEST(RefinePeak, StaysWhereTheSurfaceIsFlat) {
    const DensityField even{{{{0, 0}, 1.0}}, DensityParams{Kernel::uniform, 100_m}};
    EXPECT_EQ(refine_peak(even, {10, 10}, 25_m), (Point{10, 10}));
    EXPECT_EQ(refine_peak(even, {1000, 10}, 25_m), (Point{1000, 10}));
}

TEST(RefinePeak, MovesThePeaksOfHotspotsAndNothingElse) {
    const auto points = random_points(600, {0, 0}, 4000, 9);
    const DensityGrid grid =
        estimate_density(points, grid_over({{-300, -300}, {4300, 4300}}, 25_m), {});
    const auto cells = extract_hotspots(grid, {}, {});
    auto hotspots = cells;
    const DensityField field{points, DensityParams{}};
    refine_peaks(hotspots, field, 25_m, {});
    ASSERT_EQ(hotspots.size(), cells.size());
    std::size_t moved = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Hotspot& h = hotspots[i];
        moved += h.peak == cells[i].peak ? 0 : 1;
        EXPECT_TRUE(contains(h.outline, h.peak));
        EXPECT_LE(distance(h.peak, cells[i].peak), 25_m);
        EXPECT_GE(h.peak_per_km2, cells[i].peak_per_km2 * (1.0 - 1e-6));
        EXPECT_EQ(h.id, cells[i].id);
        EXPECT_EQ(h.mass, cells[i].mass);
        EXPECT_EQ(h.outline.outer, cells[i].outline.outer);
    }
    EXPECT_GT(moved, cells.size() / 2);
}

TEST(RefinePeak, KeepsACellCentreWhenThePeakLiesOutsideTheArea) {
    Hotspot h;
    h.outline = {testing::square_ring({0, 0}, 100), {}};
    h.peak = {87.5, 50};
    h.peak_per_km2 = 1.0;
    const DensityField field{{{{102, 50}, 1.0}}, DensityParams{Kernel::quartic, 300_m}};
    std::vector<Hotspot> hotspots{h};
    refine_peaks(hotspots, field, 25_m, {});
    EXPECT_EQ(hotspots[0].peak, h.peak) << "the outline ends before it";
    hotspots[0].outline = {testing::square_ring({0, 0}, 200), {}};
    refine_peaks(hotspots, field, 25_m, testing::square_area({0, 0}, 100));
    EXPECT_EQ(hotspots[0].peak, h.peak) << "the area ends before it";
    refine_peaks(hotspots, field, 25_m, testing::square_area({0, 0}, 200));
    EXPECT_NEAR(hotspots[0].peak.x, 102.0, 1e-3);
}

}  // namespace
}  // namespace beatline
