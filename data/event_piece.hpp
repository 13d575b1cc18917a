// What a stretch of an incident file has given: events, rejections, and counts that say how far to
// trust them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/incident_quality.hpp"
#include "data/misread_places.hpp"
#include "data/rejection.hpp"
#include "geo/event.hpp"

namespace beatline {

/// Bytes of a category's name that are kept; more is free text.
inline constexpr std::size_t longest_category = 200;

/// Categories numbered in order of first appearance.
class CategoryList {
public:
    [[nodiscard]] std::uint32_t number(std::string_view name);
    [[nodiscard]] std::vector<CategoryCount>& counts() { return counts_; }
    [[nodiscard]] const std::vector<CategoryCount>& counts() const { return counts_; }

private:
    std::vector<CategoryCount> counts_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::uint32_t last_{0};  // neighbours often share a category
};

/// Counts over rows; adding up two stretches gives that of both.
struct EventTally {
    std::uint64_t read{0};

    PlaceTally places;
    std::uint64_t ambiguous_times{0};
    std::uint64_t skipped_times{0};
    ClockCount clock;
    std::map<int, MonthCount> months;  ///< by year * 12 + month - 1, local

    void add(const EventTally& other, std::uint64_t rows_before);
};

struct EventPiece {
    std::vector<PointEvent> events;  ///< kind: index into categories
    CategoryList categories;
    RejectedRows rejected;           ///< rows from 1 within the stretch
    std::vector<std::uint64_t> ids;  ///< hashes of identifiers
    EventTally tally;
};

}  // namespace beatline
