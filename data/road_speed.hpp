// How fast roads are driven: highway classes, speed limits as tags state them, durations of
// ferries.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geo/road_network.hpp"

namespace beatline {

/// Whether a mode may use a class of highway when no other tag speaks.
enum class ClassAccess : std::uint8_t { open, only_if_tagged, never };

/// What a value of the highway tag means to us.
struct HighwayKind {
    std::string_view value;
    RoadClass road_class;
    double limit_mph;  ///< assumed where no limit is tagged
    double pace;       ///< average speed as a share of the limit: junctions, bends, traffic
    ClassAccess car;
    ClassAccess foot;
};

/// Nothing for values that are no way to travel on (bus stops, roads being built).
[[nodiscard]] const HighwayKind* highway_kind(std::string_view value);

/// Every value of the highway tag that means something to us.
[[nodiscard]] std::vector<std::string> highway_words();

inline constexpr double walking_kmh = 4.8;
inline constexpr double steps_kmh = 2.4;
inline constexpr double ferry_kmh = 10.0;  ///< where no duration is tagged
inline constexpr double kmh_per_mph = 1.609344;

/// "50", "30 mph", "10 knots", "GB:nsl_single", "national", "walk"; the lowest of "30;50". Nothing
/// for what states no number ("none", "signals") or cannot be read. `kind` decides what "national"
/// is.
[[nodiscard]] std::optional<double> parse_speed_limit(std::string_view text,
                                                      const HighwayKind& kind);

/// "45" (minutes), "1:30", "00:12:30", "PT1H30M"; seconds, > 0.
[[nodiscard]] std::optional<double> parse_duration(std::string_view text);

}  // namespace beatline
