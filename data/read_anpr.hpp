// Reads ANPR cameras, hits and reads into an exposure-adjusted rate per camera. Plates are never looked at.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/clock.hpp"
#include "data/rejection.hpp"
#include "geo/plane.hpp"

namespace beatline {

struct AnprSource {
    std::filesystem::path hits;     ///< columns time, camera; any plate column stays unread
    std::filesystem::path reads;    ///< columns camera, hour (start of the hour), reads; may be empty
    std::filesystem::path cameras;  ///< columns camera, x, y, bearing (degrees, may be blank)
    std::string shown_hits, shown_reads, shown_cameras;
    std::string cameras_crs{"EPSG:4326"};
};

struct CameraRate {
    std::string id;
    Point at;  ///< working CRS
    double bearing_deg{-1.0};  ///< -1: not given
    std::uint64_t hits{0};
    std::uint64_t reads{0};
    double per_1000_reads{0.0};  ///< shrunk towards the rate of all cameras
};

struct AnprReading {
    std::vector<CameraRate> cameras;  ///< in the file's order
    bool exposure_known{false};       ///< false: no reads given, rates are hit counts and not comparable
    bool simulated{false};            ///< the files say so (a column "simulated" holding 1)
    std::vector<InputReport> inputs;
    RejectedRows rejected;
};

/// Gamma-Poisson shrinkage: rate_i = (hits_i + a) / (reads_i + b), with a / b the pooled rate and b from the
/// method of moments (Clayton & Kaldor 1987, Biometrics 43:671, eq. for the moment estimator).
/// Rejection reasons: field_count, unknown_camera, time_bad, count_bad, coord_*, duplicate_camera, outside_area (never for cameras).
[[nodiscard]] AnprReading read_anpr(const AnprSource& source, const std::string& working_crs,
                                    const TimeZone& zone);

}  // namespace beatline
