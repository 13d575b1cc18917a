// The options that every command running an operation understands, put on a CLI11 command once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include "app/options.hpp"

namespace beatline {

/// -o, --overwrite, --set, --seed, --iterations, --time-limit, --profile, --strict, --json,
/// --progress, -q, -v, -j.
void add_run_flags(CLI::App& command, RunOptions& options);

/// -j/--threads, with one meaning everywhere.
void add_threads_flag(CLI::App& command, int& threads);

/// Reads "20s" and the like into an optional.
void add_time_limit_flag(CLI::App& command, std::optional<std::chrono::milliseconds>& limit);

}  // namespace beatline
