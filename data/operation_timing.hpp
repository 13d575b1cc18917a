// What an operation file says of time: when hotspots are visited, and how their hours are found.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "data/clock_window.hpp"
#include "geo/hotspot_timing.hpp"

namespace beatline {

struct TimingRules {
    bool find{false};               ///< each hotspot's own windows are wanted
    TimingParams params;            ///< how they are found
    std::string source;             ///< name of the incident source whose hours count; empty: all
    std::vector<WeekWindow> given;  ///< the same for every hotspot; empty: any time
};

}  // namespace beatline
