// beatline keygen: a new key for pseudonyms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace beatline {

struct KeygenOptions {
    std::filesystem::path file;
    bool overwrite{false};
    bool quiet{false};
};

/// Returns 0; throws FileError where the file exists or cannot be written.
int keygen_command(const KeygenOptions& options);

}  // namespace beatline
