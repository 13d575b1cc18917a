// The key that pseudonyms are made with: it must be there, and nobody but its owner may read it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace beatline {

/// Throws PolicyError when the file is missing, no plain file, or open to group or others.
void check_key_file(const std::filesystem::path& file);

}  // namespace beatline
