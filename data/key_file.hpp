// The key that pseudonyms are made with: making one, and reading one that only its owner may read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "data/pseudonym.hpp"

namespace beatline {

/// Throws PolicyError when the file is missing, no plain file, empty, or open to group or others.
void check_key_file(const std::filesystem::path& file);

/// 64 hexadecimal digits, blanks and line ends around them aside, or exactly 32 bytes. Throws
/// PolicyError for anything else and as check_key_file does; no message repeats what was found.
[[nodiscard]] SecretKey read_key_file(const std::filesystem::path& file);

/// A new key from the operating system's random source, which is nowhere but in memory. Throws
/// std::runtime_error when the system gives none.
[[nodiscard]] SecretKey random_key();

/// Writes a new key as 64 hexadecimal digits and a line end, from the operating system's random
/// source, mode 0600 from its first byte on. Throws FileError where a file stands (unless
/// `overwrite`, which swaps it whole), for a symbolic link, and when it cannot be written.
void make_key_file(const std::filesystem::path& file, bool overwrite);

}  // namespace beatline
