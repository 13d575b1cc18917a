// beatline evaluate: what the operation's incidents say of the ways to foretell them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/options.hpp"

namespace beatline {

/// Reads the incidents as `run` does, tests on the past, and leaves evaluation.json,
/// evaluation.svg, quality.json, rejected.csv and manifest.json. Throws Failure.
int evaluate_command(const RunOptions& options);

}  // namespace beatline
