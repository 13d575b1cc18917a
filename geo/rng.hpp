// Randomness that is the same on every machine: no std distributions, no libm.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "geo/random_stream.hpp"

namespace beatline {

/// SplitMix64 (Steele, Lea, Flood 2014).
class Rng {
public:
    explicit Rng(std::uint64_t seed) : stream_{seed} {}

    std::uint64_t next() { return stream_.next(); }
    /// From 0 to n-1; n > 0. The bias of the multiplication is below n / 2^32.
    std::uint32_t below(std::uint32_t n) {
        return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
    }
    /// In [0, 1).
    double unit() { return stream_.unit(); }
    bool chance(double probability) { return unit() < probability; }

    /// The stream of replicate `number` of a simulation: far from every other's, so that replicates
    /// can be drawn in any order.
    static Rng of_replicate(std::uint64_t seed, std::uint64_t number) {
        return Rng{Rng{Rng{seed}.next() + number}.next()};
    }

private:
    RandomStream stream_;
};

}  // namespace beatline
