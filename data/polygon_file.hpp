// Opens a file of polygons and hands out its features in the working CRS.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: OGR's types stop here.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <ogrsf_frmts.h>

#include "geo/plane.hpp"

namespace beatline {

/// A feature's polygons, valid, in the working CRS.
using PolygonVisitor = std::function<void(const OGRFeature&, const OGRMultiPolygon&)>;

struct PolygonSource {
    std::filesystem::path path;
    std::string shown_path;  ///< names the file in messages
    std::string working_crs;
    std::string layer{};  ///< none: all layers
};

/// Opens a GeoPackage, GeoJSON (plain or gzip'd), Shapefile or FlatGeobuf and visits every feature
/// that has polygons, layer by layer. With a layer named, of that one alone, or of the first that
/// has polygons when there is none of that name. Throws FileError when the file cannot be read,
/// InputError when it is of no allowed format, says no CRS, or lies out of the working CRS's reach
/// (with a hint when its axes are swapped).
void visit_polygons(const PolygonSource& source, const PolygonVisitor& visit);

/// Adds the polygons of any geometry, collections included.
void add_polygons(const OGRGeometry& geometry, OGRMultiPolygon& all);

/// Rings closed, the outer one counter-clockwise, holes clockwise.
[[nodiscard]] Polygon polygon_of(const OGRPolygon& from);

}  // namespace beatline
