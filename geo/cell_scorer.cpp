// SPDX-License-Identifier: Apache-2.0
#include "geo/cell_scorer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/adaptive_density.hpp"
#include "geo/density.hpp"
#include "geo/gi_star.hpp"

namespace beatline {

namespace {

double events_per_cell(const GridSpec& spec) {
    return spec.cell.value * spec.cell.value / m2_per_km2;
}

}  // namespace

CellScorer::CellScorer(const StudyCells& cells, const PeriodCounts& own, const PeriodCounts& pooled,
                       std::span<const ScoreModel> models, const StreetCells* streets)
    : cells_{&cells}, own_{&own}, pooled_{&pooled}, streets_{streets} {
    for (const ScoreModel& model : models) {
        for (const ScoreTerm& asked : model.terms) {
            if (model.method == ScoreMethod::kde_adaptive) continue;
            if (asked.along_streets && streets == nullptr)
                throw std::invalid_argument{"CellScorer: a term along streets, and no streets"};
            const auto known = std::ranges::find_if(
                states_, [&](const State& s) { return s.term.same_source(asked); });
            if (known != states_.end()) continue;
            states_.push_back({asked, std::vector<double>(cells.size(), 0.0)});
            auto spread = std::ranges::find_if(
                spreads_, [&](const Spread& s) { return s.term.same_spread(asked); });
            if (spread == spreads_.end()) {
                spreads_.push_back({asked, 0, {}, {}});
                spread = spreads_.end() - 1;
            }
            spread->longest_window = std::max(spread->longest_window, asked.memory.window);
        }
    }
    for (Spread& spread : spreads_) spread.kept.resize(spread.longest_window);
}

CellScorer::Increment CellScorer::increment(const Spread& spread, std::size_t period) const {
    const PeriodCounts& counts = counts_of(spread.term.pooled);
    Increment added(cells_->size(), 0.0F);
    if (!(spread.term.bandwidth.value > 0.0)) {
        for (const PlaceCount& p : counts.periods[period]) {
            if (const auto cell = cells_->holding(counts.places[p.place]))
                added[*cell] += static_cast<float>(p.count);
        }
        return added;
    }
    if (counts.periods[period].empty()) return added;
    // Only the period's own places go in, so that later ones cannot show even in the last digit.
    std::vector<WeightedPoint> points;
    for (const PlaceCount& p : counts.periods[period])
        points.push_back({counts.places[p.place], static_cast<double>(p.count)});
    if (spread.term.along_streets)
        return streets_->scores(*cells_, std::move(points), spread.term.bandwidth);
    const DensityGrid density =
        estimate_density(std::move(points), cells_->spec, {Kernel::quartic, spread.term.bandwidth});
    const auto scale = static_cast<float>(events_per_cell(cells_->spec));
    for (std::size_t i = 0; i < added.size(); ++i)
        added[i] = density.values[cells_->cells[i]] * scale;
    return added;
}

void CellScorer::add_to(State& state) const {
    const auto spread = std::ranges::find_if(
        spreads_, [&](const Spread& s) { return s.term.same_spread(state.term); });
    const Memory memory = state.term.memory;
    if (memory.half_life > 0.0) {
        const double fade = std::exp2(-1.0 / memory.half_life);
        for (double& value : state.values) value *= fade;
    }
    for (std::size_t i = 0; i < state.values.size(); ++i)
        state.values[i] += static_cast<double>(spread->latest[i]);
    if (memory.window == 0 || known_ < memory.window) return;
    const Increment& old = spread->kept[(known_ - memory.window) % spread->longest_window];
    for (std::size_t i = 0; i < state.values.size(); ++i)
        state.values[i] = std::max(state.values[i] - static_cast<double>(old[i]), 0.0);
}

void CellScorer::advance() {
    if (known_ >= own_->periods.size())
        throw std::invalid_argument{"CellScorer: there is no further period"};
    tbb::parallel_for(std::size_t{0}, spreads_.size(),
                      [&](std::size_t i) { spreads_[i].latest = increment(spreads_[i], known_); });
    tbb::parallel_for(std::size_t{0}, states_.size(), [&](std::size_t i) { add_to(states_[i]); });
    for (Spread& spread : spreads_) {
        if (spread.longest_window > 0)
            spread.kept[known_ % spread.longest_window] = std::move(spread.latest);
    }
    ++known_;
}

std::span<const double> CellScorer::term(const ScoreTerm& asked) const {
    const auto known =
        std::ranges::find_if(states_, [&](const State& s) { return s.term.same_source(asked); });
    if (known == states_.end())
        throw std::invalid_argument{"CellScorer: a term that no model named"};
    return known->values;
}

std::vector<double> CellScorer::adaptive_scores(const ScoreTerm& asked) const {
    const PeriodCounts& counts = counts_of(asked.pooled);
    const std::size_t first =
        asked.memory.window > 0 && asked.memory.window < known_ ? known_ - asked.memory.window : 0;
    std::vector<WeightedPoint> points;
    for (const Point place : counts.places) points.push_back({place, 0.0});
    for (std::size_t t = first; t < known_; ++t) {
        for (const PlaceCount& p : counts.periods[t]) points[p.place].weight += p.count;
    }
    std::erase_if(points, [](const WeightedPoint& p) { return p.weight <= 0.0; });
    std::vector<double> scores(cells_->size(), 0.0);
    if (points.empty()) return scores;
    const DensityParams params{Kernel::quartic, asked.bandwidth};
    const DensityGrid density = estimate_adaptive_density(
        abramson_bandwidths(std::move(points), params, cells_->spec.cell / 2.0), cells_->spec,
        params);
    for (std::size_t i = 0; i < scores.size(); ++i)
        scores[i] =
            static_cast<double>(density.values[cells_->cells[i]]) * events_per_cell(cells_->spec);
    return scores;
}

std::vector<double> CellScorer::gi_star_scores(std::span<const double> values) const {
    std::vector<double> grid(cells_->spec.size(), 0.0);
    std::vector<std::uint8_t> inside(cells_->spec.size(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        grid[cells_->cells[i]] = values[i];
        inside[cells_->cells[i]] = 1;
    }
    const GiStar found = gi_star(grid, cells_->spec.cols, inside, {Neighbourhood::square, 1.0});
    std::vector<double> z(values.size(), 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto at = static_cast<double>(found.z[cells_->cells[i]]);
        if (!std::isnan(at)) z[i] = at;  // no number anywhere when all cells hold the same
    }
    return z;
}

std::vector<double> CellScorer::scores(const ScoreModel& model) const {
    if (model.method == ScoreMethod::kde_adaptive) return adaptive_scores(model.terms.front());
    if (model.method == ScoreMethod::gi_star) return gi_star_scores(term(model.terms.front()));
    std::vector<double> sum(cells_->size(), 0.0);
    const bool blend = model.method == ScoreMethod::blend;
    const double flat = 1.0 / static_cast<double>(sum.size());
    double left = 1.0;
    for (const ScoreTerm& t : model.terms) {
        const auto values = term(t);
        const double total = blend ? std::accumulate(values.begin(), values.end(), 0.0) : 1.0;
        const double weight =
            t.per_period && known_ > 0 ? t.weight / static_cast<double>(known_) : t.weight;
        left -= weight;
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += weight * (total > 0.0 ? values[i] / total : flat);
    }
    if (blend) {
        for (double& value : sum) value += std::max(left, 0.0) * flat;
    }
    return sum;
}

}  // namespace beatline
