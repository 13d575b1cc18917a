// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <oneapi/tbb/global_control.h>
#include <optional>

#include "app/area_budget.hpp"
#include "app/compare_stage.hpp"
#include "app/progress.hpp"
#include "app/publish_warnings.hpp"
#include "app/write_results.hpp"
#include "data/output_folder.hpp"
#include "data/value_text.hpp"

namespace beatline {

namespace {

SearchParams search_params(const Operation& operation) {
    SearchParams params;
    params.seed = operation.search.seed;
    params.iterations = operation.search.iterations;
    params.time_limit = operation.search.time_limit;
    params.cancelled = interrupted;
    return params;
}

struct Summary {
    std::size_t visits{0};
    std::size_t shifts{0};
    std::uint64_t read{0};
    std::uint64_t used{0};
    std::map<std::string, std::uint64_t> rejected;

    /// "4543 rejected (category_other 4500, outside_area 43)"
    [[nodiscard]] std::string rejections() const {
        return fmt::format("{} rejected{}", read - used,
                           rejected.empty() ? "" : " (" + reasons_text(rejected) + ")");
    }
};

Summary summarise(const Results& results) {
    Summary s;
    for (const InputReport& report : results.inputs.reports) {
        s.read += report.read;
        s.used += report.used;
        for (const auto& [reason, count] : report.rejected) s.rejected[reason] += count;
    }
    if (results.patrols == nullptr) return s;
    s.shifts = results.patrols->plan.routes.size();
    for (const Route& route : results.patrols->plan.routes) s.visits += route.visits.size();
    return s;
}

void print_json(const RunOptions& options, const Results& results) {
    const Summary s = summarise(results);
    nlohmann::ordered_json out{{"output", options.output.string()},
                               {"read", s.read},
                               {"used", s.used},
                               {"rejected", s.read - s.used},
                               {"hotspots", results.found.hotspots.size()}};
    if (results.found.budget)
        out["area_budget"] =
            area_budget_section(*results.operation.hotspots.area_budget, *results.found.budget,
                                results.surface.density.spec);
    if (results.patrols != nullptr) {
        const PatrolPlan& plan = results.patrols->plan;
        out["shifts"] = s.shifts;
        out["visits"] = s.visits;
        out["unserved"] = plan.unserved.size();
        out["value"] = plan.value;
        out["upper_bound"] = plan.upper_bound;
        out["required_met"] = plan.required_met;
    }
    out["warnings"] = results.inputs.warnings;
    print_whole(out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

void print_summary(const RunOptions& options, const Results& results) {
    if (options.quiet) return;
    const Summary s = summarise(results);
    for (const std::string& w : results.inputs.warnings)
        fmt::print(stderr, "warning: {}\n", terminal_text(w));
    fmt::print(stderr, "{} rows read, {} used, {}; {} hotspots\n", s.read, s.used, s.rejections(),
               results.found.hotspots.size());
    if (results.found.budget)
        fmt::print(
            stderr, "area budget: {}\n",
            area_budget_text(*results.operation.hotspots.area_budget, *results.found.budget));
    if (results.patrols != nullptr) {
        const PatrolPlan& plan = results.patrols->plan;
        fmt::print(stderr,
                   "{} visits in {} shifts; value {:.2f}, at most {:.2f}; {} places not visited\n",
                   s.visits, s.shifts, plan.value, plan.upper_bound, plan.unserved.size());
    }
    fmt::print(stderr, "results: {}\n", options.output.string());
}

/// Names what must be done and cannot be; the plan has been written all the same.
ExitCode verdict(const RunOptions& options, const Results& results) {
    if (results.patrols != nullptr && !results.patrols->plan.required_met) {
        const auto& sites = results.patrols->demand.problem.sites;
        for (const Unserved& u : results.patrols->plan.unserved) {
            if (sites[u.site].required)
                fmt::print(stderr, "beatline: task {} cannot be done: {} ({})\n", sites[u.site].id,
                           u.reason, name_of(u.why));
        }
        return ExitCode::no_plan;
    }
    if (options.strict && !results.inputs.warnings.empty()) {
        fmt::print(stderr, "beatline: --strict: {} warning(s), the first: {}\n",
                   results.inputs.warnings.size(), results.inputs.warnings.front());
        return ExitCode::bad_input;
    }
    return ExitCode::ok;
}

}  // namespace

Operation effective_operation(const RunOptions& options) {
    Overrides overrides = options.sets;
    if (options.seed) overrides.push_back(fmt::format("search.seed={}", *options.seed));
    if (options.iterations)
        overrides.push_back(fmt::format("search.iterations={}", *options.iterations));
    if (options.time_limit)
        overrides.push_back(fmt::format("search.time_limit=\"{}ms\"", options.time_limit->count()));
    if (!options.profile.empty())
        overrides.push_back(fmt::format("privacy.profile=\"{}\"", options.profile));
    return read_operation(options.operation, overrides);
}

ExitCode run_operation(const RunOptions& options, Scope scope, const std::string& command) {
    Progress progress{options};
    Operation operation = effective_operation(options);
    OutputFolder folder{options.output, options.overwrite};

    progress.stage("reading");
    if (!options.hotspots.empty() && operation.hotspots.way.method == HotspotMethod::automatic)
        operation.hotspots.way.method = HotspotMethod::kde;  // an analyst's own: nothing to choose
    Inputs inputs = read_inputs(operation);
    settle_method(operation, inputs);
    study_near_repeats(operation, inputs);
    progress.stage("density");
    Surface surface = make_surface(operation, inputs);
    progress.stage("comparisons");
    const Comparisons comparisons = compare_surfaces(operation, inputs, surface);
    progress.stage("hotspots");
    FoundHotspots found = options.hotspots.empty()
                              ? find_hotspots(operation, inputs, surface)
                              : take_hotspots(operation, options.hotspots, inputs, surface);
    find_hours(operation, inputs, found);
    const Corridors corridors = make_corridors(operation, inputs);
    std::optional<Patrols> patrols;
    const std::string nothing = found.tests.nothing_left(found, operation);
    if (scope == Scope::patrols && (nothing.empty() || !operation.tasks.empty())) {
        progress.stage("patrols");
        patrols = make_patrols(operation, inputs, found, search_params(operation));
    }
    publish_warnings(operation, inputs.warnings);
    const Results results{
        operation, inputs, surface, found, comparisons, corridors, patrols ? &*patrols : nullptr};
    progress.stage("writing");
    write_results(folder.work(), results);
    progress.finish();
    const auto threads = static_cast<int>(
        tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
    write_record(folder.work(), results, {command, progress.seconds(), threads});
    folder.commit();

    if (options.json) print_json(options, results);
    print_summary(options, results);
    if (!nothing.empty() && results.patrols == nullptr) {
        fmt::print(stderr, "beatline: {}\n", terminal_text(nothing));
        return ExitCode::no_plan;
    }
    return verdict(options, results);
}

}  // namespace beatline
