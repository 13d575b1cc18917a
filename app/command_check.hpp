// The command that reads and judges every input, and plans nothing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/options.hpp"

namespace beatline {

/// Writes quality.json, rejected.csv and report.txt when an output folder is named; the report goes
/// to stderr, with --json quality.json to stdout. Ends with the code of the first failure.
int check_command(const RunOptions& options);

}  // namespace beatline
