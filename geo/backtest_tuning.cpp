// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <oneapi/tbb/parallel_for.h>

#include "geo/backtest_steps.hpp"
#include "geo/cell_scorer.hpp"
#include "geo/student_t.hpp"

namespace beatline {

namespace {

std::vector<ScoreModel> all_candidates(const BacktestParams& params) {
    std::vector<ScoreModel> all{usual_kde(params.setting), plain_count(params.setting)};
    for (const ScoreMethod method : params.methods) {
        for (ScoreModel& model : candidates(method, params.setting))
            all.push_back(std::move(model));
    }
    return all;
}

/// hits / foresight by period and share, turned into what each period adds to the efficiency.
void finish_tuning(std::vector<TuningScore>& tuning,
                   const std::vector<std::vector<std::vector<double>>>& hits,
                   const std::vector<double>& ideal) {
    for (std::size_t c = 0; c < tuning.size(); ++c) {
        for (const std::vector<double>& at_shares : hits[c]) {
            double part = 0.0;
            for (std::size_t s = 0; s < ideal.size(); ++s)
                part += ideal[s] > 0.0 ? at_shares[s] / ideal[s] : 0.0;
            tuning[c].by_period.push_back(part / static_cast<double>(ideal.size()));
        }
        tuning[c].efficiency = sum_of(tuning[c].by_period);
    }
}

}  // namespace

double sum_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

Outcome outcome_of(const BacktestGround& ground, std::size_t period) {
    Outcome outcome;
    outcome.counts.assign(ground.cells.size(), 0.0);
    for (const PlaceCount& p : ground.own.periods[period]) {
        if (const auto cell = ground.cells.holding(ground.own.places[p.place]))
            outcome.counts[*cell] += p.count;
        else if (ground.params.outside_is_missed)
            outcome.outside += p.count;
    }
    outcome.events = sum_of(outcome.counts) + outcome.outside;
    const CellRanking foresight{outcome.counts};
    for (const std::size_t cut : ground.cuts)
        outcome.ideal.push_back(foresight.captured(outcome.counts, cut));
    return outcome;
}

std::vector<TuningScore> tune_candidates(const BacktestGround& ground) {
    FittedModels fitted = fit_models(ground, all_candidates(ground.params));
    std::vector<ScoreModel>& models = fitted.whole;
    std::vector<ScoreModel> scored = fitted.for_half[0];
    scored.insert(scored.end(), fitted.for_half[1].begin(), fitted.for_half[1].end());
    std::vector<std::vector<std::vector<double>>> hits(models.size());  // period, share
    std::vector<double> ideal(ground.cuts.size(), 0.0);
    CellScorer scorer{ground.cells, ground.own, ground.pooled, scored, ground.params.streets};
    const BacktestSchedule& schedule = ground.params.schedule;
    for (std::size_t t = 0; t < schedule.tune_end && !ground.stopped(); ++t) {
        if (schedule.tunes_on(t)) {
            const Outcome outcome = outcome_of(ground, t);
            for (std::size_t s = 0; s < ideal.size(); ++s) ideal[s] += outcome.ideal[s];
            const auto& now = fitted.for_half[t < tuning_middle(schedule) ? 0 : 1];
            tbb::parallel_for(std::size_t{0}, models.size(), [&](std::size_t c) {
                const CellRanking ranking{scorer.scores(now[c])};
                std::vector<double> at_shares;
                for (const std::size_t cut : ground.cuts)
                    at_shares.push_back(ranking.captured(outcome.counts, cut));
                hits[c].push_back(std::move(at_shares));
            });
        }
        if (t + 1 < schedule.tune_end) scorer.advance();
    }
    std::vector<TuningScore> tuning;
    for (ScoreModel& model : models) tuning.push_back({std::move(model), 0.0, {}});
    finish_tuning(tuning, hits, ideal);
    return tuning;
}

double tuning_noise(const TuningScore& a, const TuningScore& b, std::size_t comparisons) {
    const auto n = static_cast<double>(a.by_period.size());
    if (a.by_period.size() < 3 || b.by_period.size() != a.by_period.size())
        return std::numeric_limits<double>::infinity();
    const double mean = (a.efficiency - b.efficiency) / n;
    double squares = 0.0;
    for (std::size_t i = 0; i < a.by_period.size(); ++i)
        squares += std::pow(a.by_period[i] - b.by_period[i] - mean, 2);
    const double chance = 0.05 / static_cast<double>(std::max<std::size_t>(comparisons, 1));
    return student_t_quantile(1.0 - chance, a.by_period.size() - 1) *
           std::sqrt(n / (n - 1.0) * squares);
}

std::size_t best_supported(const std::vector<TuningScore>& tuning, std::size_t reference) {
    std::size_t best = reference;
    const std::size_t others = tuning.size() - 1;
    for (std::size_t c = 0; c < tuning.size(); ++c) {
        if (tuning[c].efficiency >
                tuning[reference].efficiency + tuning_noise(tuning[c], tuning[reference], others) &&
            tuning[c].efficiency > tuning[best].efficiency)
            best = c;
    }
    return best;
}

/// The baselines and the best candidate of each method.
std::vector<Player> players_of(const std::vector<TuningScore>& tuning,
                               const std::vector<ScoreMethod>& methods) {
    std::vector<Player> players{{"usual", 0}, {"plain_count", 1}};
    for (const ScoreMethod method : methods) {
        std::size_t best = tuning.size();
        for (std::size_t c = 2; c < tuning.size(); ++c) {
            if (tuning[c].model.method != method) continue;
            if (best == tuning.size()) best = c;
            // A blend on more terms fits better as such: it must do so beyond noise.
            const double needed =
                method == ScoreMethod::blend ? tuning_noise(tuning[c], tuning[best]) : 0.0;
            if (tuning[c].efficiency > tuning[best].efficiency + needed) best = c;
        }
        if (best < tuning.size()) players.push_back({std::string{name_of(method)}, best});
    }
    return players;
}

}  // namespace beatline
