// SPDX-License-Identifier: Apache-2.0
#include "geo/two_samples.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/global_control.h>
#include <random>

#include <gtest/gtest.h>

#include "geo/changed_areas.hpp"

#include "tests/support/areas.hpp"

namespace beatline {
namespace {

constexpr Point corner{400'000.0, 300'000.0};

/// Events about a few places of a square of 4 km, 50 m snapped; `extra` more about one of them.
std::vector<WeightedPoint> town(std::size_t n, std::uint64_t seed, std::size_t extra = 0) {
    std::mt19937_64 rng{seed};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    std::normal_distribution<double> near{0.0, 250.0};
    const Point middles[] = {{1000, 1200}, {2600, 2900}, {3000, 900}};
    std::vector<WeightedPoint> events;
    const auto add = [&](double x, double y) {
        x = std::clamp(std::round(x / 50.0) * 50.0 + 25.0, 25.0, 3975.0);
        y = std::clamp(std::round(y / 50.0) * 50.0 + 25.0, 25.0, 3975.0);
        events.push_back({{corner.x + x, corner.y + y}, 1.0});
    };
    for (std::size_t i = 0; i < n; ++i) {
        const Point middle = middles[rng() % 3];
        if (unit(rng) < 0.3)
            add(4000.0 * unit(rng), 4000.0 * unit(rng));
        else
            add(middle.x + near(rng), middle.y + near(rng));
    }
    for (std::size_t i = 0; i < extra; ++i) add(2600.0 + near(rng) / 2.5, 2900.0 + near(rng) / 2.5);
    return events;
}

TwoSampleRules rules_for(double first, double second, std::size_t replicates) {
    TwoSampleRules rules;
    rules.spec = {corner, Metres{50}, 80, 80};
    rules.area = testing::square_area(corner, 4000.0);
    rules.density = {Kernel::quartic, Metres{300}};
    rules.first_scale = first;
    rules.second_scale = second;
    rules.replicates = replicates;
    return rules;
}

TEST(TwoSamples, TheDifferenceIsThatOfTheTwoSurfaces) {
    const auto before = town(300, 1);
    const auto after = town(200, 2);
    const TwoSampleRules rules = rules_for(2.0, 1.0, 0);
    const TwoSamples found = compare_samples(before, after, rules);
    const DensityGrid a = estimate_density(before, rules.spec, rules.density);
    const DensityGrid b = estimate_density(after, rules.spec, rules.density);
    std::vector<WeightedPoint> all = before;
    all.insert(all.end(), after.begin(), after.end());
    const DensityGrid c = estimate_density(all, rules.spec, rules.density);
    const double mean = [&] {
        double sum = 0.0;
        for (const float v : c.values) sum += v;
        return sum / static_cast<double>(c.values.size());
    }();
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        EXPECT_NEAR(found.first.values[i], a.values[i] / 2.0, 1e-3);
        EXPECT_NEAR(found.second.values[i], b.values[i], 1e-3);
        // R of the quartic of 300 m is 9 / (5 pi 300^2) per m^2.
        const double variance = 9.0 / (5.0 * M_PI * 9e4) * 1e6 * (0.95 * c.values[i] + 0.05 * mean);
        EXPECT_NEAR(found.z.values[i],
                    (b.values[i] - a.values[i] / 2.0) / std::sqrt(variance / 2.0), 1e-3);
    }
    EXPECT_EQ(found.chance.p_of(1000.0), 1.0) << "nothing was drawn";
}

TEST(TwoSamples, EqualSetsDoNotDiffer) {
    const auto events = town(400, 3);
    const TwoSamples found = compare_samples(events, events, rules_for(1.0, 1.0, 39));
    for (const float z : found.z.values) EXPECT_EQ(z, 0.0F);
    EXPECT_TRUE(changed_areas(found, 0.05, SquareMetres{0}).empty());
}

TEST(TwoSamples, TheStandardDeviationIsThatOfRelabelling) {
    // Over many random labels the z of a cell has about mean 0 and variance 1 where events are
    // many.
    const auto events = town(3000, 4);
    const TwoSampleRules rules = rules_for(1.0, 2.0, 0);
    std::mt19937_64 rng{5};
    const std::size_t cells[] = {24 * 80 + 20, 58 * 80 + 52, 18 * 80 + 60};
    double sum[3]{};
    double squares[3]{};
    const int turns = 300;
    for (int t = 0; t < turns; ++t) {
        std::vector<WeightedPoint> set[2];
        for (const WeightedPoint& p : events) set[rng() % 3 == 0 ? 0 : 1].push_back(p);
        const TwoSamples found = compare_samples(set[0], set[1], rules);
        for (int k = 0; k < 3; ++k) {
            const double z = found.z.values[cells[k]];
            sum[k] += z / turns;
            squares[k] += z * z / turns;
        }
    }
    for (int k = 0; k < 3; ++k) {
        EXPECT_NEAR(sum[k], 0.0, 0.25);
        EXPECT_NEAR(squares[k], 1.0, 0.25);
    }
}

TEST(TwoSamples, RandomLabelsAreSeldomCalledAChange) {
    // 200 towns whose events fall to one of two years by chance: at 0.05 about ten show anything;
    // that it were 19 or more by chance alone has a probability below 0.005.
    std::mt19937_64 rng{77};
    for (const Relabelling how : {Relabelling::by_size, Relabelling::by_exchange}) {
        int claimed = 0;
        for (int t = 0; t < 200; ++t) {
            const auto events = town(120, 100 + static_cast<std::uint64_t>(t));
            std::vector<WeightedPoint> set[2];
            for (const WeightedPoint& p : events) set[rng() % 2].push_back(p);
            TwoSampleRules rules = rules_for(1.0, 1.0, 99);
            rules.relabelling = how;
            rules.seed = static_cast<std::uint64_t>(t);
            rules.spec = {corner, Metres{100}, 40, 40};
            if (how == Relabelling::by_exchange) {
                rules.first_scale = static_cast<double>(set[0].size());
                rules.second_scale = static_cast<double>(set[1].size());
            }
            const TwoSamples found = compare_samples(set[0], set[1], rules);
            claimed += changed_areas(found, 0.05, SquareMetres{0}).empty() ? 0 : 1;
        }
        EXPECT_LE(claimed, 18) << (how == Relabelling::by_size ? "by size" : "by exchange");
    }
}

TEST(TwoSamples, AGrowthThatWasPlantedIsFoundWhereItIs) {
    const auto before = town(400, 7);
    const auto after = town(400, 8, 80);
    const TwoSamples found = compare_samples(before, after, rules_for(1.0, 1.0, 199));
    const auto areas = changed_areas(found, 0.05, SquareMetres{5000});
    ASSERT_FALSE(areas.empty());
    EXPECT_LT(distance(areas[0].peak, {corner.x + 2600, corner.y + 2900}).value, 250.0);
    EXPECT_GT(areas[0].peak_z, 0.0);
    EXPECT_GT(areas[0].after, areas[0].before);
    EXPECT_LE(areas[0].p_value, 0.05);
    EXPECT_TRUE(contains(areas[0].outline, areas[0].peak));
    // The other way round it fell by as much.
    const TwoSamples back = compare_samples(after, before, rules_for(1.0, 1.0, 199));
    const auto fell = changed_areas(back, 0.05, SquareMetres{5000});
    ASSERT_FALSE(fell.empty());
    EXPECT_LT(fell[0].peak_z, 0.0);
    EXPECT_NEAR(fell[0].before, areas[0].after, 0.1 * areas[0].after)
        << "other labels, so a slightly other threshold";
}

TEST(TwoSamples, AnEvenRiseIsAChangeOfRatesNotOfShares) {
    const auto before = town(500, 9);
    auto after = before;
    for (int i = 0; i < 2; ++i) after.insert(after.end(), before.begin(), before.end());
    const TwoSamples rates = compare_samples(before, after, rules_for(1.0, 1.0, 99));
    EXPECT_FALSE(changed_areas(rates, 0.05, SquareMetres{0}).empty());
    TwoSampleRules shares = rules_for(500.0, 1500.0, 99);
    shares.relabelling = Relabelling::by_exchange;
    EXPECT_TRUE(
        changed_areas(compare_samples(before, after, shares), 0.05, SquareMetres{0}).empty());
}

TEST(TwoSamples, SaysTheSameForAnyOrderAndNumberOfThreads) {
    auto before = town(150, 10);
    auto after = town(170, 11);
    for (std::size_t i = 0; i < before.size(); ++i) before[i].weight = 1.0 + double(i % 3);
    const TwoSamples one = compare_samples(before, after, rules_for(1.0, 2.0, 19));
    std::ranges::shuffle(before, std::mt19937_64{1});
    std::ranges::shuffle(after, std::mt19937_64{2});
    const tbb::global_control single{tbb::global_control::max_allowed_parallelism, 1};
    const TwoSamples two = compare_samples(before, after, rules_for(1.0, 2.0, 19));
    EXPECT_EQ(one.z.values, two.z.values);
    EXPECT_EQ(one.chance.highest, two.chance.highest);
    EXPECT_EQ(one.chance.lowest, two.chance.lowest);
    TwoSampleRules other = rules_for(1.0, 2.0, 19);
    other.seed = 2;
    EXPECT_NE(compare_samples(before, after, other).chance.highest, one.chance.highest);
}

TEST(TwoSamples, TheMapTestCountsReplicatesAndThisMap) {
    const MapTest chance{{1.0, 2.0, 3.0}, {-4.0, -0.5, -1.0}};  // largest: 4, 2, 3
    EXPECT_DOUBLE_EQ(chance.p_of(5.0), 0.25);
    EXPECT_DOUBLE_EQ(chance.p_of(-3.5), 0.5);
    EXPECT_DOUBLE_EQ(chance.p_of(0.0), 1.0);
    EXPECT_TRUE(std::isinf(chance.threshold(0.2)));
    EXPECT_GT(chance.threshold(0.25), 4.0);
    EXPECT_LE(chance.p_of(chance.threshold(0.25)), 0.25);
    EXPECT_GT(chance.threshold(0.5), 3.0);
    EXPECT_LT(chance.threshold(0.5), 3.1);
}

TEST(TwoSamples, TheNormalTailIsAsInTables) {
    EXPECT_NEAR(normal_p(1.959963985), 0.05, 1e-9);
    EXPECT_NEAR(normal_p(-2.575829304), 0.01, 1e-9);
    EXPECT_DOUBLE_EQ(normal_p(0.0), 1.0);
}

TEST(TwoSamples, RefusesScalesThatAreNone) {
    const auto events = town(10, 1);
    EXPECT_THROW((void)compare_samples(events, events, rules_for(0.0, 1.0, 0)),
                 std::invalid_argument);
    EXPECT_THROW((void)changed_areas({}, 1.5, SquareMetres{0}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
