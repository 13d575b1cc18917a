// `beatline matrix`: travel times between points over roads, as plain CSV.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "data/read_roads.hpp"

namespace beatline {

struct MatrixOptions {
    std::filesystem::path roads;
    std::filesystem::path points;  ///< CSV
    std::string x;                 ///< column with easting or longitude
    std::string y;
    std::string crs;                                ///< of the points
    std::string profile{"car"};                     ///< "car" or "foot"
    double snap_limit_m{default_snap_limit.value};  ///< a point farther from every road is refused
    std::filesystem::path output;                   ///< "-" or empty: standard output
    bool overwrite{false};
    bool quiet{false};
    bool json{false};    ///< a summary on standard output
    bool strict{false};  ///< warnings end with exit code 3
};

/// Whole seconds, n rows of n numbers in the points' order, row = from; no header, no index. A pair
/// without a way between is an empty field. Throws InputError naming row and column for a point
/// that is no place or is further than the limit from a road: the matrix would not be square.
/// Returns the exit code.
[[nodiscard]] int matrix_command(const MatrixOptions& options);

}  // namespace beatline
