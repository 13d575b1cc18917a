// "Did you mean …?": the known word nearest to a misspelt one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace beatline {

/// The known word with the fewest slips (letters added, lost, changed or swapped; case is free)
/// from `word`, at most a third of its length; failing that, one that `word` begins or that begins
/// `word`
/// ("lon": "Longitude"). The first of several equally near. Nothing when none is near.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word,
                                                      std::span<const std::string> known);

/// " Did you mean \"x\"?" or nothing at all: to end a message with.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> known);

}  // namespace beatline
