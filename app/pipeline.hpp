// The main job, end to end: an operation in, a folder of results out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/options.hpp"
#include "data/error.hpp"
#include "data/operation.hpp"

namespace beatline {

enum class Scope : std::uint8_t { hotspots, patrols };

/// The operation with what the command line says on top: flag > --set > file > default.
[[nodiscard]] Operation effective_operation(const RunOptions& options);

/// Runs the operation as the options say and leaves the results in `options.output`. `command` is
/// what the manifest calls it. Throws Failure.
ExitCode run_operation(const RunOptions& options, Scope scope, const std::string& command);

}  // namespace beatline
