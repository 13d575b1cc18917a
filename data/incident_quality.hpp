// What an analyst should know of one incident file before trusting a map of it: values, without
// words.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

/// A category as the file has it: how many rows have it, and how many were used.
struct CategoryCount {
    std::string name;
    std::uint64_t read{0};
    std::uint64_t used{0};
};

/// Rows of one local month.
struct MonthCount {
    std::uint64_t read{0};
    std::uint64_t used{0};
    std::uint64_t without_place{0};  ///< coordinates empty

    MonthCount& operator+=(const MonthCount& other) {
        read += other.read;
        used += other.used;
        without_place += other.without_place;
        return *this;
    }
};

/// Local times of day of the used events.
struct ClockCount {
    std::uint64_t with_clock{0};   ///< the time has an hour and minute
    std::uint64_t on_the_hour{0};  ///< of these, at minute 0: one in 60 by chance
    std::uint64_t at_midnight{0};  ///< of these, at 00:00:00 exactly
    std::uint64_t intervals{0};    ///< a time and a later end
};

/// How the used events share their places.
struct StackCount {
    std::uint64_t events{0};
    std::uint64_t places{0};       ///< distinct
    std::uint64_t on_stacks{0};    ///< events on places that hold more than stack_height
    std::uint64_t largest{0};      ///< events on the fullest place
    Point largest_at;              ///< working CRS; the first such in the file
    double median_spacing_m{0.0};  ///< from a place to its nearest neighbour; 0: one place only
    double stack_spacing_m{0.0};   ///< from a stack to the nearest other; 0: fewer than two
};

/// More events than this on one place are a stack.
inline constexpr std::uint64_t stack_height = 20;

/// How the coordinates of one source come into the working CRS.
struct SourceCrs {
    std::string crs;
    std::string transformation;
    std::optional<double> accuracy_m;  ///< as stated; nothing: unknown
    std::string grid;                  ///< grid shift file used, or empty
};

struct IncidentQuality {
    SourceCrs crs;
    std::map<int, MonthCount> months;  ///< by year * 12 + month - 1
    std::vector<int> missing_months;   ///< between the first and the last, without any row
    ClockCount clock;
    StackCount stacks;
    std::vector<CategoryCount> categories;  ///< in order of first appearance
    std::uint64_t repeated_ids{0};
    std::uint64_t ambiguous_times{0};
    std::uint64_t skipped_times{0};
};

}  // namespace beatline
