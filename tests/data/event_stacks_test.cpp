// SPDX-License-Identifier: Apache-2.0
#include "data/event_stacks.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

std::vector<PointEvent> events_at(const std::vector<Point>& places) {
    std::vector<PointEvent> events;
    for (const Point p : places) events.push_back({p, {}, 1.0, 0});
    return events;
}

double median_of(std::vector<double> numbers) {
    if (numbers.size() < 2) return 0.0;
    std::ranges::sort(numbers);
    return numbers[numbers.size() / 2];
}

std::vector<double> nearest_among(const std::vector<Point>& places) {
    std::vector<double> nearest;
    for (const Point p : places) {
        double best = std::numeric_limits<double>::infinity();
        for (const Point q : places) {
            if (p != q) best = std::min(best, distance(p, q).value);
        }
        nearest.push_back(best);
    }
    return nearest;
}

TEST(EventStacks, AreWhatCountingEveryPairGives) {
    std::mt19937 random{9};
    for (int round = 0; round < 30; ++round) {
        std::vector<Point> places;
        const std::size_t distinct = 1 + random() % 40;
        for (std::size_t n = random() % 900; n > 0; --n) {
            const std::size_t which = random() % distinct * (random() % 3 == 0 ? 1 : 0);
            places.push_back({static_cast<double>(which * 7919 % 100),
                              static_cast<double>(which * 104729 % 90)});
        }
        std::map<Point, std::uint64_t> counts;
        for (const Point p : places) ++counts[p];
        std::vector<Point> all;
        std::vector<Point> high;
        StackCount expected;
        for (const auto& [at, count] : counts) {
            all.push_back(at);
            if (count > stack_height) high.push_back(at), expected.on_stacks += count;
            expected.largest = std::max(expected.largest, count);
        }
        const StackCount found = count_stacks(events_at(places));
        EXPECT_EQ(found.events, places.size());
        EXPECT_EQ(found.places, counts.size());
        EXPECT_EQ(found.on_stacks, expected.on_stacks);
        EXPECT_EQ(found.largest, expected.largest);
        if (!places.empty()) {
            EXPECT_EQ(counts[found.largest_at], found.largest);
        }
        EXPECT_EQ(found.median_spacing_m, median_of(nearest_among(all)));
        EXPECT_EQ(found.stack_spacing_m, median_of(nearest_among(high)));
    }
}

TEST(EventStacks, AreCountedAlsoWhenNearlyEveryPlaceIsItsOwn) {
    std::vector<Point> places;
    for (int i = 0; i < 140'000; ++i) places.push_back({static_cast<double>(i), 5.0});
    for (int i = 0; i < 30; ++i) places.push_back({77.0, 5.0});
    const StackCount found = count_stacks(events_at(places));
    EXPECT_EQ(found.places, 140'000U);
    EXPECT_EQ(found.on_stacks, 31U);
    EXPECT_EQ(found.largest, 31U);
    EXPECT_EQ(found.largest_at, (Point{77.0, 5.0}));
}

}  // namespace
}  // namespace beatline
