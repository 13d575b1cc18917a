// `beatline solve`: a patrol problem in JSON in, a plan in JSON out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace beatline {

struct SolveOptions {
    std::filesystem::path problem;
    std::filesystem::path output;  ///< "-" or empty: standard output
    bool overwrite{false};
    std::uint64_t seed{1};
    /// Without either limit the search makes its default number of iterations; with a time limit
    /// alone, as many as the time allows.
    std::optional<std::uint64_t> iterations;
    std::optional<std::chrono::milliseconds> time_limit;
    bool json{false};  ///< the plan on standard output too
    bool quiet{false};
};

/// Exit code: 0, or 4 when required sites have no visit (the plan is written all the same).
[[nodiscard]] int solve_command(const SolveOptions& options);

}  // namespace beatline
