// Instants and spans of time, always UTC: local clocks stop at the door (data/clock).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace beatline {

using Seconds = std::chrono::seconds;
using Instant = std::chrono::sys_seconds;

/// From `from` up to, not including, `to`; `from == to` is an instant.
struct Interval {
    Instant from{};
    Instant to{};

    bool operator==(const Interval&) const = default;
    [[nodiscard]] Seconds length() const { return to - from; }
};

}  // namespace beatline
