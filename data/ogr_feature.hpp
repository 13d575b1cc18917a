// Layers in OGR's terms: columns, values and geometries for the formats that GDAL writes.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: OGR's types stop here.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <ogrsf_frmts.h>

#include "data/layer.hpp"

namespace beatline {

/// A column of a table: a field of the layer or, for a time field, its twin `<name>_utc`. The field
/// itself stays the ISO text with its offset; the twin is a true date-time, which QGIS's temporal
/// controller needs.
struct OgrColumn {
    std::size_t field{0};
    bool utc{false};
};

[[nodiscard]] std::vector<OgrColumn> ogr_columns(const Layer& layer);
[[nodiscard]] std::string ogr_name(const Field& field, const OgrColumn& column);
[[nodiscard]] std::unique_ptr<OGRFieldDefn> ogr_definition(const Field& field,
                                                           const OgrColumn& column);
[[nodiscard]] OGRwkbGeometryType ogr_type(GeometryType type);

/// Sets every column of `row` and its geometry. NaN and infinities become null; a line with fewer
/// than two different points and a ring with fewer than three have no geometry.
void fill_ogr_row(OGRFeature& row, const std::vector<OgrColumn>& columns, const Feature& feature);

/// Nothing where there is no geometry to speak of, as in `fill_ogr_row`.
[[nodiscard]] std::unique_ptr<OGRGeometry> ogr_geometry(const Geometry& geometry);

}  // namespace beatline
