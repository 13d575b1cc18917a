// The cells of a grid that lie in a polygon.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "geo/grid.hpp"

namespace beatline {

/// Calls `visit` for every cell whose centre lies in the polygon.
void for_each_cell_in(const Polygon& polygon, const GridSpec& spec,
                      const std::function<void(std::size_t cell)>& visit);

}  // namespace beatline
