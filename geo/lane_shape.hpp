// Which of the wide loops a kernel goes through.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "geo/kernel.hpp"
#include "geo/lane_kernels.hpp"

namespace beatline {

/// Nothing for a kernel that the wide loops do not know.
[[nodiscard]] std::optional<LaneShape> lane_shape(Kernel kernel);

}  // namespace beatline
