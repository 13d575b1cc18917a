// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "data/error.hpp"
#include "data/osm_ways.hpp"
#include "data/road_links.hpp"

namespace beatline {

namespace {

/// Nodes where links begin and end: ends of ways, nodes of two ways or twice in one, vias,
/// barriers.
std::vector<bool> find_junctions(const OsmWays& osm) {
    std::vector<std::uint8_t> uses(osm.node_ids.size(), 0);
    const auto use = [&uses](std::uint32_t node) {
        uses[node] = std::min<std::uint8_t>(2, uses[node] + 1);
    };
    for (const OsmWay& way : osm.ways) {
        const auto nodes = osm.nodes_of(way);
        std::ranges::for_each(nodes, use);
        use(nodes.front());
        use(nodes.back());
    }
    std::vector<bool> junction(osm.node_ids.size());
    for (std::size_t n = 0; n < uses.size(); ++n)
        junction[n] = uses[n] == 2 || (uses[n] > 0 && osm.barrier[n]);
    for (const OsmRestriction& r : osm.restrictions) {
        const auto via = std::ranges::lower_bound(osm.node_ids, r.via);
        if (via != osm.node_ids.end() && *via == r.via)
            junction[static_cast<std::size_t>(via - osm.node_ids.begin())] = true;
    }
    return junction;
}

/// Cuts ways into links at junctions. A link's key is the node's number; at a barrier every link
/// gets a number of its own beyond them, so that nothing joins there.
class LinkCutter {
public:
    LinkCutter(const OsmWays& osm, std::vector<RoadLink>& links)
        : osm_{osm},
          links_{links},
          junction_{find_junctions(osm)},
          next_key_{static_cast<std::int64_t>(osm.node_ids.size())} {}

    void cut(const OsmWay& way) {
        const auto nodes = osm_.nodes_of(way);
        const std::size_t first_link = links_.size();
        double way_m = 0.0;
        std::size_t begin = 0;
        for (std::size_t i = 1; i < nodes.size(); ++i) {
            if (!junction_[nodes[i]] && i + 1 < nodes.size()) continue;
            RoadLink link{key_at(nodes[begin]), key_at(nodes[i]),    {},
                          way.use.name,         way.use.road_class,  way.use.forward_kmh,
                          way.use.backward_kmh, way.use.speed_stated};
            link.line.reserve(i - begin + 1);
            for (std::size_t k = begin; k <= i; ++k) link.line.push_back(osm_.places[nodes[k]]);
            way_m += length(link.line).value;
            links_.push_back(std::move(link));
            begin = i;
        }
        if (!way.use.duration_s || !(way_m > 0.0)) return;
        for (RoadLink& link : std::span{links_}.subspan(first_link)) {
            // A ferry of 1 to 60 km/h; another duration is a mistake.
            const double kmh = way_m / *way.use.duration_s * 3.6;
            if (kmh < 1.0 || kmh > 60.0) {
                link.speed_stated = false;
                continue;
            }
            if (link.forward_kmh > 0.0) link.forward_kmh = kmh;
            if (link.backward_kmh > 0.0) link.backward_kmh = kmh;
        }
    }

private:
    std::int64_t key_at(std::uint32_t node) {
        return osm_.barrier[node] ? next_key_++ : std::int64_t{node};
    }

    const OsmWays& osm_;
    std::vector<RoadLink>& links_;
    std::vector<bool> junction_;
    std::int64_t next_key_;
};

std::vector<std::string> notes_on(const OsmWays& osm) {
    std::vector<std::string> notes;
    const RestrictionCounts& r = osm.restriction_counts;
    if (r.read > 0) {
        notes.push_back(
            fmt::format("{} turn restrictions for cars read; not honoured: {} over a way, {} for "
                        "some hours only, {} that do "
                        "not fit the roads read",
                        r.read, r.via_way, r.by_the_clock, r.unusable));
    }
    if (osm.by_the_clock > 0)
        notes.push_back(
            fmt::format("{} ways have access rules for some hours only; they were not applied",
                        osm.by_the_clock));
    return notes;
}

}  // namespace

RoadLinks read_osm_links(const RoadSource& source, const std::string& format) {
    if (format == "pbf") check_pbf_blobs(source);
    OsmWays osm = read_osm_ways(source, format);
    if (osm.ways_read == 0) {
        throw InputError{
            fmt::format("{}: holds no ways, so no roads; was the extract made with its ways?",
                        source.shown_path)};
    }
    RoadLinks roads;
    std::vector<std::size_t> first_link{0};
    LinkCutter cutter{osm, roads.links};
    for (const OsmWay& way : osm.ways) {
        cutter.cut(way);
        first_link.push_back(roads.links.size());
    }
    const LinkLookup lookup{
        [&](std::int64_t way_id) {
            std::vector<std::size_t> links;
            const auto way = std::ranges::lower_bound(osm.ways, way_id, {}, &OsmWay::id);
            if (way == osm.ways.end() || way->id != way_id) return links;
            const auto number = static_cast<std::size_t>(way - osm.ways.begin());
            for (std::size_t i = first_link[number]; i < first_link[number + 1]; ++i)
                links.push_back(i);
            return links;
        },
        [&](std::int64_t node_id) {
            const auto node = std::ranges::lower_bound(osm.node_ids, node_id);
            const bool known = node != osm.node_ids.end() && *node == node_id;
            return known ? static_cast<std::int64_t>(node - osm.node_ids.begin()) : -1;
        }};
    roads.bans = make_turn_bans(osm.restrictions, roads.links, lookup, osm.restriction_counts);
    roads.features_read = osm.ways_read;
    roads.features_used = osm.ways.size();
    roads.features_left_out = osm.left_out;
    roads.notes = notes_on(osm);
    const auto missing = osm.left_out.find("missing_nodes");
    if (missing != osm.left_out.end()) {
        roads.warnings.push_back(
            fmt::format("{}: {} ways left out because the file lacks some of their nodes; make the "
                        "extract with complete ways",
                        source.shown_path, missing->second));
    }
    return roads;
}

}  // namespace beatline
