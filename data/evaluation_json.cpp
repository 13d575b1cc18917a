// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>

#include "data/evaluation.hpp"

namespace beatline {

namespace {

using Json = nlohmann::ordered_json;

/// Six decimals are more than any of these figures bears; null for what is no number.
Json rounded(double value) {
    if (!std::isfinite(value)) return nullptr;
    return std::round(value * 1e6) / 1e6;
}

Json interval(const IntervalOf& i) {
    return {{"value", rounded(i.value)}, {"low", rounded(i.low)}, {"high", rounded(i.high)}};
}

Json numbers(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double v : values) list.push_back(rounded(v));
    return list;
}

Json share_json(const ShareResult& s, double asked) {
    Json by_period = Json::array();
    for (const Capture& c : s.by_period)
        by_period.push_back({{"hits", rounded(c.hits)}, {"events", rounded(c.events)}});
    return {{"area_share", rounded(asked)},
            {"area_share_of_whole_cells", rounded(s.total.area_share)},
            {"hits", rounded(s.total.hits)},
            {"hits_with_foresight", rounded(s.total.ideal)},
            {"hit_rate", interval(s.hit_rate)},
            {"pai", rounded(s.total.pai())},
            {"pei", rounded(s.total.pei())},
            {"rri", rounded(s.total.rri())},
            {"hit_rate_over_usual", interval(s.over_usual)},
            {"hit_rate_over_plain_count", interval(s.over_count)},
            {"by_period", by_period}};
}

Json terms_json(const ScoreModel& model) {
    Json terms = Json::array();
    for (const ScoreTerm& t : model.terms) {
        if (model.method == ScoreMethod::blend && t.weight < 1e-4) continue;
        Json term{{"bandwidth_m", t.bandwidth.value}, {"weight", rounded(t.weight)}};
        if (t.memory.half_life > 0.0) term["half_life_periods"] = rounded(t.memory.half_life);
        if (t.memory.window > 0) term["window_periods"] = t.memory.window;
        if (t.pooled) term["of"] = "all incidents";
        if (t.along_streets) term["along_streets"] = true;
        terms.push_back(std::move(term));
    }
    return terms;
}

Json method_json(const MethodResult& m, const std::vector<double>& shares) {
    Json at = Json::array();
    for (std::size_t s = 0; s < m.shares.size(); ++s)
        at.push_back(share_json(m.shares[s], shares[s]));
    return {{"role", m.role},
            {"model", m.model.name},
            {"tuning_efficiency", rounded(m.tuned)},
            {"terms", terms_json(m.model)},
            {"at", at},
            {"curve", numbers(m.curve)}};
}

Json group_json(const GroupEvaluation& g, const std::vector<double>& shares) {
    const Backtest& b = g.backtest;
    const MethodResult& chosen = b.methods[b.chosen];
    Json candidates = Json::array();
    for (const TuningScore& t : b.tuning)
        candidates.push_back({{"method", name_of(t.model.method)},
                              {"model", t.model.name},
                              {"tuning_efficiency", rounded(t.efficiency)}});
    Json methods = Json::array();
    for (const MethodResult& m : b.methods) methods.push_back(method_json(m, shares));
    Json spreads = Json::array();
    for (const GridSpread& s : g.spreads)
        spreads.push_back({{"role", s.role},
                           {"area_share", rounded(s.area_share)},
                           {"hit_rate_mean", rounded(s.mean)},
                           {"hit_rate_least", rounded(s.least)},
                           {"hit_rate_most", rounded(s.most)}});
    return {{"name", g.name},
            {"categories", g.categories},
            {"events_tuned_on", rounded(b.tuning_events)},
            {"events_scored", rounded(b.test_events)},
            {"events_missed_outside", rounded(b.test_outside)},
            {"auto", {{"role", chosen.role}, {"model", chosen.model.name}, {"why", b.why}}},
            {"methods", methods},
            {"foresight_curve", numbers(b.foresight)},
            {"grid_spread", spreads},
            {"candidates", candidates}};
}

Json periods_json(const Evaluation& e) {
    const auto names = [&](std::size_t first, std::size_t end) {
        Json list = Json::array();
        for (std::size_t i = first; i < end; ++i) list.push_back(e.periods.names[i]);
        return list;
    };
    const BacktestSchedule& s = e.periods.schedule;
    return {{"unit", name_of(e.unit)},
            {"learn_from", e.periods.names.front()},
            {"tune", names(s.tune_first, s.tune_end)},
            {"score", names(s.test_first, s.test_end)}};
}

}  // namespace

std::string evaluation_json(const Evaluation& e) {
    Json json{{"format", "beatline-evaluation/1"},
              {"operation", e.operation},
              {"marking", e.marking},
              {"crs", e.crs},
              {"grid",
               {{"cell_m", e.grid.cell.value},
                {"anchor", {e.grid.anchor.x, e.grid.anchor.y}},
                {"cells", e.cells},
                {"area_km2", rounded(e.area_km2)},
                {"area_from", e.area_from},
                {"shifts", e.shifts}}},
              {"periods", periods_json(e)},
              {"incidents_in_no_cell", e.outside},
              {"area_shares", numbers(e.area_shares)},
              {"bootstrap",
               {{"replicates", e.bootstrap.replicates},
                {"confidence", e.bootstrap.confidence},
                {"seed", e.bootstrap.seed}}},
              {"curve_area_shares", numbers(curve_shares())}};
    json["groups"] = Json::array();
    for (const GroupEvaluation& g : e.groups)
        json["groups"].push_back(group_json(g, e.area_shares));
    json["skipped"] = Json::array();
    for (const SkippedGroup& s : e.skipped)
        json["skipped"].push_back({{"name", s.name}, {"why", s.why}});
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace beatline
