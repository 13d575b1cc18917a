// Writes everything that a run leaves behind.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "app/camera_stage.hpp"
#include "app/compare_stage.hpp"
#include "app/stages.hpp"

namespace beatline {

/// What there is to write. Without patrols (`hotspots`) the patrol layers, schedule and plan are
/// left out.
struct Results {
    const Operation& operation;
    const Inputs& inputs;
    const Surface& surface;
    const FoundHotspots& found;
    const Comparisons& comparisons;
    const Corridors& corridors;
    const Patrols* patrols{nullptr};
};

struct ResultStamp {
    std::string command;
    std::map<std::string, double> stage_seconds;
    int threads{1};
};

/// Fills `folder`, the manifest last. Throws FileError.
void write_results(const std::filesystem::path& folder, const Results& results);
void write_record(const std::filesystem::path& folder, const Results& results,
                  const ResultStamp& stamp);

}  // namespace beatline
