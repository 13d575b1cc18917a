// SPDX-License-Identifier: Apache-2.0
#include "geo/null_model.hpp"

#include <array>
#include <cmath>
#include <oneapi/tbb/global_control.h>

#include <gtest/gtest.h>

#include "tests/support/areas.hpp"

namespace beatline {
namespace {

using testing::ragged_area;
using testing::square_area;

std::vector<Point> draws(const NullModel& model, std::size_t n, std::uint64_t seed = 1) {
    std::vector<Point> places(n);
    model.draw(RandomStream{seed}, places);
    return places;
}

/// Chi-square of counts against equal expectations, less its mean, in standard deviations.
double surprise(std::span<const std::size_t> counts, std::span<const double> expected) {
    double chi = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double off = static_cast<double>(counts[i]) - expected[i];
        chi += off * off / expected[i];
    }
    const auto freedom = static_cast<double>(counts.size() - 1);
    return (chi - freedom) / std::sqrt(2.0 * freedom);
}

TEST(NullModel, AnywhereIsEvenOverPolygonsWithHolesAndIslands) {
    const MultiPolygon area = ragged_area({5000, 7000}, 3000);
    const auto places = draws(NullModel::anywhere(area), 200'000);
    constexpr double side = 600.0;
    std::array<std::size_t, 196> counts{};
    std::array<double, 196> expected{};
    for (const Point p : places) {
        EXPECT_TRUE(contains(area, p));
        ++counts[static_cast<std::size_t>((p.y - 3700.0) / side) * 14 +
                 static_cast<std::size_t>((p.x - 1700.0) / side)];
    }
    std::size_t inside = 0;  // of a fine lattice: the area of each square to 0.1 % or so
    for (double x = 1703.0; x < 1700.0 + 14 * side; x += 6.0) {
        for (double y = 3703.0; y < 3700.0 + 14 * side; y += 6.0) {
            if (!contains(area, {x, y})) continue;
            ++inside;
            expected[static_cast<std::size_t>((y - 3700.0) / side) * 14 +
                     static_cast<std::size_t>((x - 1700.0) / side)] += 1.0;
        }
    }
    std::vector<std::size_t> seen;
    std::vector<double> wanted;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (expected[i] < 100.0) continue;  // slivers, which the lattice does not measure
        seen.push_back(counts[i]);
        wanted.push_back(expected[i] * 200'000.0 / static_cast<double>(inside));
    }
    ASSERT_GT(seen.size(), 50U);
    EXPECT_LT(std::abs(surprise(seen, wanted)), 4.0);
}

TEST(NullModel, AreasGetTheirWeightAndOnlyWhatLiesInTheStudyArea) {
    std::vector<Zone> parts{{square_area({0, 0}, 1000), 300.0},
                            {square_area({1000, 0}, 1000), 100.0},
                            {square_area({2000, 0}, 1000), 400.0},
                            {square_area({5000, 0}, 1000), 0.0}};
    const MultiPolygon study = square_area({0, 0}, 2500);  // half of the third
    const auto model = NullModel::by_zones(parts, study);
    std::array<std::size_t, 3> counts{};
    for (const Point p : draws(model, 60'000)) {
        ASSERT_TRUE(contains(study, p));
        ++counts[static_cast<std::size_t>(p.x / 1000.0)];
    }
    EXPECT_LT(surprise(counts, std::array{30'000.0, 10'000.0, 20'000.0}), 4.0);
    double west = 0.0;
    double sum = 0.0;
    for (const WeightedPoint& p : model.spread(25_m)) {
        sum += p.weight;
        if (p.at.x < 1000.0) west += p.weight;
    }
    EXPECT_NEAR(sum, 1.0, 1e-12);
    EXPECT_NEAR(west, 0.5, 1e-9);
}

TEST(NullModel, ZonesOfAWholeCountryCountByTheirPartInALocalArea) {
    std::vector<Zone> country;
    for (int i = 0; i < 100; ++i)
        for (int k = 0; k < 100; ++k)
            country.push_back({square_area({i * 10'000.0, k * 10'000.0}, 10'000), 1e6});
    const MultiPolygon study =
        square_area({499'800, 500'100}, 500);  // 200 m of one, 300 of another
    const auto model = NullModel::by_zones(country, study);
    std::array<std::size_t, 2> counts{};
    for (const Point p : draws(model, 50'000)) {
        ASSERT_TRUE(contains(study, p));
        ++counts[p.x < 500'000.0 ? 0 : 1];
    }
    EXPECT_LT(surprise(counts, std::array{20'000.0, 30'000.0}), 4.0);
    double west = 0.0;
    for (const WeightedPoint& p : model.spread(25_m)) {
        EXPECT_TRUE(contains(study, p.at));
        if (p.at.x < 500'000.0) west += p.weight;
    }
    EXPECT_NEAR(west, 0.4, 1e-9);
}

TEST(NullModel, OneZoneAroundATinyAreaIsDrawnWithinIt) {
    const std::vector<Zone> country{{square_area({-500'000, -500'000}, 1'000'000), 6e7}};
    const MultiPolygon study = square_area({10, 20}, 30);
    for (const Point p : draws(NullModel::by_zones(country, study), 1'000))
        ASSERT_TRUE(contains(study, p));
}

TEST(NullModel, SliverZonesAndSliverAreasHoldNothingUp) {
    const MultiPolygon sliver{{{{0, 0}, {30'000, 30'000}, {30'000, 30'000.01}, {0, 0}}, {}}};
    const std::vector<Zone> zones{{square_area({0, 0}, 1000), 3.0}, {sliver, 1.0}};
    const auto model = NullModel::by_zones(zones, {});
    double far = 0.0;
    for (const WeightedPoint& p : model.spread(75_m))
        if (p.at.x > 1000.0) far += p.weight;
    EXPECT_NEAR(far, 0.25, 1e-3);
    EXPECT_EQ(draws(model, 10'000).size(), 10'000U);
    double sum = 0.0;
    const MultiPolygon strip{{{{0, 0}, {9'000, 9'000}, {9'000, 9'002}, {0, 2}, {0, 0}}, {}}};
    for (const WeightedPoint& p : NullModel::anywhere(strip).spread(75_m)) sum += p.weight;
    EXPECT_NEAR(sum, 1.0, 1e-9);
}

TEST(NullModel, RoadsOfAWholeCountryCountByTheirPartInALocalArea) {
    std::vector<WeightedLine> lines;
    for (int i = 0; i < 1000; ++i)
        lines.push_back({{{-500'000.0, i * 1000.0}, {500'000.0, i * 1000.0}}, 1.0});
    lines.push_back({{{100, 400'100}, {100, 400'400}}, 1.0});
    const MultiPolygon study = square_area({0, 399'900}, 600);
    std::array<std::size_t, 2> counts{};
    for (const Point p : draws(NullModel::by_lines(lines, study), 30'000)) {
        ASSERT_TRUE(contains(study, p));
        ++counts[p.y == 400'000.0 ? 0 : 1];
    }
    EXPECT_LT(surprise(counts, std::array{20'000.0, 10'000.0}), 4.0);
}

int asked = 0;
bool after_three() {
    return ++asked > 3;
}

TEST(NullModel, StopsWhenAsked) {
    const std::vector<Zone> zones(100'000, {ragged_area({0, 0}, 1000), 1.0});
    const std::vector<WeightedLine> lines(100'000, {{{0, 0}, {300, 0}}, 1.0});
    asked = 0;
    (void)NullModel::by_zones(zones, square_area({0, 0}, 5000), after_three);
    EXPECT_LT(asked, 10);
    asked = 0;
    const auto model = NullModel::by_lines(lines, square_area({-10, -10}, 5000), after_three);
    EXPECT_LT(asked, 10);
    asked = 3;
    EXPECT_TRUE(model.spread(1_m, after_three).empty());
    EXPECT_THROW((void)NullModel::by_zones(zones, {}, [] { return true; }), std::invalid_argument);
}

TEST(NullModel, PointsAreDrawnByWeightWhereTheyLie) {
    const auto model = NullModel::by_points(
        {{{100, 100}, 1.0}, {{100, 100}, 2.0}, {{200, 50}, 1.0}, {{9000, 0}, 50.0}, {{7, 7}, 0.0}},
        square_area({0, 0}, 1000));
    std::array<std::size_t, 2> counts{};
    for (const Point p : draws(model, 40'000)) {
        ASSERT_TRUE(p == (Point{100, 100}) || p == (Point{200, 50}));
        ++counts[p.x == 100.0 ? 0 : 1];
    }
    EXPECT_LT(surprise(counts, std::array{30'000.0, 10'000.0}), 4.0);
}

TEST(NullModel, LinesAreDrawnByTheirLength) {
    const std::vector<WeightedLine> lines{{{{0, 0}, {300, 0}, {300, 100}}, 1.0},
                                          {{{0, 500}, {200, 500}}, 3.0},
                                          {{{-5000, 500}, {0, 500}}, 1.0}};
    const auto model = NullModel::by_lines(lines, square_area({0, -10}, 1000));
    std::array<std::size_t, 3> counts{};
    for (const Point p : draws(model, 50'000)) {
        if (p.y == 500.0)
            ++counts[2];
        else
            ++counts[p.y == 0.0 ? 0 : 1];
        EXPECT_TRUE(p.y == 0.0 || p.y == 500.0 || p.x == 300.0);
    }
    EXPECT_LT(surprise(counts, std::array{15'000.0, 5'000.0, 30'000.0}), 4.0);
}

TEST(NullModel, DrawsDependOnSeedAndNumberOnly) {
    const auto model = NullModel::anywhere(ragged_area({0, 0}, 1000));
    const auto all = draws(model, 20'000);
    const auto few = draws(model, 100);
    EXPECT_TRUE(std::equal(few.begin(), few.end(), all.begin()));
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    EXPECT_EQ(draws(model, 20'000), all);
    EXPECT_NE(draws(model, 100, 2), few);
}

TEST(NullModel, RefusesWhatHoldsNothing) {
    const std::vector<Zone> far{{square_area({50'000, 0}, 100), 5.0}};
    EXPECT_THROW((void)NullModel::by_zones(far, square_area({0, 0}, 100)), std::invalid_argument);
    EXPECT_THROW((void)NullModel::by_points({}, {}), std::invalid_argument);
    EXPECT_THROW((void)NullModel::by_lines({}, {}), std::invalid_argument);
    EXPECT_THROW((void)NullModel::anywhere({}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
