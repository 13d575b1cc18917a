// The stage that compares: the density with a background, and one period with an earlier one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/stages.hpp"
#include "geo/changed_areas.hpp"
#include "geo/relative_density.hpp"

namespace beatline {

/// The events of one of the periods compared.
struct PeriodCount {
    std::size_t events{0};
    double weight{0.0};
    double years{0.0};  ///< 365.25 days each
};

struct ChangeMap {
    TwoSamples samples;
    std::vector<ChangedArea> areas;
    PeriodCount before, after;
    std::size_t outside{0};  ///< incidents in neither period, across their bounds, or undated
};

struct RelativeMap {
    RelativeDensity density;
    double background{0.0};          ///< what lies in the area and the grid
    double background_outside{0.0};  ///< and what was left out
};

struct Comparisons {
    std::optional<RelativeMap> relative;
    std::optional<ChangeMap> change;
};

/// What [hotspots.relative] and [change] ask for, on the surface's grid, kernel and bandwidth; sets
/// the surface's ranking where hotspots are to be those of the ratio. Throws InputError for a
/// background that has nothing in the area. A change that cannot be judged is left out, with a
/// warning.
[[nodiscard]] Comparisons compare_surfaces(const Operation& operation, Inputs& inputs,
                                           Surface& surface);

/// relative.tif and change.tif.
void write_comparisons(const std::filesystem::path& folder, const Operation& operation,
                       const Inputs& inputs, const Surface& surface,
                       const Comparisons& comparisons);

/// The sections "relative" and "change" of quality.json.
void add_comparison_sections(const Operation& operation, const Comparisons& comparisons,
                             nlohmann::json& sections);

}  // namespace beatline
