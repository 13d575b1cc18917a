// Travel times between places: what the search reads of the roads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "geo/quickest_path.hpp"

namespace beatline {

/// Whole time units, row = from. Seconds when it comes from the roads.
class TravelMatrix {
public:
    static constexpr std::uint32_t unreachable = std::numeric_limits<std::uint32_t>::max();

    TravelMatrix() = default;
    /// Throws std::invalid_argument unless `times` holds size*size values.
    TravelMatrix(std::size_t size, std::vector<std::uint32_t> times);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint32_t operator()(std::size_t from, std::size_t to) const {
        return times_[from * size_ + to];
    }

private:
    std::size_t size_{0};
    std::vector<std::uint32_t> times_;
};

/// Seconds from every place to every place, rounded up from exact milliseconds so that no plan
/// counts on time it does not have; 0 from a place to itself. Parallel over rows; the same on any
/// number of threads.
[[nodiscard]] TravelMatrix travel_times(const RoadNetwork& network,
                                        std::span<const RoadPosition> places);

}  // namespace beatline
