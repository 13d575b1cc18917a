// Finds a column by its exact name, with words that help when it is not there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace beatline {

[[nodiscard]] bool has_column(const std::vector<std::string>& columns, std::string_view name);

/// Throws UsageError naming the columns there are, and the nearest, unless exactly one has this
/// name. `shown` is what messages call the file.
[[nodiscard]] std::size_t column_named(const std::vector<std::string>& columns,
                                       std::string_view name, const std::string& shown);

}  // namespace beatline
