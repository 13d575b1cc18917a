// Whole road files, of the project's sample and of the shared data where it is there, against
// Boost.Graph.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <random>
#include <span>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/read_roads.hpp"
#include "geo/quickest_path.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::message_of;
using testing::TempFolder;

RoadReading read(const std::filesystem::path& path, TravelMode mode = TravelMode::car,
                 const std::string& crs = "EPSG:27700") {
    return read_roads({path, path.filename().string(), crs, mode});
}

std::uint64_t accounted(const RoadReading& roads) {
    std::uint64_t sum = roads.features_used;
    for (const auto& [reason, count] : roads.features_left_out) sum += count;
    return sum;
}

std::filesystem::path sample_pbf() {
    return BEATLINE_SOURCE_DIR "/data/sample/rutland/roads/rutland-roads.osm.pbf";
}

TEST(RoadFiles, RefusesAPbfFileThatEndsEarlyWhereverItIsCut) {
    std::ifstream in{sample_pbf(), std::ios::binary};
    if (!in) GTEST_SKIP() << "no sample";
    const std::string whole{std::istreambuf_iterator<char>{in}, {}};
    const TempFolder folder;
    std::mt19937 rng{1};
    for (int i = 0; i < 20; ++i) {
        const std::size_t bytes = 1 + rng() % (whole.size() - 1);
        const auto path = folder.file("cut.osm.pbf", std::string_view{whole}.substr(0, bytes));
        EXPECT_THROW((void)read(path), InputError) << bytes;
    }
    EXPECT_THROW((void)read(folder.file("more.osm.pbf", whole + std::string("\0\0", 2))),
                 InputError);
    EXPECT_THROW((void)read(folder.file("zero.osm.pbf", whole + std::string(4, '\0'))), InputError);
    EXPECT_THROW(
        (void)read(folder.file("big.osm.pbf", whole + std::string("\x7f\xff\xff\xff", 4) + "xxxx")),
        InputError);
}

TEST(RoadFiles, RefusesTagsWithNulBytesInsteadOfReadingPastTheirList) {
    for (const char* name : {"nul_in_tag", "nul_in_tags_of_two_blocks"}) {
        const auto path =
            std::filesystem::path{BEATLINE_SOURCE_DIR "/tests/fuzz/corpus/pbf"} / name;
        const std::string message = message_of<InputError>([&] { (void)read(path); });
        EXPECT_NE(message.find("NUL byte"), std::string::npos) << name << ": " << message;
    }
}

/// Boost.Graph over the network's own arcs; each place is a vertex on every arc that it lies on.
class ArcGraph {
public:
    ArcGraph(const RoadNetwork& net, std::span<const RoadPosition> places)
        : graph_{net.nodes.size() + 4 * places.size()}, nodes_{net.nodes.size()} {
        std::vector<std::vector<std::size_t>> on_street(net.streets.size());
        for (std::size_t p = 0; p < places.size(); ++p) on_street[places[p].street].push_back(p);
        for (const RoadArc& arc : net.arcs) {
            auto beads = on_street[arc.street];
            std::ranges::stable_sort(beads, [&](std::size_t a, std::size_t b) {
                return arc.forward ? places[a].along < places[b].along
                                   : places[a].along > places[b].along;
            });
            std::size_t last = arc.from;
            std::uint64_t last_ms = 0;
            double last_along = -1.0;  // places that are the very same are reached from each other
            for (const std::size_t p : beads) {
                const double length_m = net.streets[arc.street].length_m;
                const double before =
                    arc.forward ? places[p].along.value : length_m - places[p].along.value;
                const auto ms =
                    static_cast<std::uint64_t>(std::llround(before / length_m * arc.drive_ms));
                const std::size_t bead = nodes_ + 4 * p + (arc.forward ? 0 : 1);
                boost::add_edge(last, bead, ms - last_ms, graph_);
                boost::add_edge(source(p), bead, 0, graph_);
                boost::add_edge(bead, sink(p), 0, graph_);
                if (last_along == places[p].along.value) boost::add_edge(bead, last, 0, graph_);
                last = bead;
                last_ms = ms;
                last_along = places[p].along.value;
            }
            boost::add_edge(last, arc.to, arc.drive_ms - last_ms, graph_);
        }
    }
    [[nodiscard]] std::size_t source(std::size_t p) const { return nodes_ + 4 * p + 2; }
    [[nodiscard]] std::size_t sink(std::size_t p) const { return nodes_ + 4 * p + 3; }
    [[nodiscard]] std::vector<std::uint64_t> distances_from(std::size_t p) const {
        std::vector<std::uint64_t> distance(boost::num_vertices(graph_));
        boost::dijkstra_shortest_paths(graph_, source(p), boost::distance_map(distance.data()));
        return distance;
    }

private:
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                          boost::property<boost::edge_weight_t, std::uint64_t>>
        graph_;
    std::size_t nodes_;
};

struct RealFile {
    const char* path;
    const char* crs;
};
void PrintTo(const RealFile& file, std::ostream* out) {
    *out << file.path;
}

class RealRoads : public ::testing::TestWithParam<RealFile> {};

TEST_P(RealRoads, TakeAsLongAsBoostGraphSays) {
    const std::filesystem::path path = GetParam().path;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
    const RoadReading roads = read(path, TravelMode::car, GetParam().crs);
    EXPECT_EQ(roads.features_read, accounted(roads));
    const RoadNetwork& net = roads.network;
    std::mt19937 rng{11};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    std::vector<RoadPosition> places;
    for (int i = 0; i < 60; ++i) {
        const auto street = static_cast<StreetId>(rng() % net.streets.size());
        if (!(net.streets[street].length_m > 0.0)) continue;
        const double share = i % 4 == 0 ? 0.0 : i % 4 == 1 ? 1.0 : unit(rng);
        places.push_back({street, Metres{share * net.streets[street].length_m}, {}, Metres{0}});
    }
    const ArcGraph reference{net, places};
    for (std::size_t from = 0; from < places.size(); ++from) {
        const auto expected = reference.distances_from(from);
        const auto found = quickest_times(net, places[from], places);
        for (std::size_t to = 0; to < places.size(); ++to)
            EXPECT_EQ(found[to], expected[reference.sink(to)]);
    }
}

TEST_P(RealRoads, ReadTheSameTwice) {
    const std::filesystem::path path = GetParam().path;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
    const RoadReading a = read(path, TravelMode::car, GetParam().crs);
    const RoadReading b = read(path, TravelMode::car, GetParam().crs);
    EXPECT_EQ(a.network.points, b.network.points);
    EXPECT_EQ(a.network.first_arc, b.network.first_arc);
    EXPECT_EQ(a.network.names, b.network.names);
    EXPECT_EQ(a.notes, b.notes);
}

TEST_P(RealRoads, CanBeWalkedToo) {
    const std::filesystem::path path = GetParam().path;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
    const RoadReading foot = read(path, TravelMode::foot, GetParam().crs);
    EXPECT_EQ(foot.features_read, accounted(foot));
    EXPECT_EQ(foot.report.turn_bans, 0U);
    for (const Street& street : foot.network.streets)
        EXPECT_NE(street.road_class, RoadClass::motorway);
}

INSTANTIATE_TEST_SUITE_P(
    Files, RealRoads,
    ::testing::Values(
        RealFile{BEATLINE_SOURCE_DIR "/data/sample/rutland/roads/rutland-roads.osm.pbf",
                 "EPSG:27700"},
        RealFile{BEATLINE_SOURCE_DIR "/data/sample/bath/roads.geojson.gz", "EPSG:27700"},
        RealFile{BEATLINE_SHARED_DIR "/data/osm-small/central-london-2023.osm.pbf", "EPSG:27700"},
        RealFile{BEATLINE_SHARED_DIR "/data/osm-small/monaco-2023.osm.pbf", "EPSG:32632"},
        RealFile{BEATLINE_SHARED_DIR "/data/osm-small/leeds_cycleway-2024.osm.gz", "EPSG:27700"},
        RealFile{BEATLINE_SHARED_DIR "/data/rutland/rutland-latest-free.shp.zip", "EPSG:27700"}));

}  // namespace
}  // namespace beatline
