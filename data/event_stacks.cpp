// SPDX-License-Identifier: Apache-2.0
#include "data/event_stacks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <oneapi/tbb/parallel_sort.h>
#include <optional>
#include <vector>

#include "data/hash_mix.hpp"

namespace beatline {
namespace {

constexpr std::size_t most_places = 1U << 17U;  // more are not snapped to a list of points
constexpr std::size_t most_asked = 2000;        // places whose neighbours the median is taken over

struct Stack {
    Point at;
    std::uint64_t events{0};
};

/// The distinct places in order of first appearance; nothing when there are too many.
std::optional<std::vector<Stack>> distinct_places(std::span<const PointEvent> events) {
    std::vector<std::uint32_t> slots(4 * std::min(most_places, std::bit_ceil(events.size())));
    const std::size_t mask = slots.size() - 1;
    std::vector<Stack> stacks;
    for (const PointEvent& event : events) {
        std::size_t slot = static_cast<std::size_t>(hash_of(event.at)) & mask;
        while (slots[slot] != 0 && stacks[slots[slot] - 1].at != event.at) slot = (slot + 1) & mask;
        if (slots[slot] == 0) {
            if (stacks.size() == most_places) return std::nullopt;
            stacks.push_back({event.at, 0});
            slots[slot] = static_cast<std::uint32_t>(stacks.size());
        }
        ++stacks[slots[slot] - 1].events;
    }
    return stacks;
}

/// From a place to its nearest neighbour: the median, over evenly chosen places.
double median_spacing(std::vector<Stack> stacks) {
    if (stacks.size() < 2) return 0.0;
    std::ranges::sort(stacks, {}, &Stack::at);  // by x, then y
    std::vector<double> nearest;
    const std::size_t step = std::max<std::size_t>(stacks.size() / most_asked, 1);
    for (std::size_t i = 0; i < stacks.size(); i += step) {
        const Point from = stacks[i].at;
        double best = std::numeric_limits<double>::infinity();
        for (std::size_t j = i; j-- > 0 && from.x - stacks[j].at.x < best;)
            best = std::min(best, distance(from, stacks[j].at).value);
        for (std::size_t j = i + 1; j < stacks.size() && stacks[j].at.x - from.x < best; ++j)
            best = std::min(best, distance(from, stacks[j].at).value);
        nearest.push_back(best);
    }
    const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 2);
    std::ranges::nth_element(nearest, middle);
    return *middle;
}

/// Without a list of the places: by their hashes, sorted (64 bits; that two places share one is not
/// to be expected below a billion of them).
StackCount count_by_hash(std::span<const PointEvent> events) {
    std::vector<std::uint64_t> hashes;
    hashes.reserve(events.size());
    for (const PointEvent& event : events) hashes.push_back(hash_of(event.at));
    oneapi::tbb::parallel_sort(hashes.begin(), hashes.end());
    StackCount count;
    count.events = events.size();
    std::uint64_t fullest = 0;
    for (std::size_t i = 0; i < hashes.size();) {
        std::size_t j = i;
        while (j < hashes.size() && hashes[j] == hashes[i]) ++j;
        ++count.places;
        if (j - i > stack_height) count.on_stacks += j - i;
        if (j - i > count.largest) count.largest = j - i, fullest = hashes[i];
        i = j;
    }
    const auto first = std::ranges::find_if(
        events, [&](const PointEvent& event) { return hash_of(event.at) == fullest; });
    if (first != events.end()) count.largest_at = first->at;
    return count;
}

}  // namespace

StackCount count_stacks(std::span<const PointEvent> events) {
    auto stacks = distinct_places(events);
    if (!stacks) return count_by_hash(events);
    StackCount count;
    count.events = events.size();
    count.places = stacks->size();
    for (const Stack& stack : *stacks) {
        if (stack.events > stack_height) count.on_stacks += stack.events;
        if (stack.events > count.largest) count.largest = stack.events, count.largest_at = stack.at;
    }
    count.median_spacing_m = median_spacing(*stacks);
    std::erase_if(*stacks, [](const Stack& stack) { return stack.events <= stack_height; });
    count.stack_spacing_m = median_spacing(std::move(*stacks));
    return count;
}

}  // namespace beatline
