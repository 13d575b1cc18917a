// What an operation compares its incidents with: a background, or an earlier period.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "data/clock.hpp"
#include "data/event_source.hpp"
#include "data/read_background.hpp"

namespace beatline {

class TomlTable;
struct FileContext;

/// [hotspots.relative]
struct RelativeOptions {
    BackgroundSource zones;                 ///< polygons and their column; no path: incidents
    std::vector<IncidentSource> incidents;  ///< other incidents as the background
    double even_share{0.05};                ///< of either surface, spread evenly
    std::size_t simulations{199};           ///< 0: no test of the whole map
    bool ranks{false};                      ///< hotspots are those of the ratio, not of the density
};

/// [change]: days, the first and the last of each period.
struct ChangeOptions {
    Day before_from, before_to;
    Day after_from, after_to;
    bool shares{false};  ///< compare where the events were, not how many
    double significance{0.05};
    std::size_t simulations{199};
};

[[nodiscard]] std::optional<RelativeOptions> read_relative_options(TomlTable& hotspots,
                                                                   const FileContext& context);
[[nodiscard]] ChangeOptions read_change_options(TomlTable table);

}  // namespace beatline
