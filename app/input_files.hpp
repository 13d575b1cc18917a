// The files that an operation reads, for the record of a run.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/stages.hpp"
#include "data/run_record.hpp"

namespace beatline {

/// The operation file, incidents, ANPR, weights and area, with the rows read as the reports have
/// them; roads and hotspots are the caller's.
[[nodiscard]] std::vector<InputFile> input_files(const Operation& operation, const Inputs& inputs);

}  // namespace beatline
