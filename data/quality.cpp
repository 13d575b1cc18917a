// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "data/event_coverage.hpp"
#include "data/event_notes.hpp"
#include "data/output_folder.hpp"
#include "data/run_record.hpp"
#include "data/value_text.hpp"

namespace beatline {
namespace {

using Json = nlohmann::ordered_json;

Json months_json(const std::map<int, MonthCount>& all, const std::vector<int>& gaps) {
    Json months = Json::array();
    for (const auto& [month, count] : all) {
        months.push_back({{"month", month_name(month)},
                          {"read", count.read},
                          {"used", count.used},
                          {"without_coordinates", count.without_place}});
    }
    Json missing = Json::array();
    for (const int month : gaps) missing.push_back(month_name(month));
    return {{"months", months}, {"months_missing", missing}};
}

Json places_json(const StackCount& s) {
    Json json{{"events", s.events},
              {"distinct", s.places},
              {"stack_height", stack_height},
              {"events_on_stacks", s.on_stacks},
              {"largest_stack", s.largest}};
    // Where a single event happened is in no report.
    if (s.largest > stack_height) json["largest_stack_at"] = {s.largest_at.x, s.largest_at.y};
    if (s.median_spacing_m > 0.0)
        json["median_spacing_m"] = std::round(s.median_spacing_m * 10.0) / 10.0;
    if (s.stack_spacing_m > 0.0)
        json["stack_spacing_m"] = std::round(s.stack_spacing_m * 10.0) / 10.0;
    return json;
}

/// Some 200, in the file's order; all when there are no more.
std::vector<CategoryCount> most_frequent(std::vector<CategoryCount> all) {
    constexpr std::size_t most = 200;
    if (all.size() <= most) return all;
    std::vector<std::uint64_t> counts;
    for (const CategoryCount& one : all) counts.push_back(one.read);
    std::ranges::nth_element(counts, counts.begin() + most, std::greater<>{});
    std::erase_if(all,
                  [least = counts[most]](const CategoryCount& one) { return one.read < least; });
    all.resize(std::min(all.size(), most));
    return all;
}

Json incidents_json(const IncidentQuality& q) {
    Json json = months_json(q.months, q.missing_months);
    json["crs"] = {{"given", q.crs.crs},
                   {"transformation", q.crs.transformation},
                   {"accuracy_m", q.crs.accuracy_m ? Json(*q.crs.accuracy_m) : Json(nullptr)},
                   {"grid", q.crs.grid}};
    json["times"] = {{"with_time_of_day", q.clock.with_clock},
                     {"on_the_hour", q.clock.on_the_hour},
                     {"at_midnight", q.clock.at_midnight},
                     {"intervals", q.clock.intervals},
                     {"repeated_by_clock_change", q.ambiguous_times},
                     {"skipped_by_clock_change", q.skipped_times}};
    json["places"] = places_json(q.stacks);
    json["repeated_ids"] = q.repeated_ids;
    json["categories_distinct"] = q.categories.size();
    json["categories"] = Json::array();
    for (const CategoryCount& one : most_frequent(q.categories))
        json["categories"].push_back({{"name", one.name}, {"read", one.read}, {"used", one.used}});
    return json;
}

Json report_json(const InputReport& input) {
    std::uint64_t accounted = input.used;
    for (const auto& [reason, count] : input.rejected) accounted += count;
    if (accounted != input.read) {
        throw std::logic_error{input.file + ": " + std::to_string(input.read) +
                               " rows read, but used and rejected add up to " +
                               std::to_string(accounted)};
    }
    Json json{{"file", input.file},        {"what", input.what},         {"read", input.read},
              {"used", input.used},        {"rejected", input.rejected}, {"notes", input.notes},
              {"warnings", input.warnings}};
    if (input.incidents) json.update(incidents_json(*input.incidents));
    return json;
}

}  // namespace

nlohmann::json coverage_json(const EventCoverage& coverage) {
    Json json = months_json(coverage.months, coverage.missing_months);
    json["sources"] = coverage.sources;
    json["places"] = places_json(coverage.stacks);
    json["repeated_ids"] = coverage.repeated_ids;
    return json;
}

std::string quality_text(const std::vector<InputReport>& inputs,
                         const std::vector<std::string>& warnings, const nlohmann::json& sections) {
    Json quality{{"inputs", Json::array()}, {"warnings", warnings}};
    for (const InputReport& input : inputs) quality["inputs"].push_back(report_json(input));
    for (const auto& [name, section] : sections.items()) {
        if (quality.contains(name))
            throw std::logic_error{"quality.json has two sections \"" + name + "\""};
        quality[name] = section;
    }
    return quality.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_quality(const std::filesystem::path& file, const std::vector<InputReport>& inputs,
                   const std::vector<std::string>& warnings, const nlohmann::json& sections) {
    write_text(file, quality_text(inputs, warnings, sections));
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
