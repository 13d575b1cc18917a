// The patrol problem and plan as JSON: what `beatline solve` reads and writes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "planner/plan.hpp"

namespace beatline {

/// Reads "beatline-problem/1" (docs/solve.md). Unknown keys, wrong types and unsound values throw
/// InputError with the JSON path (and line:column for syntax); nesting beyond 64 is refused without
/// recursion; FileError when unreadable.
[[nodiscard]] PatrolProblem read_problem(const std::filesystem::path& file);
[[nodiscard]] PatrolProblem parse_problem(const std::string& text, const std::string& shown_name);

struct PlanStamp {
    std::uint64_t seed{1};
    double seconds{0.0};
};

/// "beatline-plan/1", keys in a fixed order, two-space indent, newline at the end.
[[nodiscard]] std::string plan_json(const PatrolProblem& problem, const PatrolPlan& plan,
                                    const PlanStamp& stamp);

}  // namespace beatline
