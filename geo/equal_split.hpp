// Network density by equal split: an event's kernel is divided where streets meet, and its weight
// is kept.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/network_density.hpp"

namespace beatline {

/// Adds to `density.per_km`. The number of ways grows without bound, so they are not listed: with
/// T_g(x) what is felt at x metres before way g from all that lies along g and beyond,
///
///     T_g(x) = sum over events on g at t of w k(x + t) + sum over ways g' from g's end of
///              c(g, g') T_g'(x + length of g)
///
/// which gives T at x from T farther on: computed in equal steps from the kernel's rim, where it is
/// zero, to x = 0 for all ways at once, by cubic interpolation between the steps (linear for the
/// kernels with an edge or a tip). Cost: ways within reach of an event x steps, whatever the number
/// of paths. Parameters are checked by network_density.
void add_split_density(const StreetGraph& graph, std::span<const StreetEvent> events,
                       const NetworkDensityParams& params, NetworkDensity& density);

}  // namespace beatline
