// SPDX-License-Identifier: Apache-2.0
#include "geo/false_discovery.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace beatline {

namespace {

struct Key {
    std::uint32_t bits;  // of a float >= 0: in the same order as the float
    std::uint32_t test;
};

float rounded_up(double p) {
    const auto near = static_cast<float>(p);
    return static_cast<double>(near) < p ? std::nextafter(near, 2.0F) : near;
}

void sort_keys(std::vector<Key>& keys) {
    constexpr unsigned digit_bits = 11;
    constexpr std::uint32_t digits = 1U << digit_bits;
    std::vector<Key> other(keys.size());
    for (unsigned shift = 0; shift < 32; shift += digit_bits) {
        std::array<std::uint32_t, digits> next{};
        for (const Key& k : keys) ++next[(k.bits >> shift) % digits];
        std::uint32_t sum = 0;
        for (std::uint32_t& n : next) sum += std::exchange(n, sum);
        for (const Key& k : keys) other[next[(k.bits >> shift) % digits]++] = k;
        keys.swap(other);
    }
}

}  // namespace

std::vector<float> false_discovery_rates(std::span<const double> p_values) {
    std::vector<float> q(p_values.size(), std::numeric_limits<float>::quiet_NaN());
    std::vector<Key> keys;
    keys.reserve(p_values.size());
    for (std::uint32_t i = 0; i < p_values.size(); ++i) {
        if (!std::isnan(p_values[i]))
            keys.push_back({std::bit_cast<std::uint32_t>(rounded_up(p_values[i])), i});
    }
    sort_keys(keys);
    const auto tests = static_cast<double>(keys.size());
    double least = 1.0;
    for (std::size_t rank = keys.size(); rank > 0; --rank) {
        const Key& key = keys[rank - 1];
        const double p = std::bit_cast<float>(key.bits);
        least = std::min(least, p * tests / static_cast<double>(rank));
        q[key.test] = static_cast<float>(least);
    }
    return q;
}

}  // namespace beatline
