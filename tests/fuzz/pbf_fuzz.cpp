// Any bytes as OpenStreetMap roads: PBF above all, and whatever else its reader tells by content.
// SPDX-License-Identifier: Apache-2.0
#include "data/read_roads.hpp"

#include "tests/fuzz/road_laws.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatline;
    const auto path = fuzz::file_of({data, size}, "input.osm.pbf");
    RoadSource source{.path = path, .shown_path = "input.osm.pbf", .working_crs = "EPSG:32630"};
    const auto reads = [&] {
        return fuzz::accepts([&] { fuzz::check_roads(read_roads(source)); });
    };
    if (!reads()) return 0;
    source.mode = TravelMode::foot;
    reads();
    return 0;
}
