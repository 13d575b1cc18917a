// SPDX-License-Identifier: Apache-2.0
#include "data/road_layout.hpp"

namespace beatline {

std::vector<std::string> RoadLayout::keys() const {
    std::vector<std::string> given;
    const auto add = [&given](const char* key, bool is_set) {
        if (is_set) given.emplace_back(key);
    };
    add("layer", !layer.empty());
    add("class", !road_class.empty());
    add("one_way", !one_way.empty());
    add("speed", !speed.empty());
    add("speed_unit", !speed_unit.empty());
    add("name", !name.empty());
    add("classes", !classes.empty());
    return given;
}

}  // namespace beatline
