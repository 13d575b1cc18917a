// SPDX-License-Identifier: Apache-2.0
#include "geo/recommend_method.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/cell_scorer.hpp"

namespace beatline {

namespace {

/// Events in the study area a period, over the last year of periods.
double recent_mean(const StudyCells& cells, const PeriodCounts& counts, std::size_t year) {
    const std::size_t end = counts.periods.size();
    const std::size_t first = end > year ? end - year : 0;
    double events = 0.0;
    for (std::size_t t = first; t < end; ++t) {
        for (const PlaceCount& p : counts.periods[t])
            events += cells.holding(counts.places[p.place]) ? p.count : 0;
    }
    return events / static_cast<double>(std::max<std::size_t>(end - first, 1));
}

}  // namespace

RecommendedMethod recommend_method(const StudyCells& cells, const PeriodCounts& own,
                                   const PeriodCounts& pooled, const BacktestParams& params) {
    RecommendedMethod result;
    result.backtest = run_backtest(cells, own, pooled, params);
    result.model = result.backtest.methods[result.backtest.chosen].model;
    result.why = result.backtest.why;
    CellScorer scorer{cells, own, pooled, {&result.model, 1}, params.streets};
    while (scorer.periods_known() < own.periods.size()) scorer.advance();
    std::vector<double> scores = scorer.scores(result.model);
    double total = 0.0;
    for (double& score : scores) total += score = std::max(score, 0.0);  // Gi* may be negative
    const auto year =
        static_cast<std::size_t>(std::lround(12.0 * params.setting.periods_per_month));
    const double cell_km2 = cells.spec.cell.value * cells.spec.cell.value / m2_per_km2;
    const double scale = total > 0.0 ? recent_mean(cells, own, year) / (total * cell_km2) : 0.0;
    result.expected = {
        cells.spec, std::vector<float>(cells.spec.size(), std::numeric_limits<float>::quiet_NaN())};
    for (std::size_t i = 0; i < scores.size(); ++i)
        result.expected.values[cells.cells[i]] = static_cast<float>(scores[i] * scale);
    return result;
}

}  // namespace beatline
