// What a callsign or a task's id may not hold, for they become names of files, layers and rows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace beatline {

/// Anything that is not seen, or turns the order of letters: C0 and C1 controls, line separators,
/// direction marks. The text is UTF-8.
[[nodiscard]] bool holds_control(std::string_view text);

/// H and a number: what hotspots are called in plans and schedules.
[[nodiscard]] bool is_hotspot_name(std::string_view text);

}  // namespace beatline
