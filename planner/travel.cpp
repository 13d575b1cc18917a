// SPDX-License-Identifier: Apache-2.0
#include "planner/travel.hpp"

#include <stdexcept>
#include <tbb/parallel_for.h>

namespace beatline {

TravelMatrix::TravelMatrix(std::size_t size, std::vector<std::uint32_t> times)
    : size_{size}, times_{std::move(times)} {
    if (times_.size() != size * size) throw std::invalid_argument{"travel matrix is not square"};
}

TravelMatrix travel_times(const RoadNetwork& network, std::span<const RoadPosition> places) {
    const std::size_t n = places.size();
    std::vector<std::uint32_t> times(n * n);
    tbb::parallel_for(std::size_t{0}, n, [&](std::size_t row) {
        const std::vector<std::uint32_t> ms = quickest_times(network, places[row], places);
        for (std::size_t col = 0; col < n; ++col) {
            const std::uint32_t rounded_up = ms[col] / 1000 + (ms[col] % 1000 == 0 ? 0U : 1U);
            times[row * n + col] =
                ms[col] == unreachable_ms ? TravelMatrix::unreachable : rounded_up;
        }
        times[row * n + row] = 0;
    });
    return TravelMatrix{n, std::move(times)};
}

}  // namespace beatline
