// SPDX-License-Identifier: Apache-2.0
#include "geo/strong_components.hpp"

#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

TEST(StrongComponents, HoldTogetherExactlyTheNodesThatReachEachOther) {
    std::mt19937 engine{3};
    const auto rng = [&engine] { return static_cast<std::uint32_t>(engine()); };
    for (int round = 0; round < 200; ++round) {
        const std::uint32_t n = 1 + rng() % 12;
        std::vector<std::uint32_t> first{0};
        std::vector<std::uint32_t> heads;
        std::vector<std::vector<bool>> reaches(n, std::vector<bool>(n));
        for (std::uint32_t v = 0; v < n; ++v) {
            reaches[v][v] = true;
            for (std::uint32_t arcs = rng() % 4; arcs > 0; --arcs) {
                heads.push_back(rng() % n);
                reaches[v][heads.back()] = true;
            }
            first.push_back(static_cast<std::uint32_t>(heads.size()));
        }
        for (std::uint32_t k = 0; k < n; ++k) {
            for (std::uint32_t i = 0; i < n; ++i) {
                for (std::uint32_t j = 0; j < n; ++j) {
                    if (reaches[i][k] && reaches[k][j]) reaches[i][j] = true;
                }
            }
        }
        const StrongComponents parts = strong_components(first, heads);
        for (std::uint32_t i = 0; i < n; ++i) {
            ASSERT_LT(parts.of[i], parts.count);
            for (std::uint32_t j = 0; j < n; ++j) {
                ASSERT_EQ(parts.of[i] == parts.of[j], reaches[i][j] && reaches[j][i]);
            }
        }
    }
}

}  // namespace
}  // namespace beatline
