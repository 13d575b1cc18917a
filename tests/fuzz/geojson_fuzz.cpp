// Any bytes as GeoJSON: as a study area, as hotspots and as roads.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "data/read_area.hpp"
#include "data/read_hotspots.hpp"
#include "data/read_roads.hpp"

#include "tests/fuzz/road_laws.hpp"

namespace beatline::fuzz {
namespace {

constexpr const char* crs = "EPSG:32630";

void check_ring(const Ring& ring) {
    must(ring.size() >= 4 && ring.front() == ring.back(), "a ring is closed");
    for (const Point p : ring) must(std::isfinite(p.x) && std::isfinite(p.y), "corners are finite");
}

void check_polygon(const Polygon& polygon) {
    check_ring(polygon.outer);
    must(signed_area(polygon.outer).value >= 0.0, "outer rings run counter-clockwise");
    for (const Ring& hole : polygon.holes) {
        check_ring(hole);
        must(signed_area(hole).value <= 0.0, "holes run clockwise");
    }
}

void check_area(const std::filesystem::path& path) {
    const MultiPolygon polygons = read_area(path, crs);
    must(area(polygons).value > 0.0, "a study area has an area");
    for (const Polygon& polygon : polygons) check_polygon(polygon);
}

void check_hotspots(const std::filesystem::path& path) {
    const GivenHotspots given = read_hotspots(path, crs);
    must(!given.hotspots.empty(), "there are hotspots");
    for (const GivenHotspot& hotspot : given.hotspots) {
        check_polygon(hotspot.outline);
        must(!hotspot.mass || (std::isfinite(*hotspot.mass) && *hotspot.mass >= 0.0),
             "mass is good");
    }
}

}  // namespace
}  // namespace beatline::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatline;
    const auto path = fuzz::file_of({data, size}, "input.geojson");
    if (fuzz::accepts([&] { fuzz::check_area(path); }))
        fuzz::accepts([&] { fuzz::check_hotspots(path); });
    const std::string_view text = fuzz::text_of({data, size});
    const bool is_osm = text.find("<osm") != std::string_view::npos;  // pbf_fuzz has those
    const bool may_hold_lines = text.find("Line") != std::string_view::npos;
    if (is_osm || !(may_hold_lines || text.starts_with("\x1F\x8B"))) return 0;
    fuzz::accepts([&] {
        fuzz::check_roads(
            read_roads({.path = path, .shown_path = "input.geojson", .working_crs = fuzz::crs}));
    });
    return 0;
}
