// SPDX-License-Identifier: Apache-2.0
#include "planner/travel.hpp"

#include <stdexcept>

namespace beatline {

TravelMatrix::TravelMatrix(std::size_t size, std::vector<std::uint32_t> times)
    : size_{size}, times_{std::move(times)} {
    if (times_.size() != size * size) throw std::invalid_argument{"travel matrix is not square"};
}

}  // namespace beatline
