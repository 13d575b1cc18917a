// SPDX-License-Identifier: Apache-2.0
#include "app/evaluate_incidents.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "app/progress.hpp"
#include "data/error.hpp"
#include "data/nearest_word.hpp"

namespace beatline {

namespace {

/// By rule a category is judged of its own from so many incidents on; below, chance decides.
constexpr double fewest_tuned = 60;
constexpr double fewest_scored = 30;
constexpr std::size_t most_groups = 12;

/// How many incidents of each kind are tuned on and scored.
struct Tally {
    double tuned{0.0};
    double scored{0.0};
};

std::vector<Tally> tally(const Inputs& inputs, const EvaluationPeriods& periods) {
    std::vector<Tally> tallies(inputs.kinds.size());
    const BacktestSchedule& s = periods.schedule;
    for (const PointEvent& e : inputs.incidents) {
        const std::size_t t = period_of(periods.bounds, e.when);
        if (t >= s.tune_first && t < s.tune_end) tallies[e.kind].tuned += 1.0;
        if (t >= s.test_first && t < s.test_end) tallies[e.kind].scored += 1.0;
    }
    return tallies;
}

/// Every category with enough incidents, the most frequent first.
std::vector<EvaluateGroup> frequent_groups(const Inputs& inputs, const std::vector<Tally>& tallies,
                                           std::vector<SkippedGroup>& skipped) {
    std::vector<std::size_t> order;
    for (std::size_t k = 0; k < inputs.kinds.size(); ++k) order.push_back(k);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return tallies[a].scored != tallies[b].scored ? tallies[a].scored > tallies[b].scored
                                                      : inputs.kinds[a] < inputs.kinds[b];
    });
    std::vector<EvaluateGroup> groups;
    if (inputs.kinds.size() < 2) return groups;
    for (const std::size_t k : order) {
        const std::string& name = inputs.kinds[k];
        if (tallies[k].tuned < fewest_tuned || tallies[k].scored < fewest_scored)
            skipped.push_back({name, fmt::format("{:.0f} incidents to tune on and {:.0f} to score; "
                                                 "wanted {:.0f} and {:.0f}",
                                                 tallies[k].tuned, tallies[k].scored, fewest_tuned,
                                                 fewest_scored)});
        else if (groups.size() == most_groups)
            skipped.push_back({name, fmt::format("only the {} most frequent are judged unless "
                                                 "evaluate.categories names them",
                                                 most_groups)});
        else
            groups.push_back({name, {name}});
    }
    return groups;
}

std::vector<bool> kinds_of(const EvaluateGroup& group, const Operation& operation,
                           const Inputs& inputs) {
    std::vector<bool> wanted(inputs.kinds.size(), group.categories.empty());
    for (const std::string& category : group.categories) {
        const auto at = std::ranges::find(inputs.kinds, category);
        if (at == inputs.kinds.end())
            throw UsageError{
                fmt::format("{}: evaluate: no incident has the category \"{}\" (of \"{}\").{}",
                            operation.file.string(), category, group.name,
                            did_you_mean(category, inputs.kinds))};
        wanted[static_cast<std::size_t>(at - inputs.kinds.begin())] = true;
    }
    return wanted;
}

/// The roads, where there are any and a method along streets is asked for.
std::optional<RoadReading> streets_of(const Operation& operation, Inputs& inputs) {
    const auto& methods = operation.evaluate.methods;
    const bool named = std::ranges::find(methods, ScoreMethod::network) != methods.end();
    if (named && operation.roads.empty())
        throw UsageError{fmt::format(
            "{}: evaluate.methods: \"network\" needs streets: name the road file as roads.path, or "
            "leave the method out",
            operation.file.string())};
    if (operation.roads.empty() || !(named || methods.empty())) return std::nullopt;
    return add_roads(operation, operation.hotspots.way.streets, inputs);
}

/// The same on grids moved by parts of a cell both ways: what the anchor decides.
std::vector<GridSpread> spread_over_grids(const Operation& operation, const Inputs& inputs,
                                          const EvaluationPeriods& periods, const PeriodCounts& own,
                                          const PeriodCounts& all, BacktestParams params,
                                          const Backtest& unmoved) {
    const std::uint32_t n = operation.evaluate.shifts;
    std::vector<const MethodResult*> first{&unmoved.methods[unmoved.chosen], &unmoved.methods[0],
                                           &unmoved.methods[1]};
    const char* roles[] = {"auto", "usual", "plain_count"};
    std::vector<std::vector<std::vector<double>>> rates(
        3, std::vector<std::vector<double>>(params.area_shares.size()));
    const auto note = [&](const std::vector<const MethodResult*>& results) {
        for (std::size_t r = 0; r < 3; ++r) {
            for (std::size_t s = 0; s < params.area_shares.size(); ++s)
                rates[r][s].push_back(results[r]->shares[s].total.hit_rate());
        }
    };
    note(first);
    params.bootstrap.replicates = 0;
    for (std::uint32_t i = 1; i < n * n; ++i) {
        StudyGrid grid = operation.evaluate.grid;
        grid.anchor.x += grid.cell.value * (i % n) / n;
        grid.anchor.y += grid.cell.value * (i / n) / n;
        const StudyCells cells =
            evaluation_cells(inputs, periods, periods.schedule.test_first, grid);
        if (cells.size() == 0) continue;
        const Backtest moved = run_backtest(cells, own, all, params);
        if (interrupted()) throw Interrupted{};
        if (moved.test_events > 0.0)
            note({&moved.methods[moved.chosen], &moved.methods[0], &moved.methods[1]});
    }
    std::vector<GridSpread> spreads;
    for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t s = 0; s < params.area_shares.size(); ++s) {
            const auto& list = rates[r][s];
            double sum = 0.0;
            for (const double rate : list) sum += rate;
            spreads.push_back({roles[r], params.area_shares[s],
                               sum / static_cast<double>(list.size()),
                               *std::ranges::min_element(list), *std::ranges::max_element(list)});
        }
    }
    return spreads;
}

}  // namespace

StudyCells evaluation_cells(const Inputs& inputs, const EvaluationPeriods& periods, std::size_t end,
                            const StudyGrid& grid) {
    std::vector<Point> places;
    for (const PointEvent& e : inputs.incidents) {
        if (period_of(periods.bounds, e.when) < end) places.push_back(e.at);
    }
    if (inputs.area.empty() && places.empty())
        throw NothingToDo{
            "evaluate: no incident lies before the scoring periods, and there is no operation.area "
            "that says where to look"};
    try {
        if (!inputs.area.empty()) return study_cells(inputs.area, grid);
        return study_cells(places, grid);
    } catch (const std::invalid_argument&) {
        throw LimitError{fmt::format(
            "evaluate.cell_m = {:g}: the study area would have more than {:g} cells; take larger "
            "ones, or name a smaller operation.area",
            grid.cell.value, most_study_cells)};
    }
}

BacktestParams backtest_params(const Operation& operation, const EvaluationPeriods& periods,
                               bool pooled) {
    BacktestParams params;
    params.schedule = periods.schedule;
    params.area_shares = operation.evaluate.area_shares;
    params.methods = operation.evaluate.methods;
    if (params.methods.empty())
        params.methods.assign(std::begin(all_score_methods), std::end(all_score_methods));
    params.setting = {periods.per_month, pooled};
    params.bootstrap = {operation.search.seed, operation.evaluate.bootstrap};
    params.cancelled = interrupted;
    return params;
}

Evaluation evaluate_incidents(const Operation& operation, Inputs& inputs) {
    const EvaluateRules& rules = operation.evaluate;
    Evaluation result;
    result.operation = operation.name;
    result.marking = operation.marking;
    result.crs = inputs.crs;
    result.unit = rules.period;
    result.periods = evaluation_periods(inputs.incidents, rules, TimeZone{operation.timezone});
    result.grid = rules.grid;
    result.area_from =
        inputs.area.empty() ? "hull of the incidents before the scoring periods" : "operation.area";
    result.area_shares = rules.area_shares;
    result.bootstrap = {operation.search.seed, rules.bootstrap};
    result.shifts = rules.shifts;
    const StudyCells cells =
        evaluation_cells(inputs, result.periods, result.periods.schedule.test_first, rules.grid);
    if (cells.size() < 2)
        throw NothingToDo{fmt::format(
            "evaluate.cell_m = {:g}: the study area holds {} cell(s); there is nothing to rank",
            rules.grid.cell.value, cells.size())};
    result.cells = cells.size();
    result.area_km2 = cells.area().value / m2_per_km2;
    for (const PointEvent& e : inputs.incidents) result.outside += cells.holding(e.at) ? 0 : 1;

    std::vector<EvaluateGroup> groups{{"all", {}}};
    const auto tallies = tally(inputs, result.periods);
    const auto more =
        rules.groups_given ? rules.groups : frequent_groups(inputs, tallies, result.skipped);
    groups.insert(groups.end(), more.begin(), more.end());
    const PeriodCounts all =
        count_periods(inputs.incidents, result.periods.bounds, [](std::uint32_t) { return true; });
    const std::optional<RoadReading> roads = streets_of(operation, inputs);
    std::optional<StreetCells> streets;
    if (roads)
        streets.emplace(roads->network, StreetCellsParams{.snap_limit = operation.snap_limit});
    for (const EvaluateGroup& group : groups) {
        const std::vector<bool> wanted = kinds_of(group, operation, inputs);
        const bool pooled = std::ranges::find(wanted, false) != wanted.end();
        const PeriodCounts own = count_periods(inputs.incidents, result.periods.bounds,
                                               [&](std::uint32_t kind) { return wanted[kind]; });
        BacktestParams params = backtest_params(operation, result.periods, pooled);
        params.streets = streets ? &*streets : nullptr;
        params.setting.streets = params.streets != nullptr;
        params.outside_is_missed = inputs.area.empty();
        GroupEvaluation judged{
            group.name, group.categories, run_backtest(cells, own, all, params), {}};
        if (interrupted()) throw Interrupted{};
        if (!(judged.backtest.test_events > 0.0 && judged.backtest.tuning_events > 0.0)) {
            result.skipped.push_back(
                {group.name,
                 fmt::format("{:.0f} incidents to tune on and {:.0f} to score",
                             judged.backtest.tuning_events, judged.backtest.test_events)});
            continue;
        }
        if (rules.shifts > 1)
            judged.spreads = spread_over_grids(operation, inputs, result.periods, own, all, params,
                                               judged.backtest);
        result.groups.push_back(std::move(judged));
    }
    if (result.groups.empty())
        throw NothingToDo{
            "evaluate: no incident lies in a cell in the periods that are tuned on and scored"};
    return result;
}

}  // namespace beatline
