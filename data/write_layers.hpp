// Writes layers to files: GeoPackage with styles, RFC 7946 GeoJSON, formula-safe CSV.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "data/layer.hpp"

namespace beatline {

struct LayerContext {
    std::string crs;          ///< working CRS of the layers, "EPSG:27700"
    std::string marking;      ///< protective marking, goes into metadata
    std::string description;  ///< one line: operation, period, how it was made; goes into metadata
};

/// One GeoPackage with every layer in the order given (working CRS), a default QGIS style for each,
/// layer metadata; byte-identical for the same layers. Throws FileError.
void write_geopackage(const std::filesystem::path& file, std::span<const Layer> layers,
                      const LayerContext& context);

/// RFC 7946: WGS 84, at most 6 decimals, right-handed rings. Geometry stays valid after rounding.
/// Throws FileError.
void write_geojson(const std::filesystem::path& file, const Layer& layer,
                   const LayerContext& context);

/// UTF-8, RFC 4180, CRLF; text that a spreadsheet would take for a formula (=, +, -, @, tab, CR
/// first) gets a leading apostrophe. No geometry. Throws FileError.
void write_csv(const std::filesystem::path& file, const Layer& table);

}  // namespace beatline
