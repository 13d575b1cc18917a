// The record of a run: versions, inputs and outputs with their hashes, what was measured on the
// way.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "data/event_coverage.hpp"
#include "data/projection.hpp"
#include "data/rejection.hpp"

namespace beatline {

/// Lower-case hex SHA-256 of a file's bytes. Throws FileError.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& file);
[[nodiscard]] std::string sha256_of_text(const std::string& text);

[[nodiscard]] std::string beatline_version();
/// "GDAL" -> "3.6.2", "PROJ" -> ..., every library that shapes results.
[[nodiscard]] std::map<std::string, std::string> library_versions();

/// A path as it may be published: its file name when it is absolute, so that nothing tells where on
/// which machine a run was made; else as it is.
[[nodiscard]] std::string published_path(const std::string& shown);

struct InputFile {
    std::string shown_path;      ///< as the operation file has it
    std::filesystem::path path;  ///< empty: no file but a database, of which there is no hash
    std::string what;
    std::optional<std::uint64_t> rows;  ///< where the file has rows
};

struct RunRecord {
    std::string command;              ///< "run", "hotspots", "plan"
    std::string effective_operation;  ///< TOML text after flags and --set, in a fixed order
    std::uint64_t seed{0};
    std::string marking;
    Projection::Accuracy projection;
    std::vector<InputFile> inputs;
    std::vector<std::string> warnings;
    std::string method_chosen;  ///< what hotspots.method = "auto" came to; empty: not asked
    std::map<std::string, double>
        stage_seconds;  ///< goes into the one block that differs between runs
};

/// manifest.json for the finished files of `folder` (every regular file but the manifest itself,
/// sorted): what is the same for the same inputs, seed and version, and last a block "measured"
/// (timings, peak memory, threads) that is not. Throws FileError.
void write_manifest(const std::filesystem::path& folder, const RunRecord& record, int threads);

/// The section "all_incidents" of quality.json.
[[nodiscard]] nlohmann::json coverage_json(const EventCoverage& coverage);

/// The text of quality.json: what became of every input, plus `sections` merged in at the top
/// level.
[[nodiscard]] std::string quality_text(const std::vector<InputReport>& inputs,
                                       const std::vector<std::string>& warnings,
                                       const nlohmann::json& sections);
void write_quality(const std::filesystem::path& file, const std::vector<InputReport>& inputs,
                   const std::vector<std::string>& warnings, const nlohmann::json& sections);

/// rejected.csv: file, row, column, reason, value; header only when nothing was rejected.
void write_rejected(const std::filesystem::path& file, const RejectedRows& rejected);

}  // namespace beatline
