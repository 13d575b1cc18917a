// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <memory>
#include <utility>

#include <ogrsf_frmts.h>

#include "data/error.hpp"
#include "data/gdal.hpp"
#include "data/layer_crs.hpp"
#include "data/layer_fields.hpp"
#include "data/line_joiner.hpp"
#include "data/nearest_word.hpp"
#include "data/projection.hpp"
#include "data/road_layer_file.hpp"
#include "data/road_layer_tags.hpp"
#include "data/road_links.hpp"

namespace beatline {

namespace {

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

std::string quoted_list(const std::vector<std::string>& names) {
    constexpr std::size_t most = 40;
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
        list += fmt::format("{}\"{:.60}\"", i == 0 ? "" : ", ", names[i]);
    if (names.size() > most) list += fmt::format(" and {} more", names.size() - most);
    return list.empty() ? "none" : list;
}

/// A column that the layout names and the layer lacks.
void refuse_missing_columns(const RoadSource& source, const std::string& layer,
                            const std::vector<std::string>& columns) {
    const RoadLayout& layout = source.layout;
    const std::array named{std::pair{"class", &layout.road_class},
                           std::pair{"one_way", &layout.one_way}, std::pair{"speed", &layout.speed},
                           std::pair{"name", &layout.name}};
    for (const auto& [key, column] : named) {
        if (column->empty() || std::ranges::find(columns, *column) != columns.end()) continue;
        throw UsageError{fmt::format(
            "{}: roads.{}: the layer \"{:.60}\" has no column \"{}\".{} Its columns are {}.",
            source.shown_path, key, layer, *column, did_you_mean(*column, columns),
            quoted_list(columns))};
    }
}

/// "\"Lane\" (12), \"Path\" (3)", the most frequent first.
std::string frequent_words(const std::map<std::string, std::uint64_t>& words) {
    constexpr std::size_t most = 5;
    std::vector<std::pair<std::string, std::uint64_t>> sorted{words.begin(), words.end()};
    std::ranges::stable_sort(sorted, std::greater{},
                             &std::pair<std::string, std::uint64_t>::second);
    std::string list;
    for (std::size_t i = 0; i < std::min(sorted.size(), most); ++i)
        list +=
            fmt::format("{}\"{:.60}\" ({})", i == 0 ? "" : ", ", sorted[i].first, sorted[i].second);
    if (sorted.size() > most) list += fmt::format(" and {} more", sorted.size() - most);
    return list;
}

void note_columns(const RoadColumns& columns, const RoadSource& source, RoadLinks& roads) {
    // What the user named should be understood; what we found ourselves may be anything.
    auto& on_classes = source.layout.road_class.empty() ? roads.notes : roads.warnings;
    auto& on_one_ways = source.layout.one_way.empty() ? roads.notes : roads.warnings;
    if (!columns.has_class()) {
        roads.warnings.push_back(
            fmt::format("{}: no column for the class of road is known (highway, fclass, function, "
                        "classifica, class); all count as unclassified. roads.class can name one",
                        source.shown_path));
    }
    if (!columns.has_one_way())
        roads.notes.push_back(fmt::format(
            "{}: has no one-way column; all roads are taken as two-way", source.shown_path));
    if (!columns.unknown_classes().empty())
        on_classes.push_back(fmt::format(
            "{}: classes that are not known count as unclassified: {}; [roads.classes] can say "
            "what they are",
            source.shown_path, frequent_words(columns.unknown_classes())));
    if (!columns.unknown_one_ways().empty())
        on_one_ways.push_back(fmt::format(
            "{}: one-way signs that are not known count as two-way: {}; known are yes, no, -1, F, "
            "T, B, FT and TF",
            source.shown_path, frequent_words(columns.unknown_one_ways())));
    if (const auto unused = columns.unused_classes(); !unused.empty())
        roads.warnings.push_back(
            fmt::format("{}: roads.classes explains words that no feature has: {}",
                        source.shown_path, quoted_list(unused)));
}

}  // namespace

RoadLinks read_layer_links(const RoadSource& source, LayerPacking packing) {
    gdal::register_drivers();
    gdal::ErrorLog log;
    const RoadLayerFile file{source, packing, log};
    RoadLinks roads;
    OGRLayer& layer = file.choose_layer(source, roads.notes);
    const std::vector<std::string> names = field_names(layer);
    refuse_missing_columns(source, layer.GetName(), names);
    const Projection& projection =
        projection_between(crs_of(layer, source.shown_path), source.working_crs);
    RoadColumns columns{names, source.layout};
    Gathered gathered = gather(layer, source, columns, roads, log);
    note_columns(columns, source, roads);
    const std::vector<LooseLine> lines = reproject(gathered, projection, roads);
    roads.links = join_lines(lines, gathered.uses, {.inner_vertices = columns.is_osm()});
    return roads;
}

}  // namespace beatline
