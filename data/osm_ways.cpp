// SPDX-License-Identifier: Apache-2.0
#include "data/osm_ways.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <initializer_list>
#include <limits>
#include <osmium/io/bzip2_compression.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/osm.hpp>
#include <protozero/exception.hpp>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "data/error.hpp"
#include "data/projection.hpp"

namespace beatline {

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Calls `take(object)` for every object of the kinds asked for, in the file's order.
template <class Take>
void for_each_object(const RoadSource& source, const std::string& format,
                     osmium::osm_entity_bits::type kinds, const Take& take) {
    // An absolute path: libosmium would fetch what looks like a URL.
    const std::string path = std::filesystem::absolute(source.path).string();
    try {
        osmium::thread::Pool pool{
            static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 4U))};
        osmium::io::Reader reader{osmium::io::File{path, format}, kinds, osmium::io::read_meta::no,
                                  pool};
        while (const osmium::memory::Buffer buffer = reader.read()) {
            for (const osmium::OSMObject& object : buffer.select<osmium::OSMObject>()) take(object);
        }
        reader.close();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const Failure&) {
        throw;
    } catch (const std::exception& e) {
        throw InputError{
            fmt::format("{}: cannot be read as OpenStreetMap data ({}); is it complete? Download "
                        "it again, or check it "
                        "with \"osmium fileinfo -e\"",
                        source.shown_path, e.what())};
    }
}

/// Calls `take(key, value)` for every tag. libosmium's own walk trusts that no text holds a NUL
/// byte: a PBF file that has one would lead it past the end of the list.
template <class Take>
void for_each_tag(const osmium::TagList& list, const Take& take) {
    std::string_view rest{reinterpret_cast<const char*>(list.data()), list.byte_size()};
    rest.remove_prefix(sizeof(osmium::TagList));
    const auto next = [&rest] {
        const std::size_t end = rest.find('\0');
        if (end == std::string_view::npos) throw std::runtime_error{"a tag holds a NUL byte"};
        const std::string_view text = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        return text;
    };
    while (!rest.empty()) {
        const std::string_view key = next();
        take(key, next());
    }
}

bool has_tag(const osmium::TagList& list, std::initializer_list<std::string_view> keys) {
    bool found = false;
    for_each_tag(list, [&](std::string_view key, std::string_view) {
        found = found || std::ranges::find(keys, key) != keys.end();
    });
    return found;
}

void copy_tags(const osmium::TagList& list, RoadTags& tags) {
    tags.clear();
    for_each_tag(list, [&](std::string_view key, std::string_view value) { tags.add(key, value); });
}

/// First pass: ways that the mode may use, their node ids, and restrictions.
class WayCollector {
public:
    WayCollector(TravelMode mode, OsmWays& osm) : mode_{mode}, osm_{osm} {}

    void take(const osmium::OSMObject& object) {
        if (object.type() == osmium::item_type::way) {
            take_way(static_cast<const osmium::Way&>(object));
        } else if (object.type() == osmium::item_type::relation && mode_ == TravelMode::car) {
            take_relation(static_cast<const osmium::Relation&>(object));
        }
    }

    [[nodiscard]] std::vector<std::int64_t>& refs() { return refs_; }

private:
    void take_way(const osmium::Way& way) {
        ++osm_.ways_read;
        if (!has_tag(way.tags(), {"highway", "route"})) {
            ++osm_.left_out["not_a_road"];
            return;
        }
        copy_tags(way.tags(), tags_);
        RoadVerdict verdict = judge_road(tags_, mode_);
        if (!verdict.left_out.empty()) {
            ++osm_.left_out[std::string{verdict.left_out}];
            return;
        }
        OsmWay kept{way.id(), std::move(verdict.use), refs_.size(), 0};
        for (const osmium::NodeRef& node : way.nodes()) {
            if (refs_.size() == kept.first_node || refs_.back() != node.ref())
                refs_.push_back(node.ref());
        }
        kept.node_count = refs_.size() - kept.first_node;
        if (kept.node_count < 2) {
            refs_.resize(kept.first_node);
            ++osm_.left_out["bad_geometry"];
            return;
        }
        osm_.ways.push_back(std::move(kept));
    }

    void take_relation(const osmium::Relation& relation) {
        if (!has_tag(relation.tags(), {"type"})) return;
        copy_tags(relation.tags(), tags_);
        if (!tags_["type"].starts_with("restriction")) return;
        members_.clear();
        for (const osmium::RelationMember& member : relation.members()) {
            const auto kind = member.type() == osmium::item_type::way    ? OsmMember::Kind::way
                              : member.type() == osmium::item_type::node ? OsmMember::Kind::node
                                                                         : OsmMember::Kind::other;
            members_.push_back({kind, member.ref(), member.role()});
        }
        take_restriction(tags_, members_, osm_.restrictions, osm_.restriction_counts);
    }

    TravelMode mode_;
    OsmWays& osm_;
    std::vector<std::int64_t> refs_;
    RoadTags tags_;
    std::vector<OsmMember> members_;
};

/// Ways by id, the first of each; the others are left out. Their nodes get numbers.
void sort_ways(OsmWays& osm, const std::vector<std::int64_t>& refs) {
    std::ranges::stable_sort(osm.ways, {}, &OsmWay::id);
    const auto repeated = std::ranges::unique(osm.ways, {}, &OsmWay::id);
    if (!repeated.empty())
        osm.left_out["repeated_id"] += static_cast<std::uint64_t>(repeated.size());
    osm.ways.erase(repeated.begin(), repeated.end());

    osm.node_ids = refs;
    std::ranges::sort(osm.node_ids);
    const auto same = std::ranges::unique(osm.node_ids);
    osm.node_ids.erase(same.begin(), same.end());
    if (osm.node_ids.size() >= std::numeric_limits<std::uint32_t>::max())
        throw LimitError{"more road nodes than can be numbered (4 billion)"};
    osm.way_nodes.reserve(refs.size());
    for (const std::int64_t ref : refs) {
        const auto at = std::ranges::lower_bound(osm.node_ids, ref);
        osm.way_nodes.push_back(static_cast<std::uint32_t>(at - osm.node_ids.begin()));
    }
}

/// Second pass: where the nodes are, and which of them stop the mode.
class NodeCollector {
public:
    NodeCollector(TravelMode mode, OsmWays& osm) : mode_{mode}, osm_{osm} {
        osm_.places.assign(osm_.node_ids.size(), {not_a_number, not_a_number});
        osm_.missing.assign(osm_.node_ids.size(), true);
        osm_.barrier.assign(osm_.node_ids.size(), false);
    }

    void take(const osmium::OSMObject& object) {
        const auto& node = static_cast<const osmium::Node&>(object);
        const auto& ids = osm_.node_ids;
        // Files are sorted almost always: look on from the last one found, and search only
        // otherwise.
        if (next_ > 0 && node.id() < ids[next_ - 1]) next_ = 0;
        if (next_ == ids.size()) return;
        if (ids[next_] < node.id()) {
            std::size_t step = 1;
            while (next_ + step < ids.size() && ids[next_ + step] < node.id()) step *= 2;
            const auto first = ids.begin() + static_cast<std::ptrdiff_t>(next_ + step / 2);
            const auto last =
                ids.begin() + static_cast<std::ptrdiff_t>(std::min(next_ + step, ids.size()));
            next_ =
                static_cast<std::size_t>(std::lower_bound(first, last, node.id()) - ids.begin());
        }
        if (next_ == ids.size() || ids[next_] != node.id()) return;
        const std::size_t number = next_++;
        const osmium::Location location = node.location();
        if (!location.valid()) return;
        osm_.missing[number] = false;
        osm_.places[number] = {location.lon_without_check(), location.lat_without_check()};
        if (node.tags().empty()) return;
        copy_tags(node.tags(), tags_);
        osm_.barrier[number] = is_barrier(tags_, mode_);
    }

private:
    TravelMode mode_;
    OsmWays& osm_;
    RoadTags tags_;
    std::size_t next_{0};
};

/// Leaves out ways with a node that the file lacks, or that lies beyond the working CRS.
void drop_incomplete(OsmWays& osm) {
    std::erase_if(osm.ways, [&osm](const OsmWay& way) {
        const auto nodes = osm.nodes_of(way);
        if (std::ranges::any_of(nodes, [&](std::uint32_t n) { return osm.missing[n]; })) {
            ++osm.left_out["missing_nodes"];
            return true;
        }
        if (std::ranges::any_of(nodes,
                                [&](std::uint32_t n) { return !std::isfinite(osm.places[n].x); })) {
            ++osm.left_out["outside_crs"];
            return true;
        }
        return false;
    });
    for (const OsmWay& way : osm.ways) osm.by_the_clock += way.use.by_the_clock ? 1U : 0U;
}

}  // namespace

OsmWays read_osm_ways(const RoadSource& source, const std::string& format) {
    OsmWays osm;
    {
        WayCollector collector{source.mode, osm};
        for_each_object(source, format,
                        osmium::osm_entity_bits::way | osmium::osm_entity_bits::relation,
                        [&](const osmium::OSMObject& object) { collector.take(object); });
        sort_ways(osm, collector.refs());
    }
    NodeCollector nodes{source.mode, osm};
    for_each_object(source, format, osmium::osm_entity_bits::node,
                    [&](const osmium::OSMObject& object) { nodes.take(object); });
    projection_between("EPSG:4326", source.working_crs).transform(osm.places);
    drop_incomplete(osm);
    return osm;
}

}  // namespace beatline
