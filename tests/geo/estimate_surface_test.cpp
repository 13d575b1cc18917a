// SPDX-License-Identifier: Apache-2.0
#include "geo/estimate_surface.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "geo/adaptive_density.hpp"
#include "geo/density_at.hpp"

#include "tests/support/areas.hpp"
#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::ragged_area;
using testing::random_points;

TEST(EstimateSurface, TheFieldIsTheSurfaceAtEveryCellCentre) {
    const MultiPolygon area = ragged_area({2000, 2000}, 1800);
    const auto points = points_inside(random_points(700, {0, 0}, 4500, 3), area);
    const GridSpec spec = grid_over(bounds(area), 60_m);
    for (const bool adaptive : {false, true}) {
        for (const EdgeCorrection edge : {EdgeCorrection::none, EdgeCorrection::diggle}) {
            const SurfaceRules rules{{Kernel::quartic, 300_m}, adaptive, edge};
            const auto surface =
                estimate_surface(adaptive ? abramson_bandwidths(points, rules.density)
                                          : with_bandwidth(points, 300_m),
                                 spec, area, rules);
            ASSERT_FALSE(surface.points.empty());
            const DensityField field{surface.points, rules.density.kernel};
            for (std::size_t i = 0; i < spec.size(); ++i) {
                const Point centre = spec.centre(i / spec.cols, i % spec.cols);
                const double value = surface.density.values[i];
                if (std::isnan(value)) continue;
                EXPECT_TRUE(contains(area, centre));
                EXPECT_NEAR(field.at(centre).per_km2, value, 1e-6 * value + 1e-4);
            }
        }
    }
}

TEST(EstimateSurface, DiggleKeepsTheMassOfAdaptiveBandwidths) {
    const MultiPolygon area = ragged_area({2000, 2000}, 1800);
    const auto points = points_inside(random_points(2000, {0, 0}, 4500, 5), area);
    double weight = 0.0;
    for (const WeightedPoint& p : points) weight += p.weight;
    const SurfaceRules rules{{Kernel::quartic, 250_m}, true, EdgeCorrection::diggle};
    const auto surface = estimate_surface(abramson_bandwidths(points, rules.density),
                                          grid_over(bounds(area), 10_m), area, rules);
    EXPECT_NEAR(total_mass(surface.density) / weight, 1.0, 2e-3);
}

TEST(EstimateSurface, RefusesWhatIsNotDefined) {
    const GridSpec spec{{0, 0}, 50_m, 2, 2};
    const std::vector<KernelPoint> one{{{0, 0}, 1.0, 100_m}};
    EXPECT_THROW((void)estimate_surface(one, spec, {}, {{}, false, EdgeCorrection::diggle}),
                 std::invalid_argument);
    EXPECT_THROW((void)estimate_surface(one, spec, ragged_area({0, 0}, 100),
                                        {{}, true, EdgeCorrection::uniform}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace beatline
