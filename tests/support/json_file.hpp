// What a run has left as JSON, read back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/small_town.hpp"

namespace beatline::testing {

inline nlohmann::json read_json(const std::filesystem::path& file) {
    return nlohmann::json::parse(bytes_of(file));
}

/// By value: a range-for over a part of a temporary would outlive it.
inline nlohmann::json features_of(const std::filesystem::path& file) {
    return read_json(file)["features"];
}

inline nlohmann::json quality_of(const SmallTown& town) {
    return read_json(town.out() + "/quality.json");
}

}  // namespace beatline::testing
