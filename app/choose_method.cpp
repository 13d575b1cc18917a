// SPDX-License-Identifier: Apache-2.0
#include "app/choose_method.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/evaluate_incidents.hpp"
#include "app/progress.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"
#include "data/read_weights.hpp"
#include "geo/recommend_method.hpp"

namespace beatline {

namespace {

/// With fewer, differences between methods cannot be told from noise (tuning_noise).
constexpr std::size_t fewest_tuned = 3;

/// Ages count as without "auto": what add_weights put off until the method was known.
void age_by_operation(const Operation& operation, Inputs& inputs) {
    if (!operation.weights.half_life_days) return;
    Instant newest{};
    for (const PointEvent& e : inputs.incidents) newest = std::max(newest, e.when.to);
    const auto now = reference_time(operation, TimeZone{operation.timezone}).value_or(newest);
    static_cast<void>(weigh(inputs.incidents, {}, {}, operation.weights.half_life_days, now));
}

/// Ages count as the model has them, in whole periods before the last.
void age_by_model(const Memory& memory, const PeriodBounds& bounds, Inputs& inputs) {
    const std::size_t periods = bounds.size() - 1;
    for (PointEvent& e : inputs.incidents) {
        const std::size_t at = std::min(period_of(bounds, e.when), periods - 1);
        const auto age = static_cast<double>(periods - 1 - at);
        if (memory.half_life > 0.0) e.weight *= std::exp2(-age / memory.half_life);
        if (memory.window > 0 && !(age < memory.window)) e.weight = 0.0;
    }
}

struct Judged {
    EvaluationPeriods periods;
    StudyCells cells;
    RecommendedMethod best;
};

/// Throws InputError or NothingToDo with the reason when it cannot be done.
Judged judge(const Operation& operation, const Inputs& inputs) {
    Judged judged;
    judged.periods =
        evaluation_periods(inputs.incidents, operation.evaluate, TimeZone{operation.timezone});
    const BacktestSchedule& s = judged.periods.schedule;
    if (s.tune_end - s.tune_first < fewest_tuned)
        throw NothingToDo{fmt::format("{} {}(s) to tune on do not tell methods apart, wanted {}",
                                      s.tune_end - s.tune_first, name_of(operation.evaluate.period),
                                      fewest_tuned)};
    judged.cells = evaluation_cells(inputs, judged.periods, judged.periods.bounds.size() - 1,
                                    operation.evaluate.grid);
    if (judged.cells.size() < 2)
        throw NothingToDo{fmt::format("the study area holds {} cell(s) of {:g} m, nothing to rank",
                                      judged.cells.size(), operation.evaluate.grid.cell.value)};
    const PeriodCounts counts =
        count_periods(inputs.incidents, judged.periods.bounds, [](std::uint32_t) { return true; });
    BacktestParams params = backtest_params(operation, judged.periods, false);
    params.bootstrap.replicates = 0;
    judged.best = recommend_method(judged.cells, counts, counts, params);
    if (interrupted()) throw Interrupted{};
    const Backtest& b = judged.best.backtest;
    if (!(b.tuning_events > 0.0 && b.test_events > 0.0))
        throw NothingToDo{fmt::format("{:.0f} incidents to tune on and {:.0f} to score",
                                      b.tuning_events, b.test_events)};
    return judged;
}

void take_kde(const Judged& judged, Operation& operation, Inputs& inputs) {
    const ScoreTerm& term = judged.best.model.terms.front();
    HotspotRules& rules = operation.hotspots;
    rules.way.method = HotspotMethod::kde;
    rules.kernel = Kernel::quartic;
    rules.adaptive = false;
    rules.bandwidth = term.bandwidth;
    rules.cell = std::min(rules.cell, term.bandwidth);
    age_by_model(term.memory, judged.periods.bounds, inputs);
}

/// The cells that were ranked are the hotspots: whatever else were drawn from the scores has not
/// been tested.
void take_cells(const Judged& judged, Operation& operation, Inputs& inputs, MethodChoice& choice) {
    age_by_operation(operation, inputs);
    MethodRules& way = operation.hotspots.way;
    way.method = HotspotMethod::cells;
    way.unit_shape = UnitShape::square;
    way.unit = judged.cells.spec.cell;
    way.nudge = false;
    double weight = 0.0;
    for (const PointEvent& e : inputs.incidents) weight += e.weight;
    const DensityGrid& expected = judged.best.expected;
    double all = 0.0;
    for (const std::uint32_t cell : judged.cells.cells) all += expected.values[cell];
    const double unit = way.unit.value;
    const Point corner = judged.cells.spec.corner;
    choice.anchor = {corner.x - std::floor(corner.x / unit) * unit,
                     corner.y - std::floor(corner.y / unit) * unit};
    for (std::size_t i = 0; i < judged.cells.size() && all > 0.0; ++i) {
        const double share = expected.values[judged.cells.cells[i]] / all;
        const Point at = judged.cells.centre(i);
        if (share > 0.0)
            choice.scores.push_back(
                {{at.x - choice.anchor.x, at.y - choice.anchor.y}, share * weight});
    }
    choice.ground = judged.cells.area();
}

std::vector<std::string> ends_of(const EvaluationPeriods& periods, std::size_t first,
                                 std::size_t end) {
    return {periods.names[first], periods.names[end - 1]};
}

}  // namespace

void settle_method(Operation& operation, Inputs& inputs) {
    if (operation.hotspots.way.method != HotspotMethod::automatic) return;
    MethodChoice choice;
    const auto fall_back = [&](const std::exception& because) {
        choice.why = fmt::format("no back-test is possible: {}", because.what());
        operation.hotspots.way.method = HotspotMethod::kde;
        age_by_operation(operation, inputs);
        inputs.warnings.push_back(
            fmt::format("hotspots.method = \"auto\": {}; hotspots are contours of the surface, as "
                        "with \"kde\"",
                        choice.why));
    };
    try {
        const Judged judged = judge(operation, inputs);
        const BacktestSchedule& s = judged.periods.schedule;
        choice.model = judged.best.model;
        choice.why = judged.best.why;
        choice.tuned_on = ends_of(judged.periods, s.tune_first, s.tune_end);
        choice.scored = ends_of(judged.periods, s.test_first, s.test_end);
        choice.cell = judged.cells.spec.cell;
        choice.backtest = judged.best.backtest;
        const ScoreMethod method = choice.model.method;
        const bool plain = method == ScoreMethod::kde || method == ScoreMethod::kde_recency;
        choice.as = plain ? MethodChoice::As::kde : MethodChoice::As::cells;
        if (plain)
            take_kde(judged, operation, inputs);
        else
            take_cells(judged, operation, inputs, choice);
    } catch (const NothingToDo& because) {
        fall_back(because);
    } catch (const InputError& because) {
        fall_back(because);
    }
    inputs.method = std::move(choice);
}

std::string choice_words(const MethodChoice& choice) {
    switch (choice.as) {
        case MethodChoice::As::none:
            return "kde: " + choice.why;
        case MethodChoice::As::kde:
            return fmt::format("kde: {}: {}", choice.model.name, choice.why);
        case MethodChoice::As::cells:
            return fmt::format("cells of {:g} m: {}: {}", choice.cell.value, choice.model.name,
                               choice.why);
    }
    return {};
}

std::string choice_sentence(const MethodChoice& choice) {
    if (choice.as == MethodChoice::As::none)
        return " Method \"auto\" fell back to the density surface, for no back-test is possible.";
    return fmt::format(" Method chosen by back-test ({} to {}): {}, which {}{}.",
                       choice.tuned_on.front(), choice.tuned_on.back(), choice.model.name,
                       // "nothing did better ..." is a sentence of its own.
                       choice.why.starts_with("nothing") ? "stands, as " + choice.why : choice.why,
                       choice.as == MethodChoice::As::kde
                           ? ""
                           : fmt::format("; the mass is this {:g} m cell's part of what it expects",
                                         choice.cell.value));
}

nlohmann::json choice_section(const MethodChoice& choice) {
    if (choice.as == MethodChoice::As::none)
        return {{"asked", "auto"}, {"method", "kde"}, {"why", choice.why}};
    nlohmann::json tuning = nlohmann::json::array();
    for (const MethodResult& m : choice.backtest.methods) {
        nlohmann::json entry{
            {"role", m.role}, {"model", m.model.name}, {"tuning_efficiency", m.tuned}};
        for (const ShareResult& at : m.shares)
            entry["hit_rates"].push_back(
                {{"area_share", at.total.area_share}, {"hit_rate", at.total.hit_rate()}});
        tuning.push_back(std::move(entry));
    }
    return {{"asked", "auto"},
            {"method", choice.as == MethodChoice::As::kde ? "kde" : "cells"},
            {"model", choice.model.name},
            {"why", choice.why},
            {"cell_m", choice.cell.value},
            {"tuned_on", choice.tuned_on},
            {"scored", choice.scored},
            {"events_tuned_on", choice.backtest.tuning_events},
            {"events_scored", choice.backtest.test_events},
            {"tuning", std::move(tuning)}};
}

}  // namespace beatline
