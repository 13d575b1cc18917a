// The table [evaluate]: what a back-test of the incidents compares, and on which periods.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/clock.hpp"
#include "geo/score_model.hpp"
#include "geo/study_cells.hpp"

namespace beatline {

class TomlTable;

enum class PeriodUnit : std::uint8_t { month, week, day };

[[nodiscard]] std::string_view name_of(PeriodUnit unit);  ///< "month", "week", "day"

/// First and last day, both included.
struct DaySpan {
    Day first, last;
};

/// Categories that are judged together.
struct EvaluateGroup {
    std::string name;
    std::vector<std::string> categories;
};

struct EvaluateRules {
    PeriodUnit period{PeriodUnit::month};
    std::optional<DaySpan> tune, test;  ///< nothing: by rule (data/evaluation_periods)
    StudyGrid grid;
    std::vector<double> area_shares{0.005, 0.01, 0.02, 0.05};
    std::vector<EvaluateGroup> groups;  ///< after all incidents together; empty: every category
    bool groups_given{false};
    std::vector<ScoreMethod> methods;  ///< empty: all
    std::uint32_t bootstrap{999};      ///< replicates; 0: no intervals
    std::uint32_t shifts{2};           ///< so many times so many places of the grid are tried
};

/// Throws UsageError.
[[nodiscard]] EvaluateRules read_evaluate_rules(TomlTable table);

}  // namespace beatline
