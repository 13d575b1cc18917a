// Student's t distribution: how far a mean of few values may lie from nothing by chance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace beatline {

/// P(T <= t) for a whole number of degrees of freedom, by the finite series of Abramowitz and
/// Stegun (1964), 26.7.3 and 26.7.4. Throws std::invalid_argument for no degrees of freedom.
[[nodiscard]] double student_t_probability(double t, std::size_t degrees);

/// The t that this probability belongs to, by bisection of its angle to some 12 digits. Throws
/// std::invalid_argument for no degrees of freedom or a probability outside (0, 1).
[[nodiscard]] double student_t_quantile(double probability, std::size_t degrees);

}  // namespace beatline
