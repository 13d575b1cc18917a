// Reads and judges every input of an operation, each for itself, so that one fault does not hide
// the next.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/snap_places.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"

namespace beatline {

/// An input that is refused, or a step that cannot be made.
struct CheckFailure {
    std::string input;  ///< "incidents crimes.csv", "roads roads.osm.pbf", ...
    std::string message;
    ExitCode code{ExitCode::ok};
};

struct CheckFindings {
    Inputs inputs;
    std::vector<RoadReading> roads;  ///< one a mode of travel
    std::vector<SnappedPlace> snapped;
    std::vector<CheckFailure> failures;
};

/// Throws nothing that an input is to blame for: such failures are among the findings.
[[nodiscard]] CheckFindings check_inputs(const Operation& operation);

}  // namespace beatline
