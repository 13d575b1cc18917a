// What of a plan may be shown: nothing that leads to a sensitive task.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "data/layers.hpp"

namespace beatline {

[[nodiscard]] bool is_sensitive(const PatrolPicture& picture, std::uint32_t site);

/// May drive `leg` of a route (visits.size() is the way home) be shown: its line, streets, length
/// and time? Not when it leads to or from a sensitive task.
[[nodiscard]] bool may_show(const PatrolPicture& picture, const Route& route, std::size_t leg);

}  // namespace beatline
