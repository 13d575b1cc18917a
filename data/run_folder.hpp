// Is a folder an earlier run of ours, and nothing else?
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace beatline {

/// The first thing that speaks against replacing `folder` as an earlier run, in words: no
/// manifest.json of beatline, or an entry that the manifest does not list. Nothing for a run's
/// folder and for an empty one. What QGIS and GDAL leave beside files they have opened (-wal, -shm,
/// -journal, .aux.xml) and audit.jsonl count as the run's.
[[nodiscard]] std::optional<std::string> what_no_run_wrote(const std::filesystem::path& folder);

/// The value of "format" in a manifest of ours.
inline constexpr const char* manifest_format = "beatline-manifest/1";

}  // namespace beatline
