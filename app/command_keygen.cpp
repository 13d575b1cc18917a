// SPDX-License-Identifier: Apache-2.0
#include "app/command_keygen.hpp"

#include <cstdio>
#include <fmt/format.h>

#include "data/key_file.hpp"

namespace beatline {

int keygen_command(const KeygenOptions& options) {
    make_key_file(options.file, options.overwrite);
    if (!options.quiet)
        fmt::print(stderr, "key: {} (256 bits, for its owner alone; keep it apart from results)\n",
                   options.file.string());
    return 0;
}

}  // namespace beatline
