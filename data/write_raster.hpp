// Writes a density surface as a Cloud Optimized GeoTIFF.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "geo/grid.hpp"

namespace beatline {

/// float32, north up, nodata NaN written as -9999, statistics in the band, `metadata` as TIFF
/// metadata items (kernel, bandwidth, unit, normalisation), unit type "1/km2"; byte-identical for
/// the same grid. Throws FileError.
void write_density_tif(const std::filesystem::path& file, const DensityGrid& density,
                       const std::string& crs, const std::map<std::string, std::string>& metadata);

/// The QGIS style of the raster beside it: same base name, .qml. Colours by value, zero
/// transparent.
void write_density_qml(const std::filesystem::path& file, const DensityGrid& density);

}  // namespace beatline
