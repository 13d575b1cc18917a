// What the command line can say, once for all commands that run an operation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace beatline {

enum class ProgressStyle : std::uint8_t { automatic, none, json };

struct RunOptions {
    std::filesystem::path operation;
    std::filesystem::path output;
    std::filesystem::path hotspots;  ///< plan only: a layer to plan for instead of our own hotspots
    bool overwrite{false};
    std::vector<std::string> sets;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> iterations;
    std::optional<std::chrono::milliseconds> time_limit;
    std::string profile;  ///< empty: as the file says
    bool strict{false};
    bool json{false};
    bool quiet{false};
    bool verbose{false};
    ProgressStyle progress{ProgressStyle::automatic};
    int threads{0};  ///< 0: all
};

}  // namespace beatline
