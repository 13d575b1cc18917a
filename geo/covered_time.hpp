// How much of a period there are data for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/time.hpp"

namespace beatline {

/// Seconds of `period` that lie in none of the gaps, which are in the order of time and do not
/// overlap; zero for a period that ends before it begins.
[[nodiscard]] Seconds covered_time(const Interval& period, std::span<const Interval> gaps);

}  // namespace beatline
