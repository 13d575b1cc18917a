// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "data/output_folder.hpp"
#include "data/run_record.hpp"
#include "data/value_text.hpp"

namespace beatline {
namespace {

using Json = nlohmann::ordered_json;

Json report_json(const InputReport& input) {
    std::uint64_t accounted = input.used;
    for (const auto& [reason, count] : input.rejected) accounted += count;
    if (accounted != input.read) {
        throw std::logic_error{input.file + ": " + std::to_string(input.read) +
                               " rows read, but used and rejected add up to " +
                               std::to_string(accounted)};
    }
    return {{"file", input.file},        {"what", input.what},         {"read", input.read},
            {"used", input.used},        {"rejected", input.rejected}, {"notes", input.notes},
            {"warnings", input.warnings}};
}

}  // namespace

void write_quality(const std::filesystem::path& file, const std::vector<InputReport>& inputs,
                   const std::vector<std::string>& warnings, const nlohmann::json& sections) {
    Json quality{{"inputs", Json::array()}, {"warnings", warnings}};
    for (const InputReport& input : inputs) quality["inputs"].push_back(report_json(input));
    for (const auto& [name, section] : sections.items()) {
        if (quality.contains(name))
            throw std::logic_error{"quality.json has two sections \"" + name + "\""};
        quality[name] = section;
    }
    write_text(file, quality.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

void write_rejected(const std::filesystem::path& file, const RejectedRows& rejected) {
    std::string text = "file,row,column,reason,value\r\n";
    for (std::size_t i = 0; i < rejected.size(); ++i) {
        const Rejection row = rejected[i];
        text += csv_cell(row.file) + "," + std::to_string(row.row) + "," + csv_cell(row.column) +
                "," + csv_cell(row.reason) + "," + csv_cell(row.value) + "\r\n";
    }
    write_text(file, text);
}

}  // namespace beatline
