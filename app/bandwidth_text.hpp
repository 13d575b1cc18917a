// How a bandwidth was chosen, in words and as figures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "data/clock.hpp"
#include "geo/choose_bandwidth.hpp"

namespace beatline {

/// One sentence: what was asked, what was chosen by what, and why.
[[nodiscard]] std::string bandwidth_text(const ChosenBandwidth& chosen, BandwidthRule asked,
                                         const TimeZone& zone);

/// The section "bandwidth" of quality.json, with every candidate and its score.
[[nodiscard]] nlohmann::json bandwidth_section(const ChosenBandwidth& chosen, BandwidthRule asked,
                                               const TimeZone& zone);

}  // namespace beatline
