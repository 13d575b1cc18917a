// Many tests at once: which of them to believe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace beatline {

/// Benjamini & Hochberg (1995), adjusted p-values: of the tests with q <= a, a share of a at most
/// is expected to be false alarms, for independent tests and for positively dependent ones
/// (Benjamini & Yekutieli 2001). Caldas de Castro & Singer (2006, Geographical Analysis 38:180)
/// found the same procedure to hold for the overlapping neighbourhoods of local statistics.
///
/// For test i, q_i is the least of m p_j / rank(j) over all p_j >= p_i. NaN is no test and stays
/// NaN; p in [0, 1]. Costs a few passes over the values (radix sort by p rounded up to float32, so
/// that q is at most 1.2e-7 of itself too high).
[[nodiscard]] std::vector<float> false_discovery_rates(std::span<const double> p_values);

}  // namespace beatline
