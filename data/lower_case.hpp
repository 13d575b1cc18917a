// Words in lower case, to compare names without regard to it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace beatline {

/// A to Z as a to z; other letters as they are.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace beatline
