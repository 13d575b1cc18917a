// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <optional>

#include <ogrsf_frmts.h>

#include "data/error.hpp"
#include "data/gdal.hpp"
#include "data/layer_crs.hpp"
#include "data/line_joiner.hpp"
#include "data/projection.hpp"
#include "data/road_layer_tags.hpp"
#include "data/road_links.hpp"
#include "data/text_file.hpp"

namespace beatline {

namespace {

/// An open vector file; of gzip'd GeoJSON the text stays in memory for as long.
struct OpenLayerFile {
    std::string text;
    std::string memory_path;
    gdal::Dataset dataset;

    OpenLayerFile() = default;
    OpenLayerFile(OpenLayerFile&&) = default;
    OpenLayerFile& operator=(OpenLayerFile&&) = delete;
    ~OpenLayerFile() {
        dataset.reset();
        if (!memory_path.empty()) VSIUnlink(memory_path.c_str());
    }
};

OpenLayerFile open_file(const RoadSource& source, LayerPacking packing, const gdal::ErrorLog& log) {
    static constexpr std::array<const char*, 5> drivers{"GPKG", "GeoJSON", "FlatGeobuf",
                                                        "ESRI Shapefile", nullptr};
    OpenLayerFile file;
    std::string path = std::filesystem::absolute(source.path).string();
    if (packing == LayerPacking::zip) path = "/vsizip/" + path;
    if (packing == LayerPacking::gzip) {
        constexpr std::size_t most = 1U << 30U;
        file.text = read_text(source.path, source.shown_path,
                              {.max_line_bytes = most, .max_unpacked_bytes = most});
        file.memory_path =
            fmt::format("/vsimem/beatline-roads-{}.geojson", static_cast<const void*>(&source));
        path = file.memory_path;
        VSIFCloseL(VSIFileFromMemBuffer(path.c_str(), reinterpret_cast<GByte*>(file.text.data()),
                                        file.text.size(), 0));
    }
    file.dataset.reset(
        GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data()));
    if (!file.dataset) {
        throw InputError{
            fmt::format("{}: not a road file that can be read ({}); expected OpenStreetMap "
                        "(.osm.pbf, .osm, .osm.gz), GeoPackage, "
                        "GeoJSON, FlatGeobuf or Shapefile, whole and undamaged",
                        source.shown_path, log.reason())};
    }
    return file;
}

bool may_hold_lines(OGRwkbGeometryType type) {
    const OGRwkbGeometryType flat = wkbFlatten(type);
    return OGR_GT_IsSubClassOf(flat, wkbCurve) != 0 ||
           OGR_GT_IsSubClassOf(flat, wkbMultiCurve) != 0 || flat == wkbUnknown ||
           flat == wkbGeometryCollection;
}

/// The only line layer, or of several the first with "road" in its name, or else the first.
OGRLayer& choose_layer(GDALDataset& dataset, const RoadSource& source, RoadLinks& roads) {
    std::vector<OGRLayer*> candidates;
    for (OGRLayer* layer : dataset.GetLayers()) {
        if (may_hold_lines(layer->GetGeomType())) candidates.push_back(layer);
    }
    if (candidates.empty())
        throw InputError{fmt::format("{}: has no layer of lines, so no roads", source.shown_path)};
    const auto road = std::ranges::find_if(candidates, [](OGRLayer* layer) {
        std::string name = layer->GetName();
        std::ranges::transform(name, name.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return name.find("road") != std::string::npos;
    });
    OGRLayer& chosen = road != candidates.end() ? **road : *candidates.front();
    if (candidates.size() > 1)
        roads.notes.push_back(fmt::format("{}: of {} line layers, roads are read from \"{}\"",
                                          source.shown_path, candidates.size(), chosen.GetName()));
    return chosen;
}

/// Lines gathered feature by feature, in the layer's own coordinates.
struct Gathered {
    std::vector<Point> points;
    struct Part {
        std::size_t first;
        std::size_t count;
        std::size_t use;
        std::size_t feature;
    };
    std::vector<Part> parts;
    std::vector<RoadUse> uses;
    std::size_t features{0};
};

/// Adds the lines of a geometry; false if any part of it is no line of two points.
bool add_lines(const OGRGeometry& geometry, Gathered& gathered) {
    if (const auto type = wkbFlatten(geometry.getGeometryType());
        OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
        bool good = !geometry.IsEmpty();
        for (const OGRGeometry* part : *geometry.toGeometryCollection())
            good = add_lines(*part, gathered) && good;
        return good;
    }
    if (wkbFlatten(geometry.getGeometryType()) != wkbLineString) return false;
    const OGRLineString& line = *geometry.toLineString();
    const std::size_t first = gathered.points.size();
    for (int i = 0; i < line.getNumPoints(); ++i) {
        const Point p{line.getX(i), line.getY(i)};
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
            gathered.points.resize(first);
            return false;
        }
        if (gathered.points.size() == first || gathered.points.back() != p)
            gathered.points.push_back(p);
    }
    const std::size_t count = gathered.points.size() - first;
    if (count < 2) {
        gathered.points.resize(first);
        return false;
    }
    gathered.parts.push_back({first, count, gathered.uses.size(), gathered.features});
    return true;
}

std::unique_ptr<OGRGeometry> linear(const OGRGeometry* geometry) {
    if (geometry == nullptr) return nullptr;
    return std::unique_ptr<OGRGeometry>{
        geometry->hasCurveGeometry() != 0 ? geometry->getLinearGeometry() : geometry->clone()};
}

std::vector<std::string> column_names(OGRLayer& layer) {
    std::vector<std::string> names;
    const OGRFeatureDefn& definition = *layer.GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i)
        names.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
    return names;
}

Gathered gather(OGRLayer& layer, const RoadSource& source, RoadColumns& columns, RoadLinks& roads,
                const gdal::ErrorLog& log) {
    Gathered gathered;
    RoadTags tags;
    layer.ResetReading();
    while (const auto feature = std::unique_ptr<OGRFeature>{layer.GetNextFeature()}) {
        ++roads.features_read;
        const auto field = [&feature](std::size_t column) {
            const int index = static_cast<int>(column);
            return feature->IsFieldSetAndNotNull(index)
                       ? std::string{feature->GetFieldAsString(index)}
                       : std::string{};
        };
        columns.read_tags(field, tags);
        RoadVerdict verdict = judge_road(tags, source.mode);
        if (!verdict.left_out.empty()) {
            ++roads.features_left_out[std::string{verdict.left_out}];
            continue;
        }
        const std::size_t parts_before = gathered.parts.size();
        const auto geometry = linear(feature->GetGeometryRef());
        const bool good = geometry != nullptr && add_lines(*geometry, gathered);
        if (gathered.parts.size() == parts_before) {
            ++roads.features_left_out["bad_geometry"];
            continue;
        }
        if (!good)
            roads.warnings.push_back(
                fmt::format("{}: feature {} has parts that are no lines; they were left out",
                            source.shown_path, feature->GetFID()));
        gathered.uses.push_back(std::move(verdict.use));
        ++gathered.features;
    }
    const GIntBig promised = layer.GetFeatureCount(FALSE);
    const bool ends_early =
        promised >= 0 && static_cast<std::uint64_t>(promised) > roads.features_read;
    if (log.failed() || ends_early) {
        throw InputError{fmt::format(
            "{}: damaged or cut short after {} features ({}); copy or download it again",
            source.shown_path, roads.features_read, log.reason())};
    }
    return gathered;
}

/// Lines in the working CRS; features with a point beyond its reach are left out and counted.
std::vector<LooseLine> reproject(Gathered& gathered, const Projection& projection,
                                 RoadLinks& roads) {
    projection.transform(gathered.points);
    std::vector<bool> beyond(gathered.features);
    for (const Gathered::Part& part : gathered.parts) {
        const auto points = std::span{gathered.points}.subspan(part.first, part.count);
        if (std::ranges::any_of(points, [](Point p) { return !std::isfinite(p.x); }))
            beyond[part.feature] = true;
    }
    std::vector<LooseLine> lines;
    for (const Gathered::Part& part : gathered.parts) {
        if (beyond[part.feature]) continue;
        const auto points = std::span{gathered.points}.subspan(part.first, part.count);
        lines.push_back({{points.begin(), points.end()}, part.use});
    }
    const auto left_out = static_cast<std::uint64_t>(std::ranges::count(beyond, true));
    if (left_out > 0) roads.features_left_out["outside_crs"] += left_out;
    roads.features_used = gathered.features - left_out;
    return lines;
}

void note_columns(const RoadColumns& columns, const RoadSource& source, RoadLinks& roads) {
    if (!columns.has_class()) {
        roads.warnings.push_back(
            fmt::format("{}: no column for the class of road is known (highway, fclass, function, "
                        "classifica, class); all count as "
                        "unclassified",
                        source.shown_path));
    }
    if (!columns.has_one_way())
        roads.notes.push_back(fmt::format(
            "{}: has no one-way column; all roads are taken as two-way", source.shown_path));
    for (const auto& [name, count] : columns.unknown_classes()) {
        if (roads.notes.size() >= 20) break;
        roads.notes.push_back(
            fmt::format("{}: class \"{:.60}\" of {} roads is not known; they count as unclassified",
                        source.shown_path, name, count));
    }
}

}  // namespace

RoadLinks read_layer_links(const RoadSource& source, LayerPacking packing) {
    gdal::register_drivers();
    const gdal::ErrorLog log;
    const OpenLayerFile file = open_file(source, packing, log);
    RoadLinks roads;
    OGRLayer& layer = choose_layer(*file.dataset, source, roads);
    const Projection projection{crs_of(layer, source.shown_path), source.working_crs};
    RoadColumns columns{column_names(layer)};
    Gathered gathered = gather(layer, source, columns, roads, log);
    note_columns(columns, source, roads);
    const std::vector<LooseLine> lines = reproject(gathered, projection, roads);
    roads.links = join_lines(lines, gathered.uses, {.inner_vertices = columns.is_osm()});
    return roads;
}

}  // namespace beatline
