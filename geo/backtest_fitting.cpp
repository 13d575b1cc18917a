// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <oneapi/tbb/parallel_for.h>

#include "geo/backtest_steps.hpp"
#include "geo/blend_weights.hpp"
#include "geo/cell_scorer.hpp"
#include "geo/self_exciting.hpp"

namespace beatline {

namespace {

/// The shares that a blend's terms, and a flat surface after them, give to each cell.
void note_evidence(const CellScorer& scorer, const ScoreModel& model, const Outcome& outcome,
                   BlendEvidence& evidence) {
    std::vector<std::span<const double>> values;
    std::vector<double> totals;
    for (const ScoreTerm& t : model.terms) {
        values.push_back(scorer.term(t));
        totals.push_back(sum_of(values.back()));
    }
    const double flat = 1.0 / static_cast<double>(outcome.counts.size());
    std::vector<double> shares(model.terms.size() + 1, flat);
    for (std::size_t i = 0; i < outcome.counts.size(); ++i) {
        if (!(outcome.counts[i] > 0.0)) continue;
        for (std::size_t k = 0; k < values.size(); ++k)
            shares[k] = totals[k] > 0.0 ? values[k][i] / totals[k] : flat;
        evidence.add(outcome.counts[i], shares);
    }
}

/// Weighs the blends by what the tuning periods say.
void fit_blends(const BacktestGround& ground, std::vector<ScoreModel>& models) {
    std::vector<ScoreModel> blends;
    std::vector<BlendEvidence> evidence;
    for (const ScoreModel& model : models) {
        if (model.method != ScoreMethod::blend) continue;
        blends.push_back(model);
        evidence.emplace_back(model.terms.size() + 1);
    }
    if (blends.empty()) return;
    CellScorer scorer{ground.cells, ground.own, ground.pooled, blends, ground.params.streets};
    const BacktestSchedule& schedule = ground.params.schedule;
    for (std::size_t t = 0; t < schedule.tune_end && !ground.stopped(); ++t) {
        if (t >= schedule.tune_first) {
            const Outcome outcome = outcome_of(ground, t);
            for (std::size_t b = 0; b < blends.size(); ++b)
                note_evidence(scorer, blends[b], outcome, evidence[b]);
        }
        if (t + 1 < schedule.tune_end) scorer.advance();
    }
    std::size_t b = 0;
    for (ScoreModel& model : models) {
        if (model.method != ScoreMethod::blend) continue;
        const BlendFit fit = fit_blend(evidence[b++]);
        for (std::size_t k = 0; k < model.terms.size(); ++k) model.terms[k].weight = fit.weights[k];
    }
}

/// Cells in which something happens on the tuning periods.
std::vector<std::size_t> watched_cells(const BacktestGround& ground) {
    std::vector<double> sum(ground.cells.size(), 0.0);
    const BacktestSchedule& schedule = ground.params.schedule;
    for (std::size_t t = schedule.tune_first; t < schedule.tune_end; ++t) {
        const Outcome outcome = outcome_of(ground, t);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += outcome.counts[i];
    }
    std::vector<std::size_t> watched;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        if (sum[i] > 0.0) watched.push_back(i);
    }
    return watched;
}

std::vector<double> at(std::span<const double> values, const std::vector<std::size_t>& cells,
                       double factor = 1.0) {
    std::vector<double> chosen;
    for (const std::size_t i : cells) chosen.push_back(values[i] * factor);
    return chosen;
}

/// The weights of the self-exciting models, and how fast what they trigger fades.
void fit_self_exciting_models(const BacktestGround& ground, std::vector<ScoreModel>& models) {
    std::vector<ScoreModel*> fitted;
    std::vector<ScoreModel> sources;  // the background's term, and the latest period near by
    for (ScoreModel& model : models) {
        if (model.method != ScoreMethod::self_exciting) continue;
        fitted.push_back(&model);
        sources.push_back(model);
        sources.back().terms[1].memory = {0.0, 1};
    }
    if (fitted.empty()) return;
    const BacktestSchedule& schedule = ground.params.schedule;
    const auto watched = watched_cells(ground);
    std::vector<SelfExcitingData> data(fitted.size());
    CellScorer scorer{ground.cells, ground.own, ground.pooled, sources, ground.params.streets};
    for (std::size_t t = 0; t < schedule.tune_end && !ground.stopped(); ++t) {
        const bool fit_now = t >= schedule.tune_first;
        const auto counts =
            fit_now ? at(outcome_of(ground, t).counts, watched) : std::vector<double>{};
        for (std::size_t m = 0; fit_now && m < fitted.size(); ++m) {
            const auto background = scorer.term(sources[m].terms[0]);
            const double mean = 1.0 / static_cast<double>(t);
            data[m].counts.push_back(counts);
            data[m].background.push_back(at(background, watched, mean));
            data[m].background_total.push_back(sum_of(background) * mean);
        }
        scorer.advance();
        for (std::size_t m = 0; m < fitted.size(); ++m) {
            const auto near = scorer.term(sources[m].terms[1]);
            data[m].near.push_back(at(near, watched));
            data[m].near_total.push_back(sum_of(near));
        }
    }
    if (ground.stopped()) return;
    tbb::parallel_for(std::size_t{0}, fitted.size(), [&](std::size_t m) {
        data[m].first = schedule.tune_first;
        const SelfExcitingFit fit = fit_self_exciting(data[m]);
        fitted[m]->terms[0].weight = fit.background;
        fitted[m]->terms[1].weight = fit.triggered * (1.0 - fit.fade);
        fitted[m]->terms[1].memory = {-1.0 / std::log2(fit.fade), 0};
    });
}

}  // namespace

void fit_models(const BacktestGround& ground, std::vector<ScoreModel>& models) {
    fit_blends(ground, models);
    fit_self_exciting_models(ground, models);
}

}  // namespace beatline
