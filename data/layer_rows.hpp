// Judges the features of a layer, one after the other, as rows of incidents.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: OGR's types stop here.
#pragma once

#include <array>
#include <cstdint>

#include <ogrsf_frmts.h>

#include "data/event_gather.hpp"

namespace beatline {

/// Which columns (layer_fields.hpp) hold the texts of EventFields, in its order; -1: none does.
using LookedAt = std::array<int, 8>;
[[nodiscard]] LookedAt looked_at(const EventColumns& columns);

struct LayerRows {
    LookedAt columns{};
    bool with_geometry{false};   ///< the place is the feature's point
    bool ends_in_blanks{false};  ///< of a sheet: empty rows at its end are none
};

/// Hands every feature to `gather` and says how many there were. A geometry that is no point is
/// rejected as not_a_point. Throws LimitError for a text of more than 1 MB, InputError for one that
/// is not UTF-8.
std::uint64_t take_rows(OGRLayer& layer, const LayerRows& rows, const EventFrame& frame,
                        EventGather& gather);

}  // namespace beatline
