// SPDX-License-Identifier: Apache-2.0
#include "data/event_columns.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "data/column_names.hpp"
#include "data/error.hpp"
#include "data/nearest_word.hpp"

namespace beatline {
namespace {

using Names = std::vector<std::string_view>;  // of a column over the years; the first is shown

struct Preset {
    std::string_view name;
    Names x, y;
    const char* crs;
    Names time, time_of_day;
    const char* time_format;
    Names category, id;
    std::vector<std::pair<std::string_view, std::string_view>> category_words;
};

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all{
        // Nothing is known: the same as no preset.
        {"generic", {}, {}, nullptr, {}, {}, nullptr, {}, {}, {}},
        // data.police.uk "street" files; places are snapped, times are whole months.
        {"police.uk",
         {"Longitude"},
         {"Latitude"},
         "EPSG:4326",
         {"Month"},
         {},
         "",
         {"Crime type"},
         {"Crime ID"},
         {}},
        // data.police.uk "stop-and-search" files; places are snapped, times have a clock.
        {"police.uk-stop-search",
         {"Longitude"},
         {"Latitude"},
         "EPSG:4326",
         {"Date"},
         {},
         "",
         {"Object of search"},
         {},
         {}},
        // The Department for Transport's road safety open data, collision (once accident) tables.
        {"stats19",
         {"longitude", "Longitude"},
         {"latitude", "Latitude"},
         "EPSG:4326",
         {"date", "Date"},
         {"time", "Time"},
         "%d/%m/%Y",
         {"collision_severity", "accident_severity", "Accident_Severity"},
         {"collision_index", "accident_index", "Accident_Index"},
         {{"1", "Fatal"}, {"2", "Serious"}, {"3", "Slight"}}},
    };
    return all;
}

const Preset* preset_named(const std::string& name) {
    const auto found = std::ranges::find(presets(), name, &Preset::name);
    return found == presets().end() ? nullptr : &*found;
}

/// Puts the preset's name in place when the user gave none: the first that the file has.
/// Whether the column must be there: not when only the preset asks for it.
bool fill(std::string& name, const Names& from_preset, const std::vector<std::string>& columns) {
    if (!name.empty() || from_preset.empty()) return true;
    const auto there = std::ranges::find_if(
        from_preset, [&](std::string_view one) { return has_column(columns, one); });
    name = there == from_preset.end() ? from_preset.front() : *there;
    return false;
}

void refuse_unknown_preset(const IncidentSource& source) {
    const std::vector<std::string> names = preset_names();
    throw UsageError{fmt::format(
        "{}: preset \"{}\" is not known.{} Known: {}; or name the columns: x, y, crs, time, "
        "category.",
        source.shown_path, source.preset, did_you_mean(source.preset, names),
        fmt::join(names, ", "))};
}

}  // namespace

std::vector<std::string> preset_names() {
    std::vector<std::string> names;
    for (const Preset& preset : presets()) names.emplace_back(preset.name);
    return names;
}

EventColumns find_columns(const std::vector<std::string>& columns, bool has_geometry,
                          const std::string& working_crs, IncidentSource& source) {
    static const Preset none{};
    const Preset* known = source.preset.empty() ? &none : preset_named(source.preset);
    if (known == nullptr) refuse_unknown_preset(source);
    const auto find = [&](const std::string& name, bool must_be_there) {
        if (name.empty() || (!must_be_there && !has_column(columns, name)))
            return std::optional<std::size_t>{};
        return std::optional{column_named(columns, name, source.shown_path)};
    };
    EventColumns found;
    const bool places_named = !source.x.empty() || !source.y.empty() || !source.grid_ref.empty();
    if (source.grid_ref.empty() && (!has_geometry || places_named)) {
        fill(source.x, known->x, columns);
        fill(source.y, known->y, columns);
        if (source.x.empty() || source.y.empty()) {
            throw UsageError{fmt::format(
                "{}: which columns hold the place? Wanted x and y (for instance x = \"Longitude\", "
                "y = \"Latitude\", crs = \"EPSG:4326\"), grid_ref, or preset = \"police.uk\".",
                source.shown_path)};
        }
        found.x = find(source.x, true);
        found.y = find(source.y, true);
        if (source.crs.empty() && known->crs != nullptr) source.crs = known->crs;
    }
    found.grid_ref = find(source.grid_ref, true);
    if (found.grid_ref) source.crs = "EPSG:27700";
    if (source.crs.empty()) source.crs = working_crs;

    const bool own_time = !source.time.empty();
    fill(source.time, known->time, columns);
    found.time = find(source.time, true);
    const bool clock_wanted = own_time ? !source.time_of_day.empty()
                                       : fill(source.time_of_day, known->time_of_day, columns);
    found.time_of_day = find(source.time_of_day, clock_wanted);
    found.time_to = find(source.time_to, true);
    if (source.time_format.empty() && !own_time && known->time_format != nullptr)
        source.time_format = known->time_format;

    const bool category_wanted = fill(source.category, known->category, columns);
    found.category = find(source.category, category_wanted || !source.categories.empty());
    if (!category_wanted) found.category_words = known->category_words;
    const bool id_wanted = fill(source.id, known->id, columns);
    found.id = find(source.id, id_wanted);
    return found;
}

}  // namespace beatline
