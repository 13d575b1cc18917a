// The same few crimes in every vector format that is read, and sources that name them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>
#include <zlib.h>

#include <cpl_vsi.h>

#include "data/event_source.hpp"

#include "tests/support/point_layers.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline::testing {

/// Rows with every kind of trouble, as a layer; the times are texts.
inline PointLayer some_crimes() {
    PointLayer layer;
    layer.columns = {{"x", OFTReal}, {"y", OFTReal}, {"when"}, {"kind"}, {"ref"}};
    for (int i = 0; i < 40; ++i) {
        const std::string x = fmt::format("{}", 458700 + 10 * i + 0.5);
        const std::string y = fmt::format("{}", 304300 + 7 * i + 0.25);
        layer.rows.push_back({fmt::format("POINT ({} {})", x, y),
                              {x, y, fmt::format("2024-06-{:02}T10:{:02}:00Z", 1 + i % 28, i),
                               i % 3 == 0 ? "Drugs" : "Théft, other", fmt::format("r{}", i / 2)}});
    }
    layer.rows[5].values[2] = "2024-06";
    layer.rows[6].values[2] = "2024-02-30";
    layer.rows[7].values[2] = std::nullopt;
    layer.rows[8].values[3] = std::nullopt;
    return layer;
}

inline std::string gzipped(const std::string& bytes) {
    std::string packed(compressBound(bytes.size()) + 64, '\0');
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// A zip archive of these entries: name and bytes.
inline void write_archive(const std::filesystem::path& path,
                          const std::vector<std::pair<std::string, std::string>>& entries) {
    const std::filesystem::path made = path.string() + ".zip";  // GDAL wants the ending
    for (const auto& [name, bytes] : entries) {
        VSILFILE* to = VSIFOpenL(("/vsizip/" + made.string() + "/" + name).c_str(), "wb");
        ASSERT_NE(to, nullptr);
        VSIFWriteL(bytes.data(), 1, bytes.size(), to);
        VSIFCloseL(to);
    }
    std::filesystem::rename(made, path);
}

using NamedFile = std::pair<std::string, std::filesystem::path>;

/// Format and file; under names that say nothing where the format allows it.
inline std::vector<NamedFile> in_every_format(const TempFolder& folder, PointLayer layer) {
    std::vector<NamedFile> files;
    write_points(folder / "a.gpkg", "GPKG", {layer});
    std::filesystem::rename(folder / "a.gpkg", folder / "a");
    files.emplace_back("GeoPackage", folder / "a");
    files.emplace_back("GeoJSON", write_points(folder / "b.csv", "GeoJSON", {layer}));
    files.emplace_back("gzip", folder.file("c", gzipped(bytes_of(folder / "b.csv"))));
    layer.options = {"ENCODING=UTF-8"};
    files.emplace_back("Shapefile", write_points(folder / "d.shp", "ESRI Shapefile", {layer}));
    std::vector<std::pair<std::string, std::string>> parts;
    for (const char* part : {"d.shp", "d.shx", "d.dbf", "d.prj", "d.cpg"})
        parts.emplace_back(std::string{"inner/"} + part, bytes_of(folder / part));
    write_archive(folder / "e", parts);
    files.emplace_back("zip", folder / "e");
    layer.options = {"SPATIAL_INDEX=NO"};  // else the rows are sorted by place
    files.emplace_back("FlatGeobuf", write_points(folder / "f.fgb", "FlatGeobuf", {layer}));
    std::filesystem::rename(folder / "f.fgb", folder / "f");
    files.back().second = folder / "f";
    return files;
}

/// The file's points, and no columns of it.
inline IncidentSource places_in(const std::filesystem::path& path) {
    IncidentSource source;
    source.path = path;
    source.shown_path = path.filename().string();
    return source;
}

/// With the columns of some_crimes named, but for x and y.
inline IncidentSource crimes_in(const std::filesystem::path& path) {
    IncidentSource source = places_in(path);
    source.time = "when";
    source.category = "kind";
    source.id = "ref";
    return source;
}

}  // namespace beatline::testing
