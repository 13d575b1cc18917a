// The tables of an operation file, one function each: what may stand in them and what it means.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "data/operation.hpp"
#include "data/toml_table.hpp"

namespace beatline {

/// Paths in the file are relative to the folder it stands in.
struct FileContext {
    std::filesystem::path folder;
};

/// The path as given and where it leads. Only plain files: nothing that GDAL would fetch or
/// interpret.
[[nodiscard]] std::filesystem::path resolve(const TomlTable& table, std::string_view key,
                                            const std::string& text, const FileContext& context);

/// "14:00-22:00" as a window; fails at the key when it is none.
[[nodiscard]] ClockWindow clock_window(TomlTable& table, std::string_view key,
                                       const std::string& text);

/// The table's `crs`, which PROJ must know; empty when not given.
[[nodiscard]] std::string crs_text(TomlTable& table);

void read_head(TomlTable table, const FileContext& context, Operation& operation);
[[nodiscard]] IncidentSource read_incident_source(TomlTable table, const FileContext& context);
[[nodiscard]] AnprRules read_anpr_rules(TomlTable table, const FileContext& context);
[[nodiscard]] WeightRules read_weight_rules(TomlTable table, const FileContext& context);
void read_road_rules(TomlTable table, const FileContext& context, Operation& operation);
/// What else the operation names, for keys that need it.
struct HotspotGround {
    bool area{false};
    bool roads{false};
};
[[nodiscard]] HotspotRules read_hotspot_rules(TomlTable table, HotspotGround has,
                                              const FileContext& context);
/// `windows` and the keys that go with it, of [hotspots].
[[nodiscard]] TimingRules read_timing_rules(TomlTable& table);
[[nodiscard]] NearRepeatRules read_near_repeat_rules(TomlTable table);
[[nodiscard]] DoseRules read_dose_rules(TomlTable table);
[[nodiscard]] UnitRules read_unit_rules(TomlTable table, const Operation& operation);
[[nodiscard]] TaskRules read_task_rules(TomlTable table, const Operation& operation);
[[nodiscard]] SearchRules read_search_rules(TomlTable table);
[[nodiscard]] PrivacyRules read_privacy_rules(TomlTable table, std::vector<std::string>& warnings);

}  // namespace beatline
