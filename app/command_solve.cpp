// SPDX-License-Identifier: Apache-2.0
#include "app/command_solve.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <limits>

#include "app/progress.hpp"
#include "data/error.hpp"
#include "data/output_folder.hpp"
#include "data/problem_json.hpp"
#include "planner/search.hpp"

namespace beatline {
namespace {

SearchParams search_params(const SolveOptions& options) {
    SearchParams params;
    params.seed = options.seed;
    params.iterations = options.iterations;
    params.time_limit = options.time_limit;
    params.cancelled = interrupted;
    if (params.time_limit && !params.iterations) {
        params.iterations = std::numeric_limits<std::uint64_t>::max();
    }
    return params;
}

void print_summary(const PatrolProblem& problem, const PatrolPlan& plan) {
    std::size_t visits = 0;
    for (const Route& route : plan.routes) visits += route.visits.size();
    fmt::print(stderr,
               "{} stops by {} units, worth {} of at most {}; {} of {} sites without a visit\n",
               visits, problem.units.size(), plan.value, plan.upper_bound, plan.unserved.size(),
               problem.sites.size());
}

void print_missing(const PatrolProblem& problem, const PatrolPlan& plan) {
    for (const Unserved& left : plan.unserved) {
        const Site& site = problem.sites[left.site];
        if (!site.required) continue;
        fmt::print(stderr, "required site \"{}\" has no visit ({}): {}\n", site.id,
                   name_of(left.why), left.reason);
    }
}

}  // namespace

int solve_command(const SolveOptions& options) {
    const bool to_file = !options.output.empty() && options.output != "-";
    // Opened first: an output that may not be written is refused before the search, not after.
    std::optional<OutputFile> file;
    if (to_file) file.emplace(options.output, options.overwrite);
    const auto started = std::chrono::steady_clock::now();
    const PatrolProblem problem = read_problem(options.problem);
    const PatrolPlan plan = plan_patrols(problem, search_params(options));
    if (interrupted()) throw Interrupted{};
    PlanStamp stamp;
    stamp.seed = options.seed;
    stamp.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    const std::string text = plan_json(problem, plan, stamp);
    if (file) {
        write_text(file->work(), text);
        file->commit();
    }
    if (!to_file || options.json) print_whole(text);
    if (!options.quiet) print_summary(problem, plan);
    if (plan.required_met) return static_cast<int>(ExitCode::ok);
    print_missing(problem, plan);
    return static_cast<int>(ExitCode::no_plan);
}

}  // namespace beatline
