// Models that score the cells of a grid from what happened before: what a back-test compares.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/units.hpp"

namespace beatline {

/// How much the past counts, in periods. Both zero: all of it alike.
struct Memory {
    double half_life{0.0};    ///< an event's weight halves in so many periods; 0: never
    std::uint32_t window{0};  ///< only the last so many periods count; 0: all. Not with half_life

    auto operator<=>(const Memory&) const = default;
};

/// Expected events of a cell from past ones, before any scale: `bandwidth` 0 counts those in the
/// cell, else their quartic kernel density at its centre times its area, or that along its streets.
struct ScoreTerm {
    Metres bandwidth{0};
    Memory memory;
    bool pooled{false};         ///< from all incidents, not only those of the group
    double weight{1.0};         ///< >= 0
    bool per_period{false};     ///< divided by the number of periods known so far
    bool along_streets{false};  ///< the kernel runs along streets (geo/street_cells)

    /// Whether both spread the same events the same way.
    [[nodiscard]] bool same_spread(const ScoreTerm& other) const {
        return bandwidth == other.bandwidth && pooled == other.pooled &&
               along_streets == other.along_streets;
    }
    /// Whether both mean the same but for their weight.
    [[nodiscard]] bool same_source(const ScoreTerm& other) const {
        return same_spread(other) && memory == other.memory;
    }
};

enum class ScoreMethod : std::uint8_t {
    count,          ///< events in the cell
    kde,            ///< quartic kernel, a window of time
    kde_recency,    ///< the same with a half-life
    kde_adaptive,   ///< Abramson's bandwidths
    mix,            ///< count + lambda * KDE
    network,        ///< quartic kernel along streets; only where roads are given
    near_repeat,    ///< KDE + beta * KDE of the last period, near by
    gi_star,        ///< Getis and Ord's z of the counts
    self_exciting,  ///< background and triggering, fitted by EM
    blend,          ///< many terms, weighted by EM on the tuning periods
};

inline constexpr ScoreMethod all_score_methods[] = {
    ScoreMethod::count,        ScoreMethod::kde,     ScoreMethod::kde_recency,
    ScoreMethod::kde_adaptive, ScoreMethod::mix,     ScoreMethod::network,
    ScoreMethod::near_repeat,  ScoreMethod::gi_star, ScoreMethod::self_exciting,
    ScoreMethod::blend};

[[nodiscard]] std::string_view name_of(ScoreMethod method);  ///< "count", "kde_recency", ...

struct ScoreModel {
    ScoreMethod method{ScoreMethod::count};
    std::string name;              ///< method and parameters in words: "kde 500 m, last 12"
    std::vector<ScoreTerm> terms;  ///< of gi_star and kde_adaptive the first is the source;
                                   ///< of blend those that share its weight
};

struct ModelSetting {
    double periods_per_month{1.0};  ///< for names and memories: a month has so many periods
    bool pooled{false};             ///< whether there are incidents beyond the group's own
    bool streets{false};            ///< whether densities along streets can be had
};

/// What a tool without a back-test would do: quartic, 500 m, the last twelve months.
[[nodiscard]] ScoreModel usual_kde(const ModelSetting& setting);
/// Count ranking of the last twelve months.
[[nodiscard]] ScoreModel plain_count(const ModelSetting& setting);

/// The candidates of one method, with the parameters that tuning may choose from.
[[nodiscard]] std::vector<ScoreModel> candidates(ScoreMethod method, const ModelSetting& setting);

}  // namespace beatline
