// What a back-test of an operation's incidents found, and the two files that tell of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/evaluation_periods.hpp"
#include "geo/backtest.hpp"

namespace beatline {

/// A hit rate over several places of the grid: how much of it is owed to where the cells lie.
struct GridSpread {
    std::string role;  ///< as MethodResult::role; "auto": what was chosen on each grid
    double area_share{0.0};
    double mean{0.0}, least{0.0}, most{0.0};
};

struct GroupEvaluation {
    std::string name;
    std::vector<std::string> categories;  ///< empty: all incidents
    Backtest backtest;
    std::vector<GridSpread> spreads;
};

/// A group that could not be judged.
struct SkippedGroup {
    std::string name;
    std::string why;
};

struct Evaluation {
    std::string operation, marking, crs;
    PeriodUnit unit{PeriodUnit::month};
    EvaluationPeriods periods;
    StudyGrid grid;
    std::size_t cells{0};
    double area_km2{0.0};   ///< of the cells
    std::string area_from;  ///< "operation.area" or "hull of the incidents before ..."
    std::vector<double> area_shares;
    BootstrapParams bootstrap;
    std::uint32_t shifts{1};
    std::size_t outside{0};  ///< incidents of the periods that lie in no cell
    std::vector<GroupEvaluation> groups;
    std::vector<SkippedGroup> skipped;
};

/// evaluation.json: format beatline-evaluation/1 (docs/evaluation.md has its members).
[[nodiscard]] std::string evaluation_json(const Evaluation& evaluation);

/// evaluation.svg: for each group the area-capture curve and the hit rates with their intervals.
[[nodiscard]] std::string evaluation_svg(const Evaluation& evaluation);

}  // namespace beatline
