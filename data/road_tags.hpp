// A road's tags in OpenStreetMap's words, whichever file they come from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beatline {

class RoadTags {
public:
    void clear() { tags_.clear(); }

    /// The first value of a key stays.
    void add(std::string_view key, std::string_view value) { tags_.emplace_back(key, value); }

    /// Empty when there is no such tag.
    [[nodiscard]] std::string_view operator[](std::string_view key) const {
        for (const auto& [k, v] : tags_) {
            if (k == key) return v;
        }
        return {};
    }

    [[nodiscard]] auto begin() const { return tags_.begin(); }
    [[nodiscard]] auto end() const { return tags_.end(); }

private:
    std::vector<std::pair<std::string, std::string>> tags_;
};

}  // namespace beatline
