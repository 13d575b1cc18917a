// Tells by a file's first bytes whether it is a vector layer, a spreadsheet or something else that
// is no text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace beatline {

enum class LayerFormat : std::uint8_t {
    none,  ///< most likely text; also what is no file at all
    geopackage,
    geojson,
    packed_geojson,  ///< gzip
    flatgeobuf,
    shapefile,
    zipped_shapefiles,
    workbook,          ///< XLSX
    locked_workbook,   ///< XLSX with a password, or XLS
    unknown_zip,       ///< ODS, KMZ, ...
    unknown_database,  ///< SQLite, but no GeoPackage
    xml                ///< KML, GML, VRT, ...
};

/// The name of the file does not matter, but for a Shapefile's, which must end in .shp. Never
/// throws for what a file holds.
[[nodiscard]] LayerFormat layer_format(const std::filesystem::path& path);

/// "GeoPackage", "XLSX workbook"
[[nodiscard]] std::string_view name_of(LayerFormat format);

/// A zip archive as GDAL's virtual file systems name it.
[[nodiscard]] std::string zip_folder(const std::filesystem::path& path);

}  // namespace beatline
