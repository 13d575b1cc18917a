// SPDX-License-Identifier: Apache-2.0
#include "data/road_layer_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include <ogrsf_frmts.h>

#include "data/error.hpp"
#include "data/lower_case.hpp"
#include "data/nearest_word.hpp"
#include "data/text_file.hpp"

namespace beatline {

namespace {

/// GDAL reads no gzip'd GeoJSON without its virtual file systems, which stay closed: it is unpacked
/// into memory.
constexpr std::uint64_t most_unpacked_bytes = 1ULL << 30U;

bool may_hold_lines(OGRLayer* layer) {
    const OGRwkbGeometryType flat = wkbFlatten(layer->GetGeomType());
    return OGR_GT_IsSubClassOf(flat, wkbCurve) != 0 ||
           OGR_GT_IsSubClassOf(flat, wkbMultiCurve) != 0 || flat == wkbUnknown ||
           flat == wkbGeometryCollection;
}

bool names_roads(OGRLayer* layer) {
    return lower_case(layer->GetName()).find("road") != std::string::npos;
}

OGRLayer& named_layer(const std::vector<OGRLayer*>& candidates, const RoadSource& source) {
    const std::string& wanted = source.layout.layer;
    std::vector<std::string> names;
    for (OGRLayer* layer : candidates) {
        if (layer->GetName() == wanted) return *layer;
        names.emplace_back(layer->GetName());
    }
    std::string list;
    for (const std::string& name : names)
        list += fmt::format("{}\"{:.60}\"", list.empty() ? "" : ", ", name);
    throw UsageError{
        fmt::format("{}: roads.layer: there is no layer of lines \"{}\".{} The file has {}.",
                    source.shown_path, wanted, did_you_mean(wanted, names), list)};
}

}  // namespace

RoadLayerFile::RoadLayerFile(const RoadSource& source, LayerPacking packing, gdal::ErrorLog& log) {
    static constexpr std::array<const char*, 5> drivers{"GPKG", "GeoJSON", "FlatGeobuf",
                                                        "ESRI Shapefile", nullptr};
    log.show_file(source.path, source.shown_path);
    std::string path = std::filesystem::absolute(source.path).string();
    if (packing == LayerPacking::zip) path = "/vsizip/" + path;
    if (packing == LayerPacking::gzip) {
        text_ = read_text(source.path, source.shown_path,
                          {.max_line_bytes = TextLimits::any_line,
                           .max_unpacked_bytes = most_unpacked_bytes,
                           .advice = "Unpack it, or save it as a GeoPackage or FlatGeobuf."});
        memory_path_ =
            fmt::format("/vsimem/beatline-roads-{}.geojson", static_cast<const void*>(this));
        path = memory_path_;
        log.reword(memory_path_, source.shown_path);
        VSIFCloseL(VSIFileFromMemBuffer(path.c_str(), reinterpret_cast<GByte*>(text_.data()),
                                        text_.size(), 0));
    }
    dataset_.reset(
        GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data()));
    if (!dataset_) {
        if (!memory_path_.empty()) VSIUnlink(memory_path_.c_str());
        throw InputError{
            fmt::format("{}: not a road file that can be read ({}); expected OpenStreetMap "
                        "(.osm.pbf, .osm, .osm.gz), GeoPackage, "
                        "GeoJSON, FlatGeobuf or Shapefile, whole and undamaged",
                        source.shown_path, log.reason())};
    }
}

RoadLayerFile::~RoadLayerFile() {
    dataset_.reset();
    if (!memory_path_.empty()) VSIUnlink(memory_path_.c_str());
}

OGRLayer& RoadLayerFile::choose_layer(const RoadSource& source,
                                      std::vector<std::string>& notes) const {
    std::vector<OGRLayer*> candidates;
    for (OGRLayer* layer : dataset_->GetLayers()) {
        if (may_hold_lines(layer)) candidates.push_back(layer);
    }
    if (candidates.empty())
        throw InputError{fmt::format("{}: has no layer of lines, so no roads", source.shown_path)};
    if (!source.layout.layer.empty()) return named_layer(candidates, source);
    const auto road = std::ranges::find_if(candidates, names_roads);
    OGRLayer& chosen = road != candidates.end() ? **road : *candidates.front();
    if (candidates.size() > 1)
        notes.push_back(fmt::format("{}: of {} line layers, roads are read from \"{}\"",
                                    source.shown_path, candidates.size(), chosen.GetName()));
    return chosen;
}

}  // namespace beatline
