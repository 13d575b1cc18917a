// A made-up town with a plan in it: what the viewer's tests put on the page.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "viewer/page.hpp"

namespace beatline::testing {

/// A layer without fields or features, of the style that its name says.
[[nodiscard]] Layer a_layer(const std::string& name, const std::string& title,
                            GeometryType geometry);

/// A street grid of 24 x 16 blocks, four units on two days, eight hotspots, two tasks, two unserved
/// places and a density. One unit is called `<script>alert(1)</script>`. Every time gives the same
/// town.
[[nodiscard]] ViewerInput a_town();

/// Nothing but a title.
[[nodiscard]] ViewerInput an_empty_page();

}  // namespace beatline::testing
