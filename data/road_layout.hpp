// What the columns of a road layer mean, where the user says so.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

namespace beatline {

/// Names are those of the file, exactly; what is empty is found as the known layouts have it.
struct RoadLayout {
    std::string layer;
    std::string road_class;  ///< column
    std::string one_way;     ///< column
    std::string speed;       ///< column of the limit
    std::string name;        ///< column
    std::string speed_unit;  ///< of limits that name none: "km/h", "mph"; empty: km/h
    /// The layer's own word for a class, in lower case -> a value of OSM's highway tag.
    std::map<std::string, std::string> classes;

    /// What is set, by the keys of the operation file.
    [[nodiscard]] std::vector<std::string> keys() const;
};

}  // namespace beatline
