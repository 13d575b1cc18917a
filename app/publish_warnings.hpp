// Warnings as they may stand in results: without the folders of this machine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "data/operation.hpp"

namespace beatline {

/// Calls the operation file, and every input that it names by an absolute path, by file name alone.
void publish_warnings(const Operation& operation, std::vector<std::string>& warnings);

}  // namespace beatline
