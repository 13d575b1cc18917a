// Rows set aside: how many, which, and why. Nothing is dropped in silence.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace beatline {

/// One row that was not used. Holds no field of the row but the offending value, shortened.
struct Rejection {
    std::string file;  ///< file name as the operation file has it
    std::uint64_t row{0};
    std::string column;
    std::string reason;  ///< a code: coord_missing, outside_area, time_bad, ...
    std::string value;   ///< at most 80 characters
};

/// What became of one input. Always: read == used + sum over rejected.
struct InputReport {
    std::string file;
    std::string what;  ///< "incidents", "anpr hits", "anpr reads", "cameras", "weights", "points"
    std::uint64_t read{0};
    std::uint64_t used{0};
    std::map<std::string, std::uint64_t> rejected;  ///< by reason
    std::vector<std::string>
        notes;  ///< said once: delimiter found, clock changes met, simulated, ...
    std::vector<std::string> warnings;  ///< matter to the analysis
};

struct RejectedRows {
    std::vector<Rejection> rows;
};

/// At most 80 bytes of a field, cut between characters.
[[nodiscard]] std::string shortened_value(std::string_view field);

}  // namespace beatline
