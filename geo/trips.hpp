// Trips of vehicles between cameras: who was seen here, then there, soon enough; and how many.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/time.hpp"

namespace beatline {

/// One vehicle, known by a number that means nothing outside the run, at one camera.
struct Sighting {
    std::uint32_t vehicle{0};
    std::uint32_t camera{0};
    Instant when{};

    auto operator<=>(const Sighting&) const = default;
};

struct Trip {
    std::uint32_t vehicle{0};
    std::uint32_t from{0};  ///< camera
    std::uint32_t to{0};    ///< another camera
    Instant left{};
    Instant arrived{};

    auto operator<=>(const Trip&) const = default;
};

/// Consecutive sightings of one vehicle at two cameras at most `longest` apart, in order of
/// vehicle, then time; the order of the sightings does not matter. Of several sightings at one
/// camera in a row the last counts as leaving and the first as arriving.
[[nodiscard]] std::vector<Trip> trips_between(std::vector<Sighting> sightings, Seconds longest);

inline constexpr std::size_t day_bands = 6;  ///< of four hours, from midnight

/// How often vehicles went from one camera to another.
struct Flow {
    std::uint32_t from{0};
    std::uint32_t to{0};
    std::uint64_t trips{0};
    std::uint64_t vehicles{0};                       ///< different ones
    std::array<std::uint64_t, day_bands> by_band{};  ///< trips by when they left
    std::array<std::uint64_t, day_bands> vehicles_by_band{};
};

/// Flows in order of `from`, then `to`; `band_of` gives an instant's band, below day_bands.
[[nodiscard]] std::vector<Flow> flows_of(std::span<const Trip> trips,
                                         const std::function<std::size_t(Instant)>& band_of);

}  // namespace beatline
