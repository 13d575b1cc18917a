// SPDX-License-Identifier: Apache-2.0
#include "data/run_record.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "data/error.hpp"
#include "data/output_folder.hpp"
#include "data/run_folder.hpp"
#include "data/value_text.hpp"

namespace beatline {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

std::uintmax_t bytes_of(const fs::path& file) {
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(file, error);
    if (error) throw FileError{file.string() + ": cannot be read: " + error.message()};
    return bytes;
}

/// Rows below the header of a CSV file of ours: line ends outside quotes.
std::uint64_t csv_rows(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::uint64_t lines = 0;
    bool quoted = false;
    for (auto c = std::istreambuf_iterator<char>{in}; c != std::istreambuf_iterator<char>{}; ++c) {
        if (*c == '"') quoted = !quoted;
        if (*c == '\n' && !quoted) ++lines;
    }
    return lines > 0 ? lines - 1 : 0;
}

Json inputs_of(const RunRecord& record) {
    Json inputs = Json::array();
    for (const InputFile& input : record.inputs) {
        Json entry{{"file", published_path(input.shown_path)}, {"what", input.what}};
        if (input.rows) entry["rows"] = *input.rows;
        if (!input.path.empty()) {
            entry["bytes"] = bytes_of(input.path);
            entry["sha256"] = sha256_of_file(input.path);
        }
        inputs.push_back(std::move(entry));
    }
    return inputs;
}

Json outputs_of(const fs::path& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator{folder, error};
         !error && entry != fs::recursive_directory_iterator{}; entry.increment(error)) {
        if (fs::is_regular_file(entry->symlink_status()))
            files.push_back(entry->path().lexically_relative(folder).generic_string());
    }
    if (error) throw FileError{folder.string() + ": cannot be listed: " + error.message()};
    std::sort(files.begin(), files.end());
    Json outputs = Json::array();
    for (const std::string& file : files) {
        if (file == "manifest.json") continue;
        Json output{{"file", file},
                    {"bytes", bytes_of(folder / file)},
                    {"sha256", sha256_of_file(folder / file)}};
        if (file.ends_with(".csv")) output["rows"] = csv_rows(folder / file);
        outputs.push_back(output);
    }
    return outputs;
}

Json projection_of(const Projection::Accuracy& accuracy) {
    return {{"operation", accuracy.operation},
            {"accuracy_m", accuracy.metres ? Json(*accuracy.metres) : Json(nullptr)},
            {"grid", fs::path{accuracy.grid}.filename().string()}};
}

Json measured(const RunRecord& record, int threads) {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    Json seconds = Json::object();
    for (const auto& [stage, spent] : record.stage_seconds)
        seconds[stage] = std::round(spent * 1000.0) / 1000.0;
    return {{"stage_seconds", seconds},
            {"peak_memory_mib", std::round(static_cast<double>(usage.ru_maxrss) / 102.4) / 10.0},
            {"threads", threads}};
}

}  // namespace

std::string published_path(const std::string& shown) {
    const fs::path path{shown};
    return clean_utf8(path.is_absolute() ? path.filename().string() : shown);
}

void write_manifest(const fs::path& folder, const RunRecord& record, int threads) {
    Json manifest{{"format", manifest_format},
                  {"version", beatline_version()},
                  {"command", record.command},
                  {"marking", record.marking},
                  {"seed", record.seed},
                  {"libraries", library_versions()},
                  {"projection", projection_of(record.projection)},
                  {"effective_operation", record.effective_operation},
                  {"inputs", inputs_of(record)},
                  {"outputs", outputs_of(folder)},
                  {"warnings", record.warnings}};
    if (!record.method_chosen.empty()) manifest["method_chosen"] = record.method_chosen;
    manifest["measured"] = measured(record, threads);
    write_text(folder / "manifest.json",
               manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace beatline
