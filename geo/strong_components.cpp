// SPDX-License-Identifier: Apache-2.0
#include "geo/strong_components.hpp"

#include <algorithm>
#include <limits>

namespace beatline {

namespace {

constexpr std::uint32_t unseen = std::numeric_limits<std::uint32_t>::max();

struct Visit {
    std::uint32_t node;
    std::uint32_t next_arc;
};

}  // namespace

StrongComponents strong_components(std::span<const std::uint32_t> first,
                                   std::span<const std::uint32_t> heads) {
    const std::size_t n = first.empty() ? 0 : first.size() - 1;
    StrongComponents parts{std::vector<std::uint32_t>(n, unseen), 0};
    std::vector<std::uint32_t> order(n, unseen);  // when the search first saw the node
    std::vector<std::uint32_t> low(n, 0);         // earliest open node that it leads back to
    std::vector<std::uint32_t> open;
    std::vector<Visit> path;
    std::uint32_t clock = 0;

    const auto enter = [&](std::uint32_t node) {
        order[node] = low[node] = clock++;
        open.push_back(node);
        path.push_back({node, first[node]});
    };
    for (std::uint32_t root = 0; root < n; ++root) {
        if (order[root] != unseen) continue;
        enter(root);
        while (!path.empty()) {
            const std::uint32_t node = path.back().node;
            if (path.back().next_arc < first[node + 1]) {
                const std::uint32_t head = heads[path.back().next_arc++];
                if (order[head] == unseen) {
                    enter(head);
                } else if (parts.of[head] == unseen) {
                    low[node] = std::min(low[node], order[head]);
                }
                continue;
            }
            path.pop_back();
            if (!path.empty()) low[path.back().node] = std::min(low[path.back().node], low[node]);
            if (low[node] != order[node]) continue;
            std::uint32_t member = unseen;
            do {
                member = open.back();
                open.pop_back();
                parts.of[member] = parts.count;
            } while (member != node);
            ++parts.count;
        }
    }
    return parts;
}

}  // namespace beatline
