// What an operation asks of its hotspots' standing against chance: test, background, bootstrap,
// Gi*.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "data/event_source.hpp"
#include "data/read_background.hpp"
#include "geo/gi_star.hpp"

namespace beatline {

class TomlTable;
struct FileContext;

/// Where events would lie by chance.
enum class BackgroundKind : std::uint8_t {
    none,       ///< anywhere in the study area, every square metre alike
    zones,      ///< as the people (or whatever a column counts) of polygons
    roads,      ///< along the streets, every metre alike
    incidents,  ///< where other incidents were
};

struct SignificanceRules {
    std::optional<double> level;  ///< in (0, 1); nothing: hotspots are not tested
    std::size_t simulations{199};
    bool keep_all{false};  ///< what is not significant is published, flagged; it is never patrolled
    BackgroundKind background{BackgroundKind::none};
    BackgroundSource zones;
    std::vector<IncidentSource> incidents;
    std::size_t resamples{0};  ///< of the bootstrap; 0: none
};

struct GiStarTable {
    Metres cell{250};
    Metres reach{250};  ///< neighbours: cells within, see shape
    Neighbourhood shape{Neighbourhood::square};
    double level{0.05};  ///< hotspots.significance where that is given
};

/// Asks a [hotspots] table for its keys `significance`, `simulations`, `not_significant`,
/// `background` and `stability`. Throws UsageError at the key for what is not understood.
[[nodiscard]] SignificanceRules read_significance_rules(TomlTable& table,
                                                        const FileContext& context);

/// The table [hotspots.gi_star]; nothing when `enabled = false` says that it is not wanted.
[[nodiscard]] std::optional<GiStarTable> read_gi_star_rules(TomlTable& table);

}  // namespace beatline
