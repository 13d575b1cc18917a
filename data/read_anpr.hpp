// Reads ANPR cameras, hits and reads into rates by camera and hour of the week, and, with a key,
// plates into sightings of numbered vehicles.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/clock.hpp"
#include "data/rejection.hpp"
#include "geo/exposure.hpp"
#include "geo/plane.hpp"
#include "geo/trips.hpp"

namespace beatline {

struct AnprSource {
    std::filesystem::path hits;   ///< columns time, camera; plates are read only with a key
    std::filesystem::path reads;  ///< columns camera, hour (start of the hour), reads; may be empty
    std::filesystem::path cameras;  ///< columns camera, x, y, bearing (degrees, may be blank)
    std::string shown_hits, shown_reads, shown_cameras;
    int retention_months{12};        ///< older hits and reads are rejected
    std::filesystem::path key_file;  ///< empty: plates stay unread
    bool fresh_key{false};           ///< instead of a file: a random key that goes with the run
    std::string plate;               ///< their column; "": "plate", if there is one
    ExposureParams exposure;
    std::string cameras_crs{"EPSG:4326"};  ///< "": degrees if all could be, else the working CRS
};

struct CameraRate {
    std::string id;
    Point at;                  ///< working CRS
    double bearing_deg{-1.0};  ///< of the traffic it reads; -1: not given
    ExposureCounts seen;
    CameraExposure rate;  ///< all zero without any reads
};

struct AnprReading {
    std::vector<CameraRate> cameras;  ///< in the file's order
    bool exposure_known{false};  ///< false: no reads anywhere, hits are comparable with nothing
    ExposureModel exposure;      ///< without its `cameras`, which stand in ours
    std::vector<Sighting> sightings;  ///< camera: index into `cameras`; empty without a key
    std::string why_no_sightings;     ///< "" where plates were read
    bool simulated{false};            ///< the files say so (a column "simulated" holding 1)
    std::vector<InputReport> inputs;
    RejectedRows rejected;
};

/// Instants that hits and reads are held against; nothing: no limit.
struct AnprAges {
    std::optional<Instant> now;        ///< later ones are in the future
    std::optional<Instant> reference;  ///< retention counts back from here
};

/// Counts hits and reads by camera and hour of the week on the zone's clock, and steadies the rates
/// (exposure_rates). With a key, hits whose time is exact to the minute become sightings; blank
/// plates do not. No text that may be a plate stands in a rejection or message. Rejection reasons:
/// field_count, unknown_camera, time_bad, time_future, retention, count_bad; of cameras:
/// field_count, camera_missing, duplicate_camera, coord_*; never outside_area. Throws InputError
/// when a file leaves no usable row, UsageError for a missing column, PolicyError for a key file
/// that is refused.
[[nodiscard]] AnprReading read_anpr(const AnprSource& source, const std::string& working_crs,
                                    const TimeZone& zone, const AnprAges& ages = {});

}  // namespace beatline
