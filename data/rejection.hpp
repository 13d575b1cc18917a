// Rows set aside: how many, which, and why. Nothing is dropped in silence.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/incident_quality.hpp"

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
    std::optional<IncidentQuality> incidents;
};

/// Many rejections in little memory: 16 bytes each, and each distinct text once or nearly so.
class RejectedRows {
public:
    void add(const Rejection& one);
    /// The same from texts that live elsewhere; the value is shortened.
    void add(std::string_view file, std::uint64_t row, std::string_view column,
             std::string_view reason, std::string_view value);
    /// All of `other` behind ours, their rows shifted.
    void append(const RejectedRows& other, std::uint64_t rows_before = 0);
    void append(RejectedRows&& other);
    void rename_files(const std::function<std::string(const std::string&)>& new_name);

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    [[nodiscard]] Rejection operator[](std::size_t i) const;
    [[nodiscard]] const std::string& reason(std::size_t i) const {
        return reasons_[rows_[i].reason];
    }
    /// How many of those from `first` on have each reason.
    [[nodiscard]] std::map<std::string, std::uint64_t> by_reason(std::size_t first = 0) const;

private:
    using Words = std::vector<std::string>;
    struct Row {
        std::uint32_t row;
        std::uint32_t value;  // offset in values_
        std::uint16_t bytes;  // of the value
        std::uint16_t file;   // these three: in the lists below
        std::uint16_t column;
        std::uint16_t reason;
    };
    struct Kept {
        std::uint32_t at{0};
        std::uint16_t bytes{0};
    };

    void put(std::uint64_t row, std::string_view value, std::uint16_t file, std::uint16_t column,
             std::uint16_t reason);
    Kept keep(std::string_view value);

    std::vector<Row> rows_;
    Words files_, columns_, reasons_;
    std::string values_;
    std::array<Kept, 64> recent_{};  // by hash: categories repeat, coordinates do not
};

/// "category_other 4500, outside_area 43"; empty for none.
[[nodiscard]] std::string reasons_text(const std::map<std::string, std::uint64_t>& rejected);

/// At most so many bytes of a text, cut between characters.
[[nodiscard]] std::string_view shortened_text(std::string_view text, std::size_t longest);

/// At most 80 bytes of a field, cut between characters.
[[nodiscard]] std::string_view shortened_value(std::string_view field);

}  // namespace beatline
