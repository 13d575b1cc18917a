// SPDX-License-Identifier: Apache-2.0
#include "data/read_roads.hpp"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <string_view>
#include <zlib.h>

#include "data/error.hpp"
#include "data/road_links.hpp"

namespace beatline {

namespace {

/// Only plain files: GDAL and libosmium would otherwise follow "/vsicurl/", "PG:" or "https://".
void check_is_plain_file(const RoadSource& source) {
    const std::string path = source.path.string();
    const auto colon = path.find(':');
    const auto slash = path.find('/');
    const bool has_scheme =
        colon != std::string::npos && colon > 0 && (slash == std::string::npos || colon < slash);
    std::error_code error;
    const auto status = std::filesystem::status(source.path, error);
    if (path.starts_with("/vsi") || (has_scheme && !std::filesystem::exists(status))) {
        throw InputError{
            fmt::format("{}: roads are read from files on this machine only, not over the network "
                        "or from databases; save "
                        "them as .osm.pbf, GeoPackage, GeoJSON, FlatGeobuf or Shapefile",
                        source.shown_path)};
    }
    if (!std::filesystem::exists(status))
        throw FileError{fmt::format("{}: no such file; check [roads] path", source.shown_path)};
    if (!std::filesystem::is_regular_file(status))
        throw FileError{
            fmt::format("{}: not a file; name the road file itself", source.shown_path)};
    if (std::filesystem::file_size(source.path, error) == 0)
        throw InputError{
            fmt::format("{}: is empty (0 bytes); download it again", source.shown_path)};
}

std::string read_start(const RoadSource& source) {
    std::string start(4096, '\0');
    std::ifstream file{source.path, std::ios::binary};
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    if (file.bad() || file.gcount() == 0)
        throw FileError{fmt::format("{}: cannot be read", source.shown_path)};
    start.resize(static_cast<std::size_t>(file.gcount()));
    return start;
}

std::string unpack_start(const RoadSource& source) {
    std::string start(4096, '\0');
    gzFile file = gzopen(source.path.c_str(), "rb");
    const int read =
        file == nullptr ? -1 : gzread(file, start.data(), static_cast<unsigned>(start.size()));
    if (file != nullptr) gzclose_r(file);
    if (read <= 0)
        throw InputError{
            fmt::format("{}: damaged gzip file; download it again", source.shown_path)};
    start.resize(static_cast<std::size_t>(read));
    return start;
}

/// The first character that is no white space or byte order mark.
char first_letter(std::string_view text) {
    const auto at = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    return at == std::string_view::npos ? '\0' : text[at];
}

/// OpenStreetMap's tags mean what they mean: a layout for them is a mistake of the operation.
RoadLinks read_osm(const RoadSource& source, const std::string& format) {
    if (const auto keys = source.layout.keys(); !keys.empty()) {
        throw UsageError{fmt::format(
            "{}: roads.{}: this is OpenStreetMap data, whose tags are read as they are; leave out "
            "{} (they are for line layers such as a GeoPackage)",
            source.shown_path, keys.front(), fmt::join(keys, ", "))};
    }
    return read_osm_links(source, format);
}

RoadLinks read_links(const RoadSource& source) {
    using namespace std::string_view_literals;
    const std::string start = read_start(source);
    if (start.size() > 15 && start.compare(4, 11, "\x0a\x09OSMHeader") == 0)
        return read_osm(source, "pbf");
    if (start.starts_with("\x1f\x8b"sv)) {
        const std::string unpacked = unpack_start(source);
        if (unpacked.find("<osm") != std::string::npos) return read_osm(source, "osm.gz");
        if (first_letter(unpacked) == '{') return read_layer_links(source, LayerPacking::gzip);
        throw InputError{
            fmt::format("{}: a gzip file that holds neither OpenStreetMap XML nor GeoJSON; unpack "
                        "it and name what is inside",
                        source.shown_path)};
    }
    if (start.starts_with("BZh")) return read_osm(source, "osm.bz2");
    if (first_letter(start) == '<' && start.find("<osm") != std::string::npos)
        return read_osm(source, "osm");
    if (start.starts_with("PK\x03\x04"sv)) return read_layer_links(source, LayerPacking::zip);
    return read_layer_links(source, LayerPacking::none);
}

std::string list_of(const std::map<std::string, std::uint64_t>& counts) {
    std::string list;
    for (const auto& [reason, count] : counts)
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, reason);
    return list.empty() ? "none" : list;
}

/// What a planner should know of the network before trusting times on it.
void describe(RoadReading& reading, const std::string& shown) {
    const RoadReport& r = reading.report;
    if (r.links_cut_off > 0) {
        // A few unconnected car parks are normal; a tenth of all roads is not.
        (r.share_kept() < 0.9 ? reading.warnings : reading.notes)
            .push_back(fmt::format(
                "{}: {} of {} links ({:.1f} km) cannot be reached and left from the rest, and were "
                "left out",
                shown, r.links_cut_off, r.links, r.cut_off_km));
    }
    if (reading.mode == TravelMode::car && r.speed_assumed == r.links_kept) {
        // OS Open Roads never has any: a warning at each run would only be a habit.
        reading.notes.push_back(fmt::format(
            "{}: no speed limit stands in the data: all driving times rest on the limits assumed "
            "for the classes of road (docs/roads.md)",
            shown));
    } else if (reading.mode == TravelMode::car && r.speed_assumed > 0) {
        reading.notes.push_back(fmt::format(
            "{}: {} of {} streets ({:.1f} of {:.1f} km) have no speed limit in the data; the one "
            "of their class is assumed",
            shown, r.speed_assumed, r.links_kept, r.speed_assumed_km, r.length_km));
    }
    if (r.nameless == r.links_kept)
        reading.notes.push_back(
            fmt::format("{}: no street has a name or a number: itineraries name none", shown));
}

}  // namespace

RoadReading read_roads(const RoadSource& given) {
    RoadSource source = given;
    if (source.shown_path.empty()) source.shown_path = source.path.string();
    check_is_plain_file(source);
    RoadLinks roads = read_links(source);
    const std::string_view mode = source.mode == TravelMode::car ? "drive" : "walk";
    if (roads.links.empty()) {
        throw InputError{fmt::format(
            "{}: no road to {} on in {} features (left out: {}); is it a road file, and does "
            "the working CRS {} reach it?",
            source.shown_path, mode, roads.features_read, list_of(roads.features_left_out),
            source.working_crs)};
    }
    BuiltRoads built = build_road_network(roads.links, roads.bans);
    if (built.network.streets.empty()) {
        throw InputError{
            fmt::format("{}: its {} roads lead nowhere: no two of them connect both ways",
                        source.shown_path, roads.features_used)};
    }
    RoadReading reading;
    reading.mode = source.mode;
    reading.network = std::move(built.network);
    reading.report = built.report;
    reading.features_read = roads.features_read;
    reading.features_used = roads.features_used;
    reading.features_left_out = std::move(roads.features_left_out);
    reading.notes = std::move(roads.notes);
    reading.warnings = std::move(roads.warnings);
    describe(reading, source.shown_path);
    return reading;
}

}  // namespace beatline
