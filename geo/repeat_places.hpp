// How much of what happens, happens again at the same place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "geo/plane.hpp"

namespace beatline {

struct RepeatPlaces {
    std::uint64_t events{0};
    std::uint64_t places{0};         ///< distinct coordinates
    std::uint64_t repeat_places{0};  ///< with two events or more
    std::uint64_t at_repeats{0};     ///< events there
    std::uint64_t most{0};           ///< events at one place
    double expected_share{0.0};      ///< of events at repeat places, by chance

    [[nodiscard]] double share() const {
        return events > 0 ? static_cast<double>(at_repeats) / static_cast<double>(events) : 0.0;
    }
};

/// By chance an event shares its place with one of the n - 1 others with probability
/// 1 - (1 - 1/A)^(n - 1), when each falls on one of A places alike; A is `at_risk`, or the places
/// seen, which is too few and so expects too much. `at_risk` below the places seen counts as those.
[[nodiscard]] RepeatPlaces repeat_places(std::span<const Point> points,
                                         std::optional<std::uint64_t> at_risk);

}  // namespace beatline
