// Words for what an analyst should know of an incident file before trusting a map of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "data/event_judge.hpp"

namespace beatline {

/// Adds the notes and warnings of one file to its report, whose counts and `incidents` are
/// complete.
void note_what_matters(InputReport& report, const EventFrame& frame);

/// Whether a reason of rejection is the operation's own wish (area, categories, ages, retention)
/// and no fault of the row.
[[nodiscard]] bool is_wish(std::string_view reason);

/// "2024-06" for year * 12 + month - 1.
[[nodiscard]] std::string month_name(int month);

}  // namespace beatline
