// The commands that run an operation: run, hotspots, plan and demo.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/options.hpp"

namespace beatline {

int run_command(const RunOptions& options);
int hotspots_command(const RunOptions& options);
int plan_command(const RunOptions& options);
/// The bundled Bath operation; `options.operation` is ignored.
int demo_command(RunOptions options);

/// Where the program finds its bundled data: BEATLINE_DATA, beside the program, or the source tree.
/// Throws FileError.
[[nodiscard]] std::filesystem::path bundled_data();

}  // namespace beatline
