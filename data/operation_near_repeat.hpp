// What an operation file says of near repeats: bands, simulations, and which categories go
// together.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geo/knox.hpp"

namespace beatline {

/// Categories that are tested together.
struct NearRepeatGroup {
    std::string name;
    std::vector<std::string> categories;  ///< empty: all
};

struct NearRepeatRules {
    KnoxParams knox;
    std::vector<NearRepeatGroup> groups{{"all", {}}};
    std::optional<std::uint64_t> addresses;  ///< places at risk, for what chance would repeat
};

}  // namespace beatline
