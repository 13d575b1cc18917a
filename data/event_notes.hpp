// What an analyst should know of an incident file before trusting a map of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "data/event_rows.hpp"
#include "geo/event.hpp"

namespace beatline {

/// Adds the notes and warnings of one file to its report, whose counts are complete. `events` are
/// those of this file alone.
void note_what_matters(InputReport& report, const CsvFile& file, const IncidentSource& source,
                       const EventRows& rows, std::span<const PointEvent> events);

}  // namespace beatline
