// Reads the study area: the polygons of a GeoPackage, GeoJSON, Shapefile or FlatGeobuf.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "geo/plane.hpp"

namespace beatline {

/// The union of all polygons of all layers in the working CRS: valid, rings closed, outer ones
/// counter-clockwise, holes clockwise. Lines and points are passed over. GeoJSON may be gzip'd.
/// `shown_path` names the file in messages; without one an absolute path is shown by its last name.
/// Throws FileError when the file cannot be read, InputError when it is of no allowed format, says
/// no CRS, holds no polygon, or lies out of the working CRS's reach (with a hint when its axes are
/// swapped).
[[nodiscard]] MultiPolygon read_area(const std::filesystem::path& path,
                                     const std::string& working_crs,
                                     const std::string& shown_path = "");

}  // namespace beatline
