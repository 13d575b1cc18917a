// Whether many points share few places, and if so, each place once, without sorting them all.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "geo/weighted_point.hpp"

namespace beatline {

/// So many points of one weight at one place. Weights of a place are added up as count * weight, in
/// rising order of weight: the sum does not depend on the order of the points.
struct CountedPoint {
    WeightedPoint point;
    std::uint32_t count;
};

/// Open addressing by place and weight.
class PlaceCounter {
public:
    PlaceCounter() : slots_(1U << 12) {}

    void add(const WeightedPoint& point) {
        for (std::size_t at = hash(point) & (slots_.size() - 1);;
             at = (at + 1) & (slots_.size() - 1)) {
            CountedPoint& slot = slots_[at];
            if (slot.count == 0) {
                slot = {point, 1};
                if (2 * ++used_ > slots_.size()) grow();
                return;
            }
            if (slot.point == point) {
                ++slot.count;
                return;
            }
        }
    }

    [[nodiscard]] std::size_t size() const { return used_; }

    /// What was counted, in no particular order.
    [[nodiscard]] std::vector<CountedPoint> take() {
        std::erase_if(slots_, [](const CountedPoint& slot) { return slot.count == 0; });
        return std::move(slots_);
    }

private:
    static std::size_t hash(const WeightedPoint& p) {
        const auto mixed = [](std::uint64_t h) {
            h *= 0x9e3779b97f4a7c15U;
            return h ^ (h >> 29);
        };
        return mixed(mixed(mixed(std::bit_cast<std::uint64_t>(p.at.x)) ^
                           std::bit_cast<std::uint64_t>(p.at.y)) ^
                     std::bit_cast<std::uint64_t>(p.weight));
    }

    void grow() {
        std::vector<CountedPoint> old(slots_.size() * 2);
        old.swap(slots_);
        for (const CountedPoint& slot : old) {
            if (slot.count == 0) continue;
            std::size_t at = hash(slot.point) & (slots_.size() - 1);
            while (slots_[at].count != 0) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = slot;
        }
    }

    std::vector<CountedPoint> slots_;
    std::size_t used_{0};
};

/// Places by a look at some of the points; false as well when there are too few to matter.
/// `point_of(i)` for i below `count`. The answer only decides how the same sums are reached.
template <class PointOf>
[[nodiscard]] bool share_places(std::size_t count, const PointOf& point_of) {
    constexpr std::size_t looked_at = 4096;
    if (count < 4 * looked_at) return false;
    PlaceCounter places;
    for (std::size_t i = 0; i < looked_at; ++i) places.add(point_of(i * (count / looked_at)));
    const auto again = static_cast<double>(looked_at - places.size());
    // As many places as would let so many be met again (the birthday problem).
    return again > 16.0 && 4.0 * looked_at * looked_at / (2.0 * again) < static_cast<double>(count);
}

}  // namespace beatline
