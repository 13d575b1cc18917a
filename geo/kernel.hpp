// Kernel shapes: how one event's weight spreads with distance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "geo/units.hpp"

namespace beatline {

/// The Gaussian's bandwidth is its standard deviation; every other kernel's is the radius of its
/// support.
enum class Kernel { quartic, epanechnikov, triweight, triangular, uniform, gaussian };

inline constexpr Kernel all_kernels[] = {Kernel::quartic,   Kernel::epanechnikov,
                                         Kernel::triweight, Kernel::triangular,
                                         Kernel::uniform,   Kernel::gaussian};

[[nodiscard]] std::string_view name_of(Kernel shape);
[[nodiscard]] std::optional<Kernel> kernel_named(std::string_view name);

/// Density per m^2 at `distance` from an event of weight 1; integrates to 1 over the plane.
/// At exactly the support radius the uniform kernel is zero: its support is the open disc.
[[nodiscard]] double kernel_density(Kernel shape, Metres distance, Metres bandwidth);

/// Beyond this distance an event adds nothing. Compact kernels: the bandwidth. Gaussian: 6 standard
/// deviations, where it has fallen to 1.5e-8 of its centre and 1.5e-8 of the mass is cut off.
[[nodiscard]] Metres support_radius(Kernel shape, Metres bandwidth);

/// The kernel's standard deviation along one axis: what to compare between kernels, and what some
/// programs call the bandwidth.
[[nodiscard]] Metres standard_deviation(Kernel shape, Metres bandwidth);

/// The integral of the kernel squared over the plane, in 1/m^2: the variance of a density estimate
/// is about this times the density over the number of events.
[[nodiscard]] double roughness(Kernel shape, Metres bandwidth);

}  // namespace beatline
