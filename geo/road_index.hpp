// Finds the street nearest to a place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "geo/road_network.hpp"

namespace beatline {

/// A place on a street: how far along its line, and how far the asked place was from it.
struct RoadPosition {
    StreetId street{0};
    Metres along{0};  ///< from the street's first point, [0, length]
    Point at;         ///< on the street
    Metres off_road{0};
};

/// Holds a reference to the network, which must outlive it.
class RoadIndex {
public:
    explicit RoadIndex(const RoadNetwork& network);

    /// The nearest place on any street within `limit`; ties go to the lower street id.
    [[nodiscard]] std::optional<RoadPosition> nearest(Point place, Metres limit) const;

private:
    const RoadNetwork* network_;
    Box box_;
    Metres cell_{0};
    std::size_t cols_{0};
    std::size_t rows_{0};
    std::vector<std::uint32_t> first_;     // cell -> range in segments_
    std::vector<std::uint64_t> segments_;  // street << 32 | segment number
};

}  // namespace beatline
