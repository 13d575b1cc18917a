// SPDX-License-Identifier: Apache-2.0
#include "geo/density_surfaces.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <oneapi/tbb/global_control.h>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::random_points;
using Weights = std::vector<double>;

constexpr DensityMethod exact_methods[] = {DensityMethod::automatic, DensityMethod::direct,
                                           DensityMethod::moments, DensityMethod::sweep};

std::vector<Point> places_of(std::span<const WeightedPoint> points) {
    std::vector<Point> places;
    for (const WeightedPoint& p : points) places.push_back(p.at);
    return places;
}

std::vector<WeightedPoint> with_weights(std::span<const Point> places, const Weights& weights) {
    std::vector<WeightedPoint> points;
    for (std::size_t i = 0; i < places.size(); ++i) points.push_back({places[i], weights[i]});
    return points;
}

/// The highest value, or what the heaviest place alone makes anywhere in the plane.
double peak_of(const DensityGrid& grid, const Weights& weights, const DensityParams& params) {
    const double heaviest = weights.empty() ? 0.0 : *std::ranges::max_element(weights);
    return std::max<double>(*std::ranges::max_element(grid.values),
                            1e6 * heaviest * kernel_density(params.kernel, 0_m, params.bandwidth));
}

double largest_difference(const DensityGrid& a, std::span<const float> b) {
    double worst = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        worst = std::max<double>(worst, std::abs(double{a.values[i]} - double{b[i]}));
    return worst;
}

/// A grid of its own, places in part together, and one kind of weights after the other.
struct Round {
    Round(int number, std::mt19937_64& rng) {
        const auto up_to = [&](double most) {
            return std::generate_canonical<double, 53>(rng) * most;
        };
        const double far = number % 5 == 0 ? 1e7 : 4e5;
        const double side = 500 + up_to(4000);
        places = places_of(random_points(1 + rng() % 400, {far, far}, side, rng()));
        if (number % 2 == 0)  // many at one place, as snapped points are
            for (std::size_t i = 0; i < places.size(); ++i)
                if (i % 3 != 0) places[i] = places[i - i % 30];
        const double cell = side / (5 + up_to(45));
        spec = {{far + up_to(side / 4) - side / 8, far + up_to(side / 4)},
                Metres{cell},
                1 + rng() % 40,
                1 + rng() % 90};
        bandwidth = Metres{(0.3 + std::pow(up_to(4.0), 2.5)) * cell};
        for (int kind = 0; kind < 5; ++kind) {
            Weights w(places.size());
            for (double& weight : w) {
                if (kind == 0) weight = up_to(3.0);
                if (kind == 1) weight = static_cast<double>(rng() % 2);
                if (kind == 2) weight = std::pow(10.0, up_to(12.0) - 6.0);
                if (kind == 3 && rng() % 50 == 0) weight = 1.0;
            }
            if (kind == 4) w[rng() % w.size()] = 2.5;
            weights.push_back(w);
        }
    }

    std::vector<Point> places;
    GridSpec spec;
    Metres bandwidth{0};
    std::vector<Weights> weights;
};

TEST(SharedPlaces, ASurfaceIsWhatItsOwnPointsMake) {
    std::mt19937_64 rng{20261124};
    for (int number = 0; number < 120; ++number) {
        const Round round{number, rng};
        for (const Kernel kernel : all_kernels) {
            const DensityMethod method = exact_methods[rng() % 4];
            DensityParams params{kernel, round.bandwidth};
            if (can_compute(method, kernel)) params.method = method;
            const SharedPlaces shared{round.places, round.spec, params};
            for (const Weights& w : round.weights) {
                const DensityGrid alone =
                    estimate_density(with_weights(round.places, w), round.spec, params);
                const DensityGrid surface = shared.surface(w);
                ASSERT_LT(largest_difference(surface, alone.values),
                          1e-6 * peak_of(alone, w, params) + 1e-300)
                    << number << ' ' << name_of(kernel) << ' ' << name_of(params.method);
            }
        }
    }
}

TEST(SharedPlaces, ASurfaceIsWhatTheDefinitionSays) {
    std::mt19937_64 rng{7};
    for (int number = 0; number < 25; ++number) {
        const Round round{number, rng};
        for (const Kernel kernel : all_kernels) {
            const DensityParams params{kernel, round.bandwidth};
            const SharedPlaces shared{round.places, round.spec, params};
            for (const Weights& w : round.weights) {
                const DensityGrid surface = shared.surface(w);
                const double bound = 1e-6 * peak_of(surface, w, params);
                for (std::size_t i = 0; i < surface.values.size(); ++i) {
                    const Point at = round.spec.centre(i / round.spec.cols, i % round.spec.cols);
                    double sum = 0.0;
                    for (std::size_t p = 0; p < w.size(); ++p)
                        sum +=
                            w[p] *
                            kernel_density(kernel, distance(round.places[p], at), round.bandwidth) *
                            1e6;
                    ASSERT_NEAR(surface.values[i], sum, bound) << number << ' ' << name_of(kernel);
                    ASSERT_GE(surface.values[i], 0.0F);
                }
            }
        }
    }
}

TEST(SharedPlaces, TheCategoriesAddUpToTheWhole) {
    const auto points = random_points(5000, {0, 0}, 5000, 3);
    const auto places = places_of(points);
    const GridSpec spec{{0, 0}, 50_m, 100, 100};
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, 400_m};
        std::vector<Weights> categories(6, Weights(points.size()));
        for (std::size_t i = 0; i < points.size(); ++i) categories[i * i % 6][i] = points[i].weight;
        std::vector<double> sum(spec.size());
        for (const DensityGrid& category :
             SharedPlaces{places, spec, params}.surfaces(categories)) {
            for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += category.values[i];
        }
        const DensityGrid whole = estimate_density(points, spec, params);
        const double peak = *std::ranges::max_element(whole.values);
        for (std::size_t i = 0; i < sum.size(); ++i)
            ASSERT_NEAR(sum[i], whole.values[i], 2e-6 * peak) << name_of(kernel);
    }
}

TEST(SharedPlaces, BytesDoNotDependOnOrderThreadsOrTheOtherSurfaces) {
    auto points = random_points(4000, {0, 0}, 5000, 11);
    for (std::size_t i = 0; i < 2000; ++i) points[i].at = points[i % 150].at;
    const GridSpec spec{{0, 0}, 50_m, 100, 100};
    std::mt19937 rng{5};
    for (const Kernel kernel : all_kernels) {
        for (const DensityMethod method : all_density_methods) {
            if (!can_compute(method, kernel)) continue;
            const DensityParams params{kernel, 300_m, nullptr, method};
            const auto surfaces_of = [&] {
                std::vector<Weights> weights(3, Weights(points.size()));
                for (std::size_t i = 0; i < points.size(); ++i) {
                    weights[0][i] = points[i].weight;
                    weights[1][i] = points[i].weight > 1.5 ? 1.0 : 0.0;
                    weights[2][i] = points[i].weight > 2.99 ? points[i].weight : 0.0;
                }
                const SharedPlaces shared{places_of(points), spec, params};
                auto grids = shared.surfaces(weights);
                EXPECT_EQ(shared.surface(weights[1]).values, grids[1].values);
                return grids;
            };
            const auto first = surfaces_of();
            std::ranges::shuffle(points, rng);
            const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
            const auto again = surfaces_of();
            for (std::size_t i = 0; i < first.size(); ++i)
                EXPECT_EQ(first[i].values, again[i].values)
                    << i << ' ' << name_of(kernel) << ' ' << name_of(method);
        }
    }
}

TEST(SharedPlaces, ComesInStripsAsItComesWhole) {
    const auto places = places_of(random_points(2000, {0, 0}, 20'000, 6));
    const GridSpec spec{{0, 0}, 30_m, 677, 301};
    const Weights weights(places.size(), 1.0);
    for (const Kernel kernel : {Kernel::quartic, Kernel::uniform}) {
        const SharedPlaces shared{places, spec, {kernel, 300_m}};
        const DensityGrid whole = shared.surface(weights);
        std::vector<float> values(spec.size());
        shared.stream(weights, [&](const DensityStrip& strip) {
            std::ranges::copy(strip.values, values.begin() + static_cast<std::ptrdiff_t>(
                                                                 strip.first_row * spec.cols));
        });
        EXPECT_EQ(values, whole.values) << name_of(kernel);
    }
}

TEST(SharedPlaces, AMillionOnOneSpotFarFromTheOriginAreOneHeavyPlace) {
    const Point far{1e7 + 10.5, 1e7 + 3.25};
    const std::vector<Point> places(1'000'000, far);
    const GridSpec spec{{1e7 - 200, 1e7 - 200}, 5_m, 80, 80};
    for (const Kernel kernel : {Kernel::quartic, Kernel::gaussian}) {
        const DensityParams params{kernel, 100_m};
        const DensityGrid heap =
            SharedPlaces{places, spec, params}.surface(Weights(places.size(), 1.0));
        const DensityGrid one = estimate_density({{far, 1e6}}, spec, params);
        EXPECT_LT(largest_difference(heap, one.values),
                  1e-6 * *std::ranges::max_element(one.values));
    }
}

TEST(SharedPlaces, NothingMakesAnEmptySurface) {
    const GridSpec spec{{0, 0}, 10_m, 20, 30};
    const std::vector<Point> near{{50, 50}, {60, 60}};
    const std::vector<Point> outside{{9000, 50}, {60, -9000}};
    for (const Kernel kernel : all_kernels) {
        const DensityParams params{kernel, 50_m};
        const std::vector<float> zeros(spec.size());
        EXPECT_EQ((SharedPlaces{{}, spec, params}.surface({}).values), zeros);
        EXPECT_EQ((SharedPlaces{near, spec, params}.surface(Weights{0, 0}).values), zeros);
        EXPECT_EQ((SharedPlaces{outside, spec, params}.surface(Weights{1, 1}).values), zeros);
        EXPECT_TRUE((SharedPlaces{near, spec, params}.surfaces({}).empty()));
    }
}

TEST(SharedPlaces, WeightsTooSmallForAFloatsExponentAreNotInfinite) {
    const GridSpec spec{{0, 0}, 10_m, 20, 20};
    const std::vector<Point> places{{50, 50}, {60, 60}};
    const DensityParams params{Kernel::quartic, 50_m};
    for (const double weight : {1e-310, 1e-200, 1e30}) {
        const Weights weights{weight, weight};
        const DensityGrid surface = SharedPlaces{places, spec, params}.surface(weights);
        const DensityGrid alone = estimate_density(with_weights(places, weights), spec, params);
        for (std::size_t i = 0; i < spec.size(); ++i) {
            EXPECT_TRUE(std::isfinite(surface.values[i])) << weight;
            EXPECT_TRUE(std::isfinite(alone.values[i])) << weight;
        }
    }
}

TEST(SharedPlaces, RefusesWeightsThatAreNone) {
    const std::vector<Point> places{{50, 50}, {60, 60}};
    const GridSpec spec{{0, 0}, 10_m, 20, 30};
    const SharedPlaces shared{places, spec, {Kernel::quartic, 50_m}};
    for (const Weights& weights :
         {Weights{1.0}, Weights{1.0, 1.0, 1.0}, Weights{1.0, -1.0}, Weights{NAN, 1.0},
          Weights{std::numeric_limits<double>::infinity(), 0.0}})
        EXPECT_THROW((void)shared.surface(weights), std::invalid_argument);
    EXPECT_THROW((SharedPlaces{places, spec, {Kernel::quartic, 0_m}}), std::invalid_argument);
    EXPECT_THROW(
        (SharedPlaces{places, spec, {Kernel::triangular, 50_m, nullptr, DensityMethod::moments}}),
        std::invalid_argument);
}

}  // namespace
}  // namespace beatline
