// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <cstddef>
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

/// The models that a method fits, by their place.
std::vector<std::size_t> models_of(const std::vector<ScoreModel>& models, ScoreMethod method) {
    std::vector<std::size_t> found;
    for (std::size_t c = 0; c < models.size(); ++c) {
        if (models[c].method == method) found.push_back(c);
    }
    return found;
}

/// Weighs the blends by what the tuning periods say: each half, and both.
void fit_blends(const BacktestGround& ground, const std::vector<ScoreModel>& models,
                FittedModels& fitted) {
    const auto blends = models_of(models, ScoreMethod::blend);
    if (blends.empty()) return;
    std::vector<ScoreModel> sources;
    std::vector<std::array<BlendEvidence, 2>> evidence;  // by half
    for (const std::size_t c : blends) {
        const BlendEvidence none{models[c].terms.size() + 1};
        sources.push_back(models[c]);
        evidence.push_back({none, none});
    }
    CellScorer scorer{ground.cells, ground.own, ground.pooled, sources, ground.params.streets};
    const BacktestSchedule& schedule = ground.params.schedule;
    for (std::size_t t = 0; t < schedule.tune_end && !ground.stopped(); ++t) {
        if (schedule.tunes_on(t)) {
            const Outcome outcome = outcome_of(ground, t);
            for (std::size_t b = 0; b < blends.size(); ++b)
                note_evidence(scorer, sources[b], outcome,
                              evidence[b][t < tuning_middle(schedule) ? 0 : 1]);
        }
        if (t + 1 < schedule.tune_end) scorer.advance();
    }
    tbb::parallel_for(std::size_t{0}, 3 * blends.size(), [&](std::size_t i) {
        const auto& halves = evidence[i / 3];
        const std::size_t which = i % 3;
        BlendEvidence both{0};
        if (which == 2) {
            both = halves[0];
            both.add(halves[1]);
        }
        const BlendFit fit = fit_blend(which == 2 ? both : halves[1 - which]);
        ScoreModel& model = fitted.of(which)[blends[i / 3]];
        for (std::size_t k = 0; k < model.terms.size(); ++k) model.terms[k].weight = fit.weights[k];
    });
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

/// The fitted periods from `from` to before `to` only.
SelfExcitingData part_of(const SelfExcitingData& all, std::size_t from, std::size_t to) {
    SelfExcitingData part = all;
    part.first = from;
    part.near.resize(to);
    part.near_total.resize(to);
    const auto cut = [&](auto& list) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(to - all.first), list.end());
        list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(from - all.first));
    };
    cut(part.background);
    cut(part.background_total);
    cut(part.counts);
    return part;
}

/// The weights of the self-exciting models, and how fast what they trigger fades: by each half of
/// the tuning periods, and by both.
void fit_self_exciting_models(const BacktestGround& ground, const std::vector<ScoreModel>& models,
                              FittedModels& fitted) {
    const auto exciting = models_of(models, ScoreMethod::self_exciting);
    if (exciting.empty()) return;
    std::vector<ScoreModel> sources;  // the background's term, and the latest period near by
    for (const std::size_t c : exciting) {
        sources.push_back(models[c]);
        sources.back().terms[1].memory = {0.0, 1};
    }
    const BacktestSchedule& schedule = ground.params.schedule;
    const auto watched = watched_cells(ground);
    std::vector<SelfExcitingData> data(exciting.size());
    CellScorer scorer{ground.cells, ground.own, ground.pooled, sources, ground.params.streets};
    for (std::size_t t = 0; t < schedule.tune_end && !ground.stopped(); ++t) {
        const bool fit_now = t >= schedule.tune_first;
        const auto counts =
            fit_now ? at(outcome_of(ground, t).counts, watched) : std::vector<double>{};
        for (std::size_t m = 0; fit_now && m < data.size(); ++m) {
            const auto background = scorer.term(sources[m].terms[0]);
            // Without data nothing was expected, neither from the background nor from before.
            const double mean = schedule.has_data(t) ? 1.0 / static_cast<double>(t) : 0.0;
            data[m].counts.push_back(counts);
            data[m].background.push_back(at(background, watched, mean));
            data[m].background_total.push_back(sum_of(background) * mean);
        }
        scorer.advance();
        for (std::size_t m = 0; m < data.size(); ++m) {
            const auto near = scorer.term(sources[m].terms[1]);
            data[m].near.push_back(at(near, watched));
            data[m].near_total.push_back(sum_of(near));
        }
    }
    if (ground.stopped()) return;
    const std::size_t middle = tuning_middle(schedule);
    const std::size_t from[] = {middle, schedule.tune_first, schedule.tune_first};
    const std::size_t to[] = {schedule.tune_end, middle, schedule.tune_end};
    for (SelfExcitingData& d : data) d.first = schedule.tune_first;
    tbb::parallel_for(std::size_t{0}, 3 * data.size(), [&](std::size_t i) {
        const std::size_t which = i % 3;
        if (from[which] == to[which]) return;  // nothing to learn from: as it was
        const SelfExcitingFit fit = fit_self_exciting(part_of(data[i / 3], from[which], to[which]));
        ScoreModel& model = fitted.of(which)[exciting[i / 3]];
        model.terms[0].weight = fit.background;
        model.terms[1].weight = fit.triggered * (1.0 - fit.fade);
        model.terms[1].memory = {-1.0 / std::log2(fit.fade), 0};
    });
}

}  // namespace

std::size_t tuning_middle(const BacktestSchedule& schedule) {
    return schedule.tune_first + (schedule.tune_end - schedule.tune_first + 1) / 2;
}

FittedModels fit_models(const BacktestGround& ground, const std::vector<ScoreModel>& models) {
    FittedModels fitted{{models, models}, models};
    fit_blends(ground, models, fitted);
    fit_self_exciting_models(ground, models, fitted);
    return fitted;
}

}  // namespace beatline
