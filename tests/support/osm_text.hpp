// Small OpenStreetMap files as XML: nodes on a grid of metres near Bath, ways, restrictions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace beatline::testing {

using TagList = std::vector<std::pair<std::string, std::string>>;

class OsmText {
public:
    /// A node about x metres east and y north of a place near Bath.
    OsmText& node(std::int64_t id, double x, double y, const TagList& tags = {}) {
        nodes_ << "<node id='" << id << "' lat='" << 51.38 + y / 111'230.0 << "' lon='"
               << -2.36 + x / 69'600.0 << "'>" << text(tags) << "</node>\n";
        return *this;
    }
    OsmText& way(std::int64_t id, std::initializer_list<std::int64_t> nodes, const TagList& tags) {
        ways_ << "<way id='" << id << "'>";
        for (const std::int64_t n : nodes) ways_ << "<nd ref='" << n << "'/>";
        ways_ << text(tags) << "</way>\n";
        return *this;
    }
    OsmText& restriction(std::int64_t from, std::int64_t via, std::int64_t to, TagList tags) {
        tags.emplace_back("type", "restriction");
        relations_ << "<relation id='" << ++last_relation_ << "'><member type='way' ref='" << from
                   << "' role='from'/><member type='node' ref='" << via
                   << "' role='via'/><member type='way' ref='" << to << "' role='to'/>"
                   << text(tags) << "</relation>\n";
        return *this;
    }
    [[nodiscard]] std::string str() const {
        return "<?xml version='1.0'?>\n<osm version='0.6'>\n" + nodes_.str() + ways_.str() +
               relations_.str() + "</osm>\n";
    }

    OsmText() { nodes_.precision(12); }

private:
    static std::string text(const TagList& tags) {
        std::string all;
        for (const auto& [key, value] : tags) all += "<tag k='" + key + "' v='" + value + "'/>";
        return all;
    }
    std::ostringstream nodes_;
    std::ostringstream ways_;
    std::ostringstream relations_;
    std::int64_t last_relation_{0};
};

/// Node 0 with arms 1 west, 2 east, 3 south, 4 north, 100 m each: way 10 + arm, named "Arm <arm>",
/// towards 0.
inline OsmText osm_crossroads(const TagList& tags = {}) {
    OsmText osm;
    osm.node(0, 0, 0).node(1, -100, 0).node(2, 100, 0).node(3, 0, -100).node(4, 0, 100);
    for (const std::int64_t arm : {1, 2, 3, 4}) {
        TagList all{{"highway", "residential"}, {"name", "Arm " + std::to_string(arm)}};
        all.insert(all.end(), tags.begin(), tags.end());
        osm.way(10 + arm, {arm, 0}, all);
    }
    return osm;
}

}  // namespace beatline::testing
