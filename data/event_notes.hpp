// Words for what an analyst should know of an incident file before trusting a map of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "data/event_judge.hpp"

namespace beatline {

/// Adds the notes and warnings of one file to its report, whose counts and `incidents` are
/// complete.
void note_what_matters(InputReport& report, const EventFrame& frame);

/// "2024-06" for year * 12 + month - 1.
[[nodiscard]] std::string month_name(int month);

}  // namespace beatline
