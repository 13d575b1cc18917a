// Randomness by number instead of by turn: the i-th draw of a replicate is the same whoever asks
// for it, and when.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace beatline {

/// SplitMix64 (Steele, Lea & Flood 2014). Its state only counts, which is what makes it a stream
/// that can be entered anywhere.
class RandomStream {
public:
    explicit RandomStream(std::uint64_t seed) : state_{seed} {}

    std::uint64_t next() { return mixed(state_ += step); }

    /// In [0, 1).
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    /// From 0 to n - 1; n > 0. The bias is below n / 2^64.
    std::uint64_t below(std::uint64_t n) {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::uint64_t>((static_cast<Wide>(next()) * n) >> 64U);
    }

    /// A stream of its own for each number, as good as independent of this one and of the others.
    [[nodiscard]] RandomStream branch(std::uint64_t number) const {
        return RandomStream{mixed(mixed(state_) + (number + 1) * odd)};
    }

private:
    static constexpr std::uint64_t step = 0x9e3779b97f4a7c15ULL;
    static constexpr std::uint64_t odd = 0xd1342543de82ef95ULL;

    static std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace beatline
