// The junctions within a distance along streets: a search that is begun many times over.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "geo/street_graph.hpp"

namespace beatline {

/// Dijkstra's distances by buckets (Dial 1969; labels that improve within a bucket are taken up
/// again, so distances are exact). Holds a reference to the graph; one a thread.
class NearJunctions {
public:
    static constexpr double far = std::numeric_limits<double>::infinity();

    /// Distances from `limit` on count as far. Throws std::invalid_argument unless it is positive.
    NearJunctions(const StreetGraph& graph, Metres limit);

    /// Junctions nearer than the limit, each once, ascending. Valid until the next search.
    [[nodiscard]] std::span<const JunctionDistance> from(std::span<const JunctionDistance> starts);
    [[nodiscard]] std::span<const JunctionDistance> from(Junction start);

private:
    void reach(Junction junction, double metres);

    const StreetGraph* graph_;
    double limit_;
    double per_m_;  // buckets
    std::vector<double> metres_;
    std::vector<std::vector<Junction>> buckets_;
    std::vector<JunctionDistance> found_;
};

}  // namespace beatline
