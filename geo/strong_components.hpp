// Strongly connected parts of a directed graph in compressed rows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace beatline {

struct StrongComponents {
    std::vector<std::uint32_t> of;  ///< node -> component, numbered from 0
    std::uint32_t count{0};
};

/// Tarjan (1972) with a stack of its own, so that a long road cannot overflow the program's.
/// `first` has one entry a node and one more; the heads of node v's arcs are heads[first[v],
/// first[v+1]).
[[nodiscard]] StrongComponents strong_components(std::span<const std::uint32_t> first,
                                                 std::span<const std::uint32_t> heads);

}  // namespace beatline
