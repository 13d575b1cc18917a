// Reads the list of ANPR cameras: where each stands and where it looks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "data/csv.hpp"
#include "data/read_anpr.hpp"

namespace beatline {

struct CameraList {
    std::vector<CameraRate> cameras;  ///< in the file's order, without counts
    InputReport report;
    std::vector<Rejection> rejected;
    bool simulated{false};
};

/// Rejection reasons: field_count, camera_missing, duplicate_camera, coord_*. Throws InputError
/// when no camera is left, or when the places are misread (see refuse_misread_places).
[[nodiscard]] CameraList read_camera_list(const AnprSource& source, const std::string& working_crs);

/// A column "simulated" that holds 1 or "true" in this row.
[[nodiscard]] bool says_simulated(const CsvRow& row, std::optional<std::size_t> column);

}  // namespace beatline
