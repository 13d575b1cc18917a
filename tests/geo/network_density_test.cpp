// SPDX-License-Identifier: Apache-2.0
#include "geo/network_density.hpp"

#include <cstdlib>
#include <gmock/gmock.h>
#include <oneapi/tbb/global_control.h>

#include "tests/support/network_reference.hpp"
#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

using testing::ListedSplit;
using testing::RoadBuilder;

constexpr NetworkSpread splits[] = {NetworkSpread::split, NetworkSpread::continuous};

StreetGraph town(unsigned seed, int side = 6) {
    return join_streets(testing::random_town({side, 0.2, 10, seed}).build().network);
}

/// A crossing of four streets of 400 m, one event 50 m west of it.
StreetGraph crossing() {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {-400, 0}).junction(2, {400, 0});
    roads.junction(3, {0, 400}).junction(4, {0, -400});
    for (const int end : {1, 2, 3, 4}) roads.street(0, end);
    return join_streets(roads.build().network);
}
const std::vector<StreetEvent> one_event{{0, 50.0, 1.0}};

double largest(std::span<const double> values) {
    return std::ranges::max(values);
}

double largest_difference(std::span<const double> a, std::span<const double> b) {
    EXPECT_EQ(a.size(), b.size());
    double most = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

double total_weight(std::span<const StreetEvent> events) {
    double sum = 0.0;
    for (const StreetEvent& e : events) sum += e.weight;
    return sum;
}

TEST(NetworkDensity, TheLineKernelIntegratesToOne) {
    for (const Kernel kernel : all_kernels) {
        double mass = 0.0;
        for (double d = -1999.5; d < 2000.0; d += 1.0)
            mass += line_kernel_density(kernel, Metres{std::abs(d)}, 300_m);
        EXPECT_NEAR(mass, 1.0, 1e-5) << name_of(kernel);
    }
}

TEST(NetworkDensity, LixelsCoverEveryStreetOnceAndOnlyTheLastIsShort) {
    const StreetGraph graph = town(1);
    const Lixels lixels = cut_streets(graph, 7_m);
    for (StreetId s = 0; s < graph.ends.size(); ++s) {
        double at = 0.0;
        for (std::uint32_t j = 0; j < lixels.count(s); ++j) {
            const LixelSpan span = lixel_span(graph, lixels, s, j);
            EXPECT_DOUBLE_EQ(span.from_m, at);
            EXPECT_LE(span.length(), 7.0 + 1e-5);
            if (j + 1 < lixels.count(s)) {
                EXPECT_NEAR(span.length(), 7.0, 1e-9);
            }
            at = span.to_m;
        }
        EXPECT_DOUBLE_EQ(at, graph.length_m[s]);
    }
}

TEST(NetworkDensity, AStreetOfWholePiecesHasNoPieceWithoutLength) {
    StreetGraph graph = crossing();
    EXPECT_EQ(cut_streets(graph, 10_m).size(), 160U);
    graph.length_m[0] = 400.0000001;
    EXPECT_EQ(cut_streets(graph, 10_m).size(), 160U);
    graph.length_m[0] = 401.0;
    EXPECT_EQ(cut_streets(graph, 10_m).size(), 161U);
}

TEST(NetworkDensity, ShortestIsTheSumOverAllPairs) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const StreetGraph graph = town(seed, 8);
        const auto events = testing::random_street_events(graph, 200, seed);
        for (const Kernel kernel : all_kernels) {
            const NetworkDensityParams params{kernel, kernel == Kernel::gaussian ? 60_m : 320_m,
                                              NetworkSpread::simple, 9_m};
            const auto density = network_density(graph, events, params);
            const auto listed = testing::listed_shortest(graph, events, params);
            EXPECT_LT(largest_difference(density.per_km, listed), 1e-12 * largest(listed))
                << name_of(kernel) << " seed " << seed;
        }
    }
}

/// Between the steps the function is interpolated: nearly exact where the kernel is smooth.
double tolerance_of(Kernel kernel) {
    switch (kernel) {
        case Kernel::quartic:
        case Kernel::triweight:
        case Kernel::gaussian:
            return 1e-6;
        case Kernel::epanechnikov:
        case Kernel::triangular:
            return 1e-4;
        case Kernel::uniform:
            return 0.1;  // its edge may come a step early or late
    }
    return 0.0;
}

TEST(NetworkDensity, SplitIsTheSumOverAllWays) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const StreetGraph graph = town(seed);
        const auto events = testing::random_street_events(graph, 60, seed);
        for (const Kernel kernel : all_kernels) {
            for (const NetworkSpread spread : splits) {
                const NetworkDensityParams params{kernel, kernel == Kernel::gaussian ? 60_m : 350_m,
                                                  spread, 9_m};
                const auto density = network_density(graph, events, params);
                const auto listed = ListedSplit{graph, params}.of(events);
                const double off = largest_difference(density.per_km, listed) / largest(listed);
                EXPECT_LT(off, tolerance_of(kernel))
                    << name_of(kernel) << " " << name_of(spread) << " seed " << seed;
            }
        }
    }
}

TEST(NetworkDensity, BothSplitsKeepTheWeightOfTheEvents) {
    const StreetGraph graph = town(4);
    const auto events = testing::random_street_events(graph, 100, 4);
    for (const Kernel kernel : all_kernels) {
        for (const NetworkSpread spread : splits) {
            const NetworkDensityParams params{kernel, kernel == Kernel::gaussian ? 100_m : 400_m,
                                              spread, 1_m};
            const double mass = total_mass(graph, network_density(graph, events, params));
            EXPECT_NEAR(mass / total_weight(events), 1.0, kernel == Kernel::uniform ? 2e-3 : 2e-5)
                << name_of(kernel) << " " << name_of(spread);
        }
    }
}

TEST(NetworkDensity, ADeadEndTurnsTheKernelBack) {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {1000, 0});
    roads.street(0, 1);
    const StreetGraph graph = join_streets(roads.build().network);
    const std::vector<StreetEvent> events{{0, 100.0, 1.0}};
    for (const NetworkSpread spread : splits) {
        const auto density = network_density(graph, events, {Kernel::quartic, 300_m, spread, 10_m});
        const auto k = [](double d) {
            return 1000.0 * line_kernel_density(Kernel::quartic, Metres{d}, 300_m);
        };
        for (std::uint32_t j = 0; j < 100; ++j) {
            const double at = 10.0 * j + 5.0;
            EXPECT_NEAR(density.per_km[j], k(std::abs(at - 100.0)) + k(at + 100.0), 1e-5);
        }
    }
}

TEST(NetworkDensity, AtACrossingOfFourASplitGivesEachOtherStreetAThird) {
    const StreetGraph graph = crossing();
    const auto k = [](double d) {
        return 1000.0 * line_kernel_density(Kernel::quartic, Metres{d}, 300_m);
    };
    const auto split = network_density(graph, one_event, {Kernel::quartic, 300_m});
    const auto simple =
        network_density(graph, one_event, {Kernel::quartic, 300_m, NetworkSpread::simple});
    const auto continuous =
        network_density(graph, one_event, {Kernel::quartic, 300_m, NetworkSpread::continuous});
    const auto at = [&](const NetworkDensity& d, StreetId s, std::uint32_t j) {
        return d.per_km[d.lixels.first[s] + j];
    };
    for (const StreetId other : {1U, 2U, 3U}) {
        EXPECT_NEAR(at(split, other, 3), k(85.0) / 3.0, 1e-5);
        EXPECT_NEAR(at(simple, other, 3), k(85.0), 1e-9);
        EXPECT_NEAR(at(continuous, other, 3), k(85.0) / 2.0, 1e-5);
    }
    EXPECT_NEAR(at(split, 0, 3), k(15.0), 1e-5);
    EXPECT_NEAR(at(continuous, 0, 3), k(15.0) - k(85.0) / 2.0, 1e-5);
}

TEST(NetworkDensity, ContinuousAgreesWithSpatstat) {
    // tests/reference/network_density.R, spatstat.linnet 3.0-6.
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {100, 0}).junction(2, {200, 0});
    roads.junction(3, {0, 80}).junction(4, {100, 90}).junction(5, {200, 80});
    const std::pair<int, int> streets[] = {{0, 1}, {1, 2}, {3, 4}, {4, 5}, {0, 3}, {1, 4}, {2, 5}};
    for (const auto& [a, b] : streets) roads.street(a, b);
    const StreetGraph graph = join_streets(roads.build().network);
    const std::vector<StreetEvent> events{{0, 30.0, 1.0}, {5, 50.0, 2.0}};
    const auto density = network_density(
        graph, events, {Kernel::epanechnikov, 150_m, NetworkSpread::continuous, 20_m});
    struct Value {
        StreetId street;
        std::uint32_t lixel;
        double per_km;
    };
    for (const auto& [street, lixel, per_km] :
         {Value{0, 0, 5.770370}, Value{0, 2, 8.014815}, Value{1, 2, 4.903704},
          Value{1, 4, 0.859259}, Value{4, 1, 4.200000}, Value{5, 3, 6.251852},
          Value{6, 2, 0.000000}})
        EXPECT_NEAR(density.per_km[density.lixels.first[street] + lixel], per_km, 1e-5)
            << street << " " << lixel;
}

TEST(NetworkDensity, ContinuousHasNoStepAtAJunction) {
    const StreetGraph graph = town(5);
    const auto events = testing::random_street_events(graph, 40, 5);
    const NetworkDensityParams params{Kernel::quartic, 300_m, NetworkSpread::continuous, 0.01_m};
    const auto density = network_density(graph, events, params);
    const auto beside = [&](StreetWay way) {
        const std::uint32_t first = density.lixels.first[way / 2];
        return density.per_km[way % 2 == 0 ? first : density.lixels.first[way / 2 + 1] - 1];
    };
    for (Junction v = 0; v < graph.junctions.size(); ++v) {
        for (const StreetWay way : graph.ways_from(v))
            EXPECT_NEAR(beside(way), beside(graph.ways_from(v).front()),
                        1e-4 * largest(density.per_km));
    }
}

/// Four streets that meet in a ring of ever shorter pieces.
StreetGraph roundabout(double radius) {
    RoadBuilder roads;
    const Point ends[] = {{200, 0}, {0, 200}, {-200, 0}, {0, -200}};
    for (int i = 0; i < 4; ++i) {
        roads.junction(i, {ends[i].x / 200.0 * radius, ends[i].y / 200.0 * radius});
        roads.junction(4 + i, ends[i]);
    }
    for (int i = 0; i < 4; ++i) {
        roads.street(i, (i + 1) % 4);
        roads.street(i, 4 + i);
    }
    return join_streets(roads.build().network);
}

TEST(NetworkDensity, StreetsShorterThanAStepKeepTheWeight) {
    for (const double radius : {3.0, 1.0, 0.4, 0.01, 1e-6}) {
        const StreetGraph graph = roundabout(radius);
        const std::vector<StreetEvent> events{{1, 40.0, 2.0}, {3, 60.0, 1.0}};
        for (const NetworkSpread spread : splits) {
            const auto density =
                network_density(graph, events, {Kernel::quartic, 300_m, spread, 0.5_m});
            EXPECT_NEAR(total_mass(graph, density), 3.0, 3e-5) << radius << " " << name_of(spread);
        }
    }
}

TEST(NetworkDensity, ARoundaboutIsTheSumOverAllWays) {
    for (const NetworkSpread spread : splits) {
        const StreetGraph graph = roundabout(4.0);
        const std::vector<StreetEvent> events{{1, 20.0, 1.0}};
        const NetworkDensityParams params{Kernel::quartic, 90_m, spread, 2_m};
        const auto density = network_density(graph, events, params);
        const auto listed = ListedSplit{graph, params}.of(events);
        EXPECT_LT(largest_difference(density.per_km, listed), 3e-6 * largest(listed));
    }
}

TEST(NetworkDensity, DoesNotDependOnThreadsOrInstructions) {
    const StreetGraph graph = town(7, 20);
    const auto events = testing::random_street_events(graph, 500, 7);
    for (const NetworkSpread spread : all_network_spreads) {
        const NetworkDensityParams params{Kernel::quartic, 300_m, spread, 10_m};
        const auto many = network_density(graph, events, params);
        const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
        EXPECT_EQ(network_density(graph, events, params).per_km, many.per_km);
        ASSERT_EQ(setenv("BEATLINE_SIMD", "sse2", 1), 0);
        EXPECT_EQ(network_density(graph, events, params).per_km, many.per_km);
        ASSERT_EQ(unsetenv("BEATLINE_SIMD"), 0);
    }
}

TEST(NetworkDensity, WithoutEventsThereIsNone) {
    const StreetGraph graph = crossing();
    for (const NetworkSpread spread : all_network_spreads) {
        const auto density = network_density(graph, {}, {Kernel::quartic, 300_m, spread, 10_m});
        EXPECT_EQ(density.per_km, std::vector<double>(160, 0.0));
    }
    EXPECT_TRUE(network_density(StreetGraph{{}, {}, {}, {0}, {}}, {}, {}).per_km.empty());
}

TEST(NetworkDensity, RefusesWhatMakesNoSense) {
    const StreetGraph graph = crossing();
    const auto with = [&](std::vector<StreetEvent> events, NetworkDensityParams params) {
        return network_density(graph, events, params);
    };
    EXPECT_THROW(with(one_event, {Kernel::quartic, 0_m}), std::invalid_argument);
    EXPECT_THROW(with(one_event, {Kernel::quartic, 300_m, NetworkSpread::split, 0_m}),
                 std::invalid_argument);
    EXPECT_THROW(with({{9, 0.0, 1.0}}, {}), std::invalid_argument);
    EXPECT_THROW(with({{0, 400.5, 1.0}}, {}), std::invalid_argument);
    EXPECT_THROW(with({{0, 1.0, -1.0}}, {}), std::invalid_argument);
    EXPECT_THROW(with({{1, 1.0, 1.0}, {0, 1.0, 1.0}}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
