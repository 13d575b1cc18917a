// SPDX-License-Identifier: Apache-2.0
#include "data/layer_format.hpp"

#include <algorithm>
#include <fstream>
#include <memory>
#include <zlib.h>

#include <cpl_string.h>
#include <cpl_vsi.h>

#include "data/gdal.hpp"
#include "data/lower_case.hpp"

namespace beatline {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t start_bytes = 1U << 16U;

std::string start_of(const std::filesystem::path& path) {
    std::error_code trouble;
    if (!std::filesystem::is_regular_file(path, trouble)) return {};
    std::ifstream file{path, std::ios::binary};
    std::string start(start_bytes, '\0');
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(file.gcount()));
    return start;
}

/// As far as it unpacks; empty when damaged from the start.
std::string unpacked_start_of(const std::filesystem::path& path) {
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file{gzopen(path.c_str(), "rb"), gzclose};
    if (!file) return {};
    std::string start(start_bytes, '\0');
    const int read = gzread(file.get(), start.data(), static_cast<unsigned>(start.size()));
    start.resize(static_cast<std::size_t>(std::max(read, 0)));
    return start;
}

std::string_view without_blanks(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto at = text.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? std::string_view{} : text.substr(at);
}

bool is_geojson(std::string_view start) {
    start = without_blanks(start);
    return start.starts_with('{') && (start.find("\"Feature") != std::string_view::npos ||
                                      start.find("\"coordinates\"") != std::string_view::npos);
}

/// By the application identifier in the database's header (GeoPackage 1.0 to 1.4).
LayerFormat database_format(std::string_view start, const std::filesystem::path& path) {
    const std::string_view id = start.size() < 72 ? ""sv : start.substr(68, 4);
    const bool marked = id == "GPKG" || id == "GP10" || id == "GP11";
    return marked || path.extension() == ".gpkg" ? LayerFormat::geopackage
                                                 : LayerFormat::unknown_database;
}

LayerFormat archive_format(const std::filesystem::path& path) {
    gdal::register_drivers();
    const gdal::ErrorLog log;  // a damaged archive has no entries
    const CPLStringList entries{VSIReadDirRecursive(zip_folder(path).c_str())};
    bool has_shapes = false;
    for (int i = 0; i < entries.size(); ++i) {
        if (entries[i] == std::string_view{"xl/workbook.xml"}) return LayerFormat::workbook;
        const std::string name = lower_case(entries[i]);
        if (name.ends_with(".shp") && !name.starts_with("__macosx")) has_shapes = true;
    }
    return has_shapes ? LayerFormat::zipped_shapefiles : LayerFormat::unknown_zip;
}

}  // namespace

LayerFormat layer_format(const std::filesystem::path& path) {
    const std::string start = start_of(path);
    if (start.starts_with("SQLite format 3\0"sv)) return database_format(start, path);
    if (start.starts_with("fgb\x03"sv)) return LayerFormat::flatgeobuf;
    if (start.starts_with("\0\0\x27\x0a"sv)) return LayerFormat::shapefile;
    if (start.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv))
        return LayerFormat::locked_workbook;
    if (start.starts_with("PK\x03\x04"sv) || start.starts_with("PK\x05\x06"sv))
        return archive_format(path);
    if (start.starts_with("\x1F\x8B"sv)) {
        return is_geojson(unpacked_start_of(path)) ? LayerFormat::packed_geojson
                                                   : LayerFormat::none;
    }
    if (without_blanks(start).starts_with('<')) return LayerFormat::xml;
    return is_geojson(start) ? LayerFormat::geojson : LayerFormat::none;
}

std::string_view name_of(LayerFormat format) {
    switch (format) {
        case LayerFormat::none:
            return "text";
        case LayerFormat::geopackage:
            return "GeoPackage";
        case LayerFormat::geojson:
            return "GeoJSON";
        case LayerFormat::packed_geojson:
            return "GeoJSON in gzip";
        case LayerFormat::flatgeobuf:
            return "FlatGeobuf";
        case LayerFormat::shapefile:
            return "Shapefile";
        case LayerFormat::zipped_shapefiles:
            return "Shapefile in zip";
        case LayerFormat::workbook:
            return "XLSX workbook";
        case LayerFormat::locked_workbook:
            return "a workbook with a password, or an old one (XLS)";
        case LayerFormat::unknown_zip:
            return "a zip archive without a workbook or a Shapefile, or a damaged one";
        case LayerFormat::unknown_database:
            return "an SQLite database, but no GeoPackage";
        case LayerFormat::xml:
            return "XML or HTML";
    }
    return "";
}

std::string zip_folder(const std::filesystem::path& path) {
    std::error_code trouble;
    const auto whole = std::filesystem::canonical(path, trouble);
    return "/vsizip/{" + whole.string() + "}";
}

}  // namespace beatline
