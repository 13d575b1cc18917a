// SPDX-License-Identifier: Apache-2.0
#include "data/event_columns.hpp"

#include <fmt/format.h>

#include "data/error.hpp"
#include "data/nearest_word.hpp"

namespace beatline {
namespace {

struct Preset {
    const char* name;
    const char *x, *y, *crs, *time, *category, *id;
};

constexpr Preset presets[] = {
    // data.police.uk "street" files; places are snapped, times are whole months.
    {"police.uk", "Longitude", "Latitude", "EPSG:4326", "Month", "Crime type", "Crime ID"},
};

const Preset* preset_named(const std::string& name) {
    for (const Preset& preset : presets) {
        if (preset.name == name) return &preset;
    }
    return nullptr;
}

std::vector<std::string> preset_names() {
    std::vector<std::string> names;
    for (const Preset& preset : presets) names.emplace_back(preset.name);
    return names;
}

void fill(std::string& name, const char* from_preset) {
    if (name.empty()) name = from_preset;
}

}  // namespace

IncidentSource with_preset(IncidentSource source, const std::string& working_crs) {
    if (source.shown_path.empty()) source.shown_path = source.path.string();
    if (!source.preset.empty()) {
        const Preset* preset = preset_named(source.preset);
        if (preset == nullptr) {
            throw UsageError{fmt::format(
                "{}: preset \"{}\" is not known.{} Known: \"police.uk\"; or name the columns: x, "
                "y, crs, "
                "time, category.",
                source.shown_path, source.preset, did_you_mean(source.preset, preset_names()))};
        }
        fill(source.x, preset->x);
        fill(source.y, preset->y);
        fill(source.crs, preset->crs);
        fill(source.time, preset->time);
        fill(source.category, preset->category);
        fill(source.id, preset->id);
    }
    if (source.x.empty() || source.y.empty()) {
        throw UsageError{fmt::format(
            "{}: which columns hold the place? Wanted x and y (for instance x = \"Longitude\", y = "
            "\"Latitude\", crs = \"EPSG:4326\") or preset = \"police.uk\".",
            source.shown_path)};
    }
    if (source.crs.empty()) source.crs = working_crs;
    return source;
}

EventColumns find_columns(const CsvFile& file, const IncidentSource& source) {
    const Preset* preset = preset_named(source.preset);
    const auto optional = [&](const std::string& name,
                              bool can_do_without) -> std::optional<std::size_t> {
        if (name.empty() || (can_do_without && !file.has_column(name))) return std::nullopt;
        return file.column(name);
    };
    const bool no_category_asked =
        preset != nullptr && source.category == preset->category && source.categories.empty();
    EventColumns columns;
    columns.x = file.column(source.x);
    columns.y = file.column(source.y);
    columns.time = optional(source.time, false);
    columns.time_to = optional(source.time_to, false);
    columns.category = optional(source.category, no_category_asked);
    columns.id = optional(source.id, preset != nullptr && source.id == preset->id);
    return columns;
}

}  // namespace beatline
