// Reads ANPR cameras, hits and reads into a rate per camera. Plates are never looked at.
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
    std::filesystem::path hits;   ///< columns time, camera; any plate column stays unread
    std::filesystem::path reads;  ///< columns camera, hour (start of the hour), reads; may be empty
    std::filesystem::path cameras;  ///< columns camera, x, y, bearing (degrees, may be blank)
    std::string shown_hits, shown_reads, shown_cameras;
    int retention_months{12};              ///< older hits and reads are rejected
    std::string cameras_crs{"EPSG:4326"};  ///< "": degrees if all could be, else the working CRS
};

struct CameraRate {
    std::string id;
    Point at;                  ///< working CRS
    double bearing_deg{-1.0};  ///< -1: not given
    std::uint64_t hits{0};
    std::uint64_t reads{0};
    double per_1000_reads{0.0};  ///< shrunk towards the rate of all cameras; 0 without any reads
};

struct AnprReading {
    std::vector<CameraRate> cameras;  ///< in the file's order
    bool exposure_known{false};  ///< false: no reads anywhere, hits are comparable with nothing
    bool simulated{false};       ///< the files say so (a column "simulated" holding 1)
    std::vector<InputReport> inputs;
    RejectedRows rejected;
};

/// Instants that hits and reads are held against; nothing: no limit.
struct AnprAges {
    std::optional<Instant> now;        ///< later ones are in the future
    std::optional<Instant> reference;  ///< retention counts back from here
};

/// Counts hits and reads by camera, and steadies the rates (see camera_rates.hpp). Rejection
/// reasons: field_count, unknown_camera, time_bad, time_future, retention, count_bad; of cameras:
/// field_count, camera_missing, duplicate_camera, coord_*; never outside_area. Throws InputError
/// when a file leaves no usable row.
[[nodiscard]] AnprReading read_anpr(const AnprSource& source, const std::string& working_crs,
                                    const TimeZone& zone, const AnprAges& ages = {});

}  // namespace beatline
