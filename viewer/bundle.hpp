// The page's own script and style, bundled at build time, with their hashes for the page's policy.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace beatline::bundle {

extern const std::string_view script;
extern const std::string_view script_hash;  ///< "sha256-…", as Content-Security-Policy writes it
extern const std::string_view style;
extern const std::string_view style_hash;

}  // namespace beatline::bundle
