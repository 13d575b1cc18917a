// Randomness that is the same on every machine: no std distributions, no libm.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace beatline {

/// SplitMix64 (Steele, Lea, Flood 2014).
class Rng {
public:
    explicit Rng(std::uint64_t seed) : state_{seed} {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// From 0 to n-1; n > 0. The bias of the multiplication is below n / 2^32.
    std::uint32_t below(std::uint32_t n) {
        return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
    }
    /// In [0, 1).
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return unit() < probability; }

    /// The stream of replicate `number` of a simulation: far from every other's, so that replicates
    /// can be drawn in any order.
    static Rng of_replicate(std::uint64_t seed, std::uint64_t number) {
        return Rng{Rng{Rng{seed}.next() + number}.next()};
    }

private:
    std::uint64_t state_;
};

}  // namespace beatline
