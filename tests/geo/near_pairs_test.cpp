// SPDX-License-Identifier: Apache-2.0
#include "geo/near_pairs.hpp"

#include <cmath>
#include <set>
#include <stdexcept>
#include <tuple>

#include <gtest/gtest.h>

#include "geo/rng.hpp"

namespace beatline {
namespace {

using Pairs = std::set<std::tuple<std::size_t, std::uint32_t, std::uint32_t>>;

Pairs listed(const NearPairs& pairs) {
    Pairs out;
    for (std::size_t b = 0; b < pairs.bands.size(); ++b) {
        for (const NearPair pair : pairs.bands[b])
            out.emplace(b, std::min(pair.a, pair.b), std::max(pair.a, pair.b));
    }
    return out;
}

Pairs by_force(const std::vector<Point>& points, const std::vector<double>& edges,
               PairDistance distance) {
    Pairs out;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        for (std::uint32_t j = i + 1; j < points.size(); ++j) {
            const double dx = std::abs(points[i].x - points[j].x);
            const double dy = std::abs(points[i].y - points[j].y);
            const double d = distance == PairDistance::euclid ? std::hypot(dx, dy) : dx + dy;
            for (std::size_t b = 0; b + 1 < edges.size(); ++b) {
                if (d >= edges[b] && d < edges[b + 1]) out.emplace(b, i, j);
            }
        }
    }
    return out;
}

TEST(NearPairs, AreThoseOfEveryPairTried) {
    Rng rng{5};
    std::vector<Point> points;
    for (int i = 0; i < 400; ++i)
        points.push_back({static_cast<double>(rng.below(3000)) - 1500.0,
                          static_cast<double>(rng.below(2000)) - 700.0});
    for (const auto distance : {PairDistance::euclid, PairDistance::manhattan}) {
        for (const std::vector<double>& edges :
             {std::vector<double>{0, 1, 100, 200}, {50, 70}, {0, 5000}, {0, 3, 5, 13}}) {
            const NearPairs pairs = near_pairs(points, edges, distance);
            const Pairs wanted = by_force(points, edges, distance);
            EXPECT_EQ(listed(pairs), wanted);
            EXPECT_EQ(pairs.count(), wanted.size()) << "each once";
        }
    }
}

TEST(NearPairs, OnAnEdgeBelongToTheBandThatBeginsThere) {
    const std::vector<Point> points{{0, 0}, {300, 400}};
    EXPECT_EQ(listed(near_pairs(points, std::vector<double>{0, 500, 600}, PairDistance::euclid)),
              (Pairs{{1, 0, 1}}));
    EXPECT_EQ(near_pairs(points, std::vector<double>{0, 500}, PairDistance::euclid).count(), 0U);
    EXPECT_EQ(listed(near_pairs(points, std::vector<double>{0, 700, 701}, PairDistance::manhattan)),
              (Pairs{{1, 0, 1}}));
}

TEST(NearPairs, AtOnePlaceAreZeroApart) {
    const std::vector<Point> points(5, {400'000.25, 200'000.75});
    const NearPairs pairs =
        near_pairs(points, std::vector<double>{0, 1, 100}, PairDistance::euclid);
    EXPECT_EQ(pairs.bands[0].size(), 10U);
    EXPECT_EQ(pairs.bands[1].size(), 0U);
}

TEST(NearPairs, RefuseEdgesThatDoNotRiseAndMoreThanMayBeListed) {
    const std::vector<Point> points(5, {0, 0});
    const auto pairs = [&](std::vector<double> edges, std::uint64_t most) {
        return near_pairs(points, edges, PairDistance::euclid, most).count();
    };
    EXPECT_THROW(pairs({0}, 100), std::invalid_argument);
    EXPECT_THROW(pairs({0, 5, 5}, 100), std::invalid_argument);
    EXPECT_THROW(pairs({-1, 5}, 100), std::invalid_argument);
    EXPECT_THROW(pairs({0, 5}, 9), std::length_error);
    EXPECT_EQ(pairs({0, 5}, 10), 10U);
}

}  // namespace
}  // namespace beatline
