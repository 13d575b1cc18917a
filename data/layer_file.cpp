// SPDX-License-Identifier: Apache-2.0
#include "data/layer_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <set>
#include <vector>

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <ogrsf_frmts.h>

#include "data/error.hpp"
#include "data/nearest_word.hpp"
#include "data/text_block.hpp"
#include "data/text_stream.hpp"

namespace beatline {
namespace {

constexpr const char* what_is_read =
    "Read are CSV, GeoPackage, GeoJSON, FlatGeobuf, Shapefile (also in a zip) and XLSX";

const char* driver_of(LayerFormat format) {
    switch (format) {
        case LayerFormat::geopackage:
            return "GPKG";
        case LayerFormat::geojson:
        case LayerFormat::packed_geojson:
            return "GeoJSON";
        case LayerFormat::flatgeobuf:
            return "FlatGeobuf";
        case LayerFormat::shapefile:
        case LayerFormat::zipped_shapefiles:
            return "ESRI Shapefile";
        case LayerFormat::workbook:
            return "XLSX";
        case LayerFormat::none:
        case LayerFormat::locked_workbook:
        case LayerFormat::unknown_zip:
        case LayerFormat::unknown_database:
        case LayerFormat::xml:
            return nullptr;
    }
    return nullptr;
}

/// Reads all of a gzip file, for GDAL does not tell a cut one from a short one.
void refuse_damaged_gzip(const IncidentSource& source) {
    TextStream stream{{.path = source.path, .shown = source.shown_path}};
    TextBlock text;
    while (stream.read(text, 1U << 20U)) text.clear();
}

/// The text of a small file in an archive; empty when there is none.
std::string entry_text(const std::string& name) {
    constexpr std::size_t most = 1U << 20U;
    const std::unique_ptr<VSILFILE, int (*)(VSILFILE*)> file{VSIFOpenL(name.c_str(), "rb"),
                                                             VSIFCloseL};
    if (!file) return {};
    std::string text(most, '\0');
    text.resize(VSIFReadL(text.data(), 1, most, file.get()));
    return text;
}

/// GDAL holds a workbook in memory, and reckons its dates from 1900 whatever it says.
void check_workbook(const IncidentSource& source) {
    constexpr std::uint64_t most = 1ULL << 30U;
    const std::string folder = zip_folder(source.path);
    const CPLStringList entries{VSIReadDirRecursive(folder.c_str())};
    std::uint64_t bytes = 0;
    for (int i = 0; i < entries.size(); ++i) {
        VSIStatBufL about{};
        if (VSIStatL((folder + "/" + entries[i]).c_str(), &about) == 0)
            bytes += static_cast<std::uint64_t>(about.st_size);
    }
    if (bytes > most) {
        throw LimitError{fmt::format(
            "{}: the workbook unpacks to {} bytes; the limit is {}. Export the sheet as CSV.",
            source.shown_path, bytes, most)};
    }
    const std::string book = entry_text(folder + "/xl/workbook.xml");
    if (book.find("date1904=\"1\"") != std::string::npos ||
        book.find("date1904=\"true\"") != std::string::npos) {
        throw InputError{fmt::format(
            "{}: the workbook counts its dates from 1904, which is not read. Save it with dates "
            "from 1900 (in Excel: Options, Advanced, \"Use 1904 date system\" off), or as CSV.",
            source.shown_path)};
    }
}

/// The folder in the archive that holds the Shapefiles.
std::string shapefile_folder(const IncidentSource& source) {
    const std::string archive = zip_folder(source.path);
    const CPLStringList entries{VSIReadDirRecursive(archive.c_str())};
    std::set<std::string> folders;
    for (int i = 0; i < entries.size(); ++i) {
        const std::filesystem::path entry{entries[i]};
        const std::string ending = entry.extension().string();
        if (EQUAL(ending.c_str(), ".shp") && !entry.string().starts_with("__MACOSX"))
            folders.insert(entry.parent_path().string());
    }
    if (folders.size() > 1) {
        throw InputError{fmt::format(
            "{}: the zip archive holds Shapefiles in {} folders. Wanted them in one; unpack it and "
            "name the .shp.",
            source.shown_path, folders.size())};
    }
    return folders.empty() || folders.begin()->empty() ? archive : archive + "/" + *folders.begin();
}

std::string name_for_gdal(const IncidentSource& source, LayerFormat format) {
    const std::string whole = std::filesystem::canonical(source.path).string();
    switch (format) {
        case LayerFormat::packed_geojson:
            refuse_damaged_gzip(source);
            return "/vsigzip/" + whole;
        case LayerFormat::zipped_shapefiles:
            return shapefile_folder(source);
        case LayerFormat::workbook:
            check_workbook(source);
            return whole;
        default:
            return whole;
    }
}

void refuse_unread_format(const IncidentSource& source, LayerFormat format) {
    if (format == LayerFormat::locked_workbook) {
        throw InputError{
            fmt::format("{}: this is {}. Save it as XLSX without a password, or as CSV (UTF-8).",
                        source.shown_path, name_of(format))};
    }
    if (driver_of(format) == nullptr) {
        throw InputError{
            fmt::format("{}: this is {}. {}.", source.shown_path, name_of(format), what_is_read)};
    }
    if (format == LayerFormat::shapefile &&
        !EQUAL(source.path.extension().string().c_str(), ".shp")) {
        throw InputError{
            fmt::format("{}: this is part of a Shapefile. Name its .shp, with .shx, .dbf and .prj "
                        "beside it.",
                        source.shown_path)};
    }
}

void refuse_keys_of_text(const IncidentSource& source, LayerFormat format) {
    const bool has_encoding =
        format == LayerFormat::shapefile || format == LayerFormat::zipped_shapefiles;
    const char* key = source.delimiter != 0                                    ? "delimiter"
                      : source.encoding && !has_encoding                       ? "encoding"
                      : source.encoding && *source.encoding == Encoding::utf16 ? "encoding"
                                                                               : nullptr;
    if (key == nullptr) return;
    throw UsageError{fmt::format("{}: the key {} is for text files, this is {}. Leave it out.",
                                 source.shown_path, key, name_of(format))};
}

}  // namespace

LayerFile::LayerFile(const IncidentSource& source, LayerFormat format) : shown_{source.shown_path} {
    refuse_unread_format(source, format);
    refuse_keys_of_text(source, format);
    log_.show_file(source.path, shown_);
    open(source, format);
    layer_ = &choose(source);
}

void LayerFile::open(const IncidentSource& source, LayerFormat format) {
    gdal::register_drivers();
    CPLStringList options;
    if (driver_of(format) == std::string_view{"GeoJSON"})
        options.SetNameValue("DATE_AS_STRING", "YES");  // the text as it is
    if (source.encoding)
        options.SetNameValue("ENCODING", std::string{name_of(*source.encoding)}.c_str());
    const std::array<const char*, 2> drivers{driver_of(format), nullptr};
    const std::string name = name_for_gdal(source, format);
    dataset_.reset(GDALDataset::Open(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                     drivers.data(), options.List()));
    if (dataset_ && !log_.failed()) return;
    throw InputError{fmt::format("{}: no {} that can be read: {}. {}.", shown_, name_of(format),
                                 log_.failed() ? log_.reason() : "it looks like one but is not",
                                 what_is_read)};
}

OGRLayer& LayerFile::choose(const IncidentSource& source) const {
    std::vector<std::string> names;
    std::vector<OGRLayer*> filled;
    for (OGRLayer* layer : dataset_->GetLayers()) {
        if (!source.layer.empty() && layer->GetName() == source.layer) return *layer;
        const std::string name = layer->GetName();
        if (name == "layer_styles") continue;  // QGIS's, beside the layers it draws
        names.push_back(name);
        if (layer->GetFeatureCount() > 0) filled.push_back(layer);
    }
    refuse_damage(0);
    if (names.empty()) throw InputError{fmt::format("{}: holds no layer.", shown_)};
    if (!source.layer.empty()) {
        throw UsageError{fmt::format("{}: there is no layer \"{}\".{} It has \"{}\".", shown_,
                                     source.layer, did_you_mean(source.layer, names),
                                     fmt::join(names, "\", \""))};
    }
    if (filled.size() == 1) return *filled.front();
    if (names.size() == 1) return *dataset_->GetLayerByName(names.front().c_str());
    names.clear();
    for (OGRLayer* layer : filled) {
        names.push_back(
            fmt::format("\"{}\" ({} rows)", layer->GetName(), layer->GetFeatureCount()));
    }
    if (names.empty()) throw InputError{fmt::format("{}: none of its layers has rows.", shown_)};
    throw UsageError{fmt::format("{}: several layers have rows: {}. Say which: layer = \"{}\".",
                                 shown_, fmt::join(names, ", "), filled.front()->GetName())};
}

void LayerFile::refuse_damage(std::uint64_t features_read) const {
    if (!log_.failed()) return;
    throw InputError{
        fmt::format("{}: damaged or cut short after {} rows: {}. Fetch or export it again.", shown_,
                    features_read, log_.reason())};
}

}  // namespace beatline
