// What was asked of hotspots besides where they are, and what came out of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "data/cells_layer.hpp"
#include "data/operation.hpp"
#include "geo/hotspot.hpp"
#include "geo/stability.hpp"
#include "geo/surface_test.hpp"

namespace beatline {

struct Inputs;
struct FoundHotspots;

struct HotspotTests {
    std::optional<SurfaceTest> surface;  ///< nothing: not tested
    std::string chance;                  ///< where events would lie by chance, in words
    std::vector<Hotspot> left_out;       ///< found, and not to be told from chance
    /// Of the hotspots published so many, the first, are patrolled; nothing: all.
    std::optional<std::size_t> patrolled;
    std::optional<Stability> stability;
    std::optional<CountedCells> cells;  ///< nothing: not asked for, or too many

    /// Why there is no hotspot left to publish; empty when there is, or when none was left out.
    [[nodiscard]] std::string nothing_left(const FoundHotspots& found,
                                           const Operation& operation) const;
};

/// How the hotspot stands, for its `why`; empty where nothing was asked.
[[nodiscard]] std::string test_sentence(const Hotspot& hotspot);

/// The sections "significance" and "stability" of quality.json, where there are any.
void add_test_sections(const Operation& operation, const FoundHotspots& found,
                       nlohmann::json& sections);

}  // namespace beatline
