// The options that every command running an operation understands, put on a CLI11 command once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>

#include "app/options.hpp"

namespace beatline {

/// -o, --overwrite, --set, --seed, --iterations, --time-limit, --profile, --strict, --json,
/// --progress, -q, -v, -j.
void add_run_flags(CLI::App& command, RunOptions& options);

/// -j/--threads, with one meaning everywhere.
void add_threads_flag(CLI::App& command, int& threads);

/// --seed and --iterations: whole numbers, said in words when they are none. (CLI11 alone takes -1
/// for 18446744073709551615.)
using TakeNumber = std::function<void(std::uint64_t)>;
void add_search_flags(CLI::App& command, const TakeNumber& seed, const TakeNumber& iterations);

/// Reads "20s" and the like into an optional.
void add_time_limit_flag(CLI::App& command, std::optional<std::chrono::milliseconds>& limit);

}  // namespace beatline
