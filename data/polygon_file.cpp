// SPDX-License-Identifier: Apache-2.0
#include "data/polygon_file.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <optional>

#include "data/error.hpp"
#include "data/gdal.hpp"
#include "data/layer_crs.hpp"
#include "data/projection.hpp"
#include "data/text_file.hpp"

namespace beatline {
namespace {

namespace fs = std::filesystem;
using GeometryOwner = std::unique_ptr<OGRGeometry>;

constexpr const char* drivers[] = {"GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf", nullptr};
constexpr const char* formats = "GeoPackage, GeoJSON, Shapefile or FlatGeobuf";

/// What GDAL is to open: an absolute path, so that no prefix of the name can mean anything else.
std::string name_for_gdal(const fs::path& path, const std::string& shown) {
    std::error_code trouble;
    const auto status = fs::status(path, trouble);
    if (!fs::exists(status)) {
        if (is_address(path.string())) {
            throw InputError{
                fmt::format("{}: only plain files are read, no addresses, databases or virtual "
                            "file systems. Wanted a {} file.",
                            shown, formats)};
        }
        throw FileError{fmt::format("{}: there is no such file. Check the path.", shown)};
    }
    if (!fs::is_regular_file(status)) {
        throw FileError{fmt::format("{}: is no regular file. Wanted a {} file.", shown, formats)};
    }
    std::ifstream file{path, std::ios::binary};
    if (!file) throw FileError{fmt::format("{}: cannot be opened for reading.", shown)};
    char magic[2]{};
    file.read(magic, 2);
    if (file.gcount() < 2) throw InputError{fmt::format("{}: the file is empty.", shown)};
    const bool gzip = magic[0] == '\x1F' && magic[1] == '\x8B';
    return (gzip ? "/vsigzip/" : "") + fs::canonical(path).string();
}

/// Moves every corner; throws when one cannot be moved, for half an area is no area.
void transform(OGRMultiPolygon& area, const Projection& projection, const PolygonSource& source) {
    for (OGRPolygon* polygon : area) {
        for (OGRLinearRing* ring : *polygon) {
            std::vector<Point> points;
            for (int i = 0; i < ring->getNumPoints(); ++i) {
                points.push_back({ring->getX(i), ring->getY(i)});
            }
            const std::vector<Point> given = points;
            if (projection.transform(points) > 0) {
                const auto bad =
                    std::ranges::find_if(points, [](Point p) { return std::isnan(p.x); });
                const Point p = given[static_cast<std::size_t>(bad - points.begin())];
                const bool swapped = projection({p.y, p.x}).has_value();
                throw InputError{fmt::format(
                    "{}: the corner {}, {} lies outside the reach of the working CRS {}. {}",
                    source.shown_path, p.x, p.y, source.working_crs,
                    swapped ? "Longitude and latitude seem to be swapped."
                            : "Check the file's CRS, or name another working CRS.")};
            }
            for (int i = 0; i < ring->getNumPoints(); ++i) {
                const Point p = points[static_cast<std::size_t>(i)];
                ring->setPoint(i, p.x, p.y);
            }
        }
    }
}

/// The layer's features with their polygons moved to the working CRS; how many there were.
std::size_t visit_layer(OGRLayer& layer, const PolygonSource& source, const PolygonVisitor& visit) {
    std::size_t visited = 0;
    const Projection* projection = nullptr;  // a layer without polygons needs no CRS
    for (const auto& feature : layer) {
        const OGRGeometry* geometry = feature->GetGeometryRef();
        if (geometry == nullptr || geometry->IsEmpty()) continue;
        GeometryOwner flat{geometry->getLinearGeometry()};  // arcs become short straight lines
        flat->flattenTo2D();
        OGRMultiPolygon here;
        add_polygons(*flat, here);
        if (here.IsEmpty()) continue;
        if (projection == nullptr) {
            projection = &projection_between(crs_of(layer, source.shown_path), source.working_crs);
        }
        transform(here, *projection, source);
        OGRMultiPolygon valid;
        for (const OGRPolygon* polygon : here) {
            const GeometryOwner mended{polygon->MakeValid()};
            if (mended) add_polygons(*mended, valid);
        }
        if (valid.IsEmpty()) continue;
        visit(*feature, valid);
        ++visited;
    }
    return visited;
}

Ring ring_of(const OGRLinearRing& ring, bool counter_clockwise) {
    Ring points;
    for (const OGRPoint& p : ring) points.push_back({p.getX(), p.getY()});
    if (!points.empty() && points.front() != points.back()) points.push_back(points.front());
    if ((signed_area(points).value > 0.0) != counter_clockwise) std::ranges::reverse(points);
    return points;
}

}  // namespace

void add_polygons(const OGRGeometry& geometry, OGRMultiPolygon& all) {
    const auto type = wkbFlatten(geometry.getGeometryType());
    if (type == wkbPolygon) {
        all.addGeometry(&geometry);
    } else if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection)) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) add_polygons(*part, all);
    }
}

Polygon polygon_of(const OGRPolygon& from) {
    Polygon polygon;
    for (const OGRLinearRing* ring : from) {
        if (ring == from.getExteriorRing()) {
            polygon.outer = ring_of(*ring, true);
        } else {
            polygon.holes.push_back(ring_of(*ring, false));
        }
    }
    return polygon;
}

void visit_polygons(const PolygonSource& source, const PolygonVisitor& visit) {
    gdal::register_drivers();
    gdal::ErrorLog log;
    log.show_file(source.path, source.shown_path);
    const std::string name = name_for_gdal(source.path, source.shown_path);
    const gdal::Dataset dataset{GDALDataset::Open(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                                  const_cast<char**>(drivers), nullptr, nullptr)};
    if (!dataset) {
        throw InputError{fmt::format("{}: no {} file that can be read{}.", source.shown_path,
                                     formats, log.failed() ? ": " + log.reason() : "")};
    }
    OGRLayer* only = source.layer.empty() ? nullptr : dataset->GetLayerByName(source.layer.c_str());
    for (OGRLayer* layer : dataset->GetLayers()) {
        if (only != nullptr && layer != only) continue;
        const std::size_t visited = visit_layer(*layer, source, visit);
        if (!source.layer.empty() && visited > 0) break;
    }
    if (log.failed()) {
        throw InputError{
            fmt::format("{}: reading it failed: {}.", source.shown_path, log.reason())};
    }
}

}  // namespace beatline
