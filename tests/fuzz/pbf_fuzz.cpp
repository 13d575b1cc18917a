// Any bytes as OpenStreetMap roads: PBF above all, and whatever else its reader tells by content.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include "data/read_roads.hpp"

#include "tests/fuzz/road_laws.hpp"

namespace {

/// libosmium leaves the file open when PBF in it is wrong. A program that ends does not mind; a
/// million runs in one process do.
void close_left_open(const std::filesystem::path& path) {
    for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
        std::error_code gone;
        if (std::filesystem::read_symlink(entry.path(), gone) == path)
            ::close(std::stoi(entry.path().filename()));
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatline;
    const auto path = fuzz::file_of({data, size}, "input.osm.pbf");
    RoadSource source{.path = path, .shown_path = "input.osm.pbf", .working_crs = "EPSG:32630"};
    const auto reads = [&] {
        return fuzz::accepts([&] { fuzz::check_roads(read_roads(source)); });
    };
    if (reads()) {
        source.mode = TravelMode::foot;
        reads();
    }
    close_left_open(path);
    return 0;
}
