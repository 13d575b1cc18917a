// SPDX-License-Identifier: Apache-2.0
#include "geo/quickest_search.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "geo/quickest_path.hpp"

namespace beatline {

namespace {

/// A heap of four children a node: (milliseconds << 32 | node), so that ties go to the lower node.
class Frontier {
public:
    [[nodiscard]] bool empty() const { return heap_.empty(); }

    void push(std::uint64_t entry) {
        heap_.push_back(entry);
        std::size_t at = heap_.size() - 1;
        while (at > 0) {
            const std::size_t parent = (at - 1) / 4;
            if (heap_[parent] <= entry) break;
            heap_[at] = heap_[parent];
            at = parent;
        }
        heap_[at] = entry;
    }

    std::uint64_t pop() {
        const std::uint64_t top = heap_.front();
        const std::uint64_t last = heap_.back();
        heap_.pop_back();
        if (heap_.empty()) return top;
        std::size_t at = 0;
        for (;;) {
            const std::size_t first = 4 * at + 1;
            if (first >= heap_.size()) break;
            const std::size_t end = std::min(first + 4, heap_.size());
            std::size_t least = first;
            for (std::size_t child = first + 1; child < end; ++child) {
                if (heap_[child] < heap_[least]) least = child;
            }
            if (heap_[least] >= last) break;
            heap_[at] = heap_[least];
            at = least;
        }
        heap_[at] = last;
        return top;
    }

private:
    std::vector<std::uint64_t> heap_;
};

void check(const RoadNetwork& network, const RoadPosition& place) {
    if (place.street >= network.streets.size())
        throw std::invalid_argument{"place on a street that the network does not have"};
}

}  // namespace

std::uint32_t ms_before(const RoadNetwork& network, const RoadArc& arc, Metres along) {
    const double length_m = network.streets[arc.street].length_m;
    if (!(length_m > 0.0)) return 0;
    const double before =
        std::clamp((arc.forward ? along.value : length_m - along.value) / length_m, 0.0, 1.0);
    return static_cast<std::uint32_t>(std::llround(before * arc.drive_ms));
}

QuickestLabels search_quickest(const RoadNetwork& network, const RoadPosition& from,
                               std::span<const RoadPosition> to) {
    check(network, from);
    QuickestLabels labels{
        std::vector<std::uint32_t>(network.nodes.size(), unreachable_ms),
        std::vector<std::uint32_t>(network.nodes.size(), QuickestLabels::from_start)};
    std::vector<bool> wanted(network.nodes.size());
    std::size_t missing = 0;
    for (const RoadPosition& place : to) {
        check(network, place);
        for (const ArcId a : network.arcs_of(place.street)) {
            const NodeId tail = network.arcs[a].from;
            if (!wanted[tail]) ++missing;
            wanted[tail] = true;
        }
    }
    Frontier frontier;
    for (const ArcId a : network.arcs_of(from.street)) {
        const RoadArc& arc = network.arcs[a];
        const std::uint32_t ms = arc.drive_ms - ms_before(network, arc, from.along);
        if (ms >= labels.ms[arc.to]) continue;
        labels.ms[arc.to] = ms;
        frontier.push((std::uint64_t{ms} << 32U) | arc.to);
    }
    while (!frontier.empty() && missing > 0) {
        const std::uint64_t top = frontier.pop();
        const auto node = static_cast<NodeId>(top & 0xFFFF'FFFFU);
        const std::uint64_t ms = top >> 32U;
        if (ms != labels.ms[node]) continue;  // reached faster meanwhile
        if (wanted[node]) {
            wanted[node] = false;
            --missing;
        }
        for (std::uint32_t a = network.first_arc[node]; a < network.first_arc[node + 1]; ++a) {
            const RoadArc& arc = network.arcs[a];
            const std::uint64_t reached = ms + arc.drive_ms;
            if (reached > labels.ms[arc.to] || reached >= unreachable_ms) continue;
            if (reached == labels.ms[arc.to]) {
                labels.via[arc.to] = std::min(labels.via[arc.to], a + 1);
                continue;
            }
            labels.ms[arc.to] = static_cast<std::uint32_t>(reached);
            labels.via[arc.to] = a + 1;
            frontier.push((reached << 32U) | arc.to);
        }
    }
    return labels;
}

Arrival best_arrival(const RoadNetwork& network, const QuickestLabels& labels,
                     const RoadPosition& from, const RoadPosition& to) {
    Arrival best{unreachable_ms, 0, false};
    const auto consider = [&best](std::uint64_t ms, ArcId arc, bool direct) {
        if (ms < best.ms) best = {static_cast<std::uint32_t>(ms), arc, direct};
    };
    if (from.street == to.street) {
        for (const ArcId a : network.arcs_of(to.street)) {
            const RoadArc& arc = network.arcs[a];
            const std::uint32_t start = ms_before(network, arc, from.along);
            const std::uint32_t end = ms_before(network, arc, to.along);
            const bool ahead = arc.forward ? from.along <= to.along : to.along <= from.along;
            if (ahead) consider(end - start, a, true);
        }
    }
    for (const ArcId a : network.arcs_of(to.street)) {
        const RoadArc& arc = network.arcs[a];
        if (labels.ms[arc.from] == unreachable_ms) continue;
        consider(std::uint64_t{labels.ms[arc.from]} + ms_before(network, arc, to.along), a, false);
    }
    return best;
}

}  // namespace beatline
