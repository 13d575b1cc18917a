// Any bytes as a patrol problem; a small sound one is also solved, and its plan judged.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "data/problem_json.hpp"
#include "data/text_file.hpp"
#include "planner/check.hpp"
#include "planner/search.hpp"

#include "tests/fuzz/fuzz.hpp"

namespace beatline::fuzz {
namespace {

/// As read_problem does. A file is made only of what its text reader changes or refuses: making
/// one, and reading it back, takes most of the time of a run.
PatrolProblem read(Bytes bytes) {
    const std::string text{text_of(bytes)};
    const bool plain = !text.empty() && !text.starts_with("\x1F\x8B") &&
                       text.find('\0') == std::string::npos &&
                       first_invalid_utf8(text) == text.size();
    return plain ? parse_problem(text, "problem.json")
                 : read_problem(file_of(bytes, "problem.json"));
}

bool is_small(const PatrolProblem& problem) {
    const auto visits =
        std::accumulate(problem.sites.begin(), problem.sites.end(), std::size_t{0},
                        [](std::size_t sum, const Site& site) { return sum + site.max_visits; });
    return problem.units.size() <= 4 && problem.sites.size() <= 6 && visits <= 24;
}

void solve(const PatrolProblem& problem) {
    SearchParams params;
    params.iterations = 8;
    const PatrolPlan plan = plan_patrols(problem, params);
    for (const std::string& complaint : check_plan(problem, plan))
        must(false, "a plan is sound:", complaint);
    must(plan.value <= plan.upper_bound * (1.0 + 1e-9) + 1e-9,
         "no plan is worth more than the bound");
    const std::string text = plan_json(problem, plan, {});
    must(nlohmann::json::accept(text), "a plan is written as JSON:", text);
}

}  // namespace
}  // namespace beatline::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatline;
    PatrolProblem problem;
    if (!fuzz::accepts([&] { problem = fuzz::read({data, size}); })) return 0;
    if (fuzz::is_small(problem)) fuzz::solve(problem);
    return 0;
}
