// Columns of road layers (OS Open Roads, OS Open Map Local, Geofabrik, any OSM export) put into
// OSM's tags.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "data/road_layout.hpp"
#include "data/road_tags.hpp"

namespace beatline {

/// Which columns of a layer say what. Names are compared without case, spaces and underscores.
class RoadColumns {
public:
    /// What the layout names wins over what is known. Throws std::invalid_argument when it names a
    /// column that is not there.
    explicit RoadColumns(const std::vector<std::string>& names, RoadLayout layout = {});

    /// The text of a column of the current feature; empty when null.
    using Field = std::function<std::string(std::size_t column)>;
    void read_tags(const Field& field, RoadTags& tags);

    /// Columns are OSM's own: then lines that share an inner vertex meet there.
    [[nodiscard]] bool is_osm() const { return is_osm_; }
    [[nodiscard]] bool has_class() const { return highway_ != none || !class_columns_.empty(); }
    [[nodiscard]] bool has_one_way() const { return one_way_ != none; }
    /// Class names that were not understood, and how often; they count as unclassified roads.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& unknown_classes() const {
        return unknown_classes_;
    }
    /// The same for one-way signs; they count as two-way.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& unknown_one_ways() const {
        return unknown_one_ways_;
    }
    /// Words that the layout explains and no feature has had so far.
    [[nodiscard]] std::vector<std::string> unused_classes() const;

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    using Names = std::vector<std::string>;

    void find_known(const Names& names);
    void find_named(const Names& names);
    bool read_own_class(const std::string& given, RoadTags& tags);
    void read_osm_tags(const Field& field, RoadTags& tags);
    void read_class(const Field& field, RoadTags& tags);
    void read_one_way(const Field& field, RoadTags& tags);
    void read_speed(const Field& field, RoadTags& tags) const;

    RoadLayout layout_;
    bool is_osm_{false};
    std::size_t highway_{none};  // a column of OSM's words for the class
    std::size_t one_way_{none};
    std::size_t speed_{none};
    std::size_t form_{none};
    std::vector<std::size_t> class_columns_;  // the most telling first
    std::vector<std::size_t>
        primary_columns_;                    // "true": part of the primary route or trunk network
    std::vector<std::size_t> name_columns_;  // the first that is not empty names the road
    std::vector<std::pair<std::size_t, std::string>> osm_columns_;
    std::map<std::string, std::uint64_t> unknown_classes_;
    std::map<std::string, std::uint64_t> unknown_one_ways_;
    std::set<std::string> used_classes_;  // words of the layout, in lower case
};

}  // namespace beatline
