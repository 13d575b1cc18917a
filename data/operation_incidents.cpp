// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "data/error.hpp"
#include "data/event_columns.hpp"
#include "data/nearest_word.hpp"
#include "data/operation_tables.hpp"
#include "data/postgis_connection.hpp"
#include "data/time_format.hpp"

namespace beatline {
namespace {

char delimiter_of(TomlTable& table) {
    const auto text = table.text("delimiter");
    if (!text) return 0;
    if (*text == "tab") return '\t';
    if (text->size() != 1 || text->front() == '\0')
        table.fail("delimiter", "wanted a single character, or \"tab\"");
    return text->front();
}

char decimal_of(TomlTable& table) {
    const auto text = table.text("decimal");
    if (!text) return 0;
    if (*text != "." && *text != ",")
        table.fail("decimal", fmt::format("found \"{}\", wanted \".\" or \",\"", *text));
    return text->front();
}

std::optional<Encoding> encoding_of(TomlTable& table) {
    const auto text = table.text("encoding");
    if (!text) return std::nullopt;
    const auto encoding = encoding_named(*text);
    if (!encoding)
        table.fail("encoding", fmt::format("found \"{}\", wanted \"utf-8\", \"windows-1252\", "
                                           "\"iso-8859-1\" or \"utf-16\"",
                                           *text));
    return encoding;
}

std::string time_format_of(TomlTable& table) {
    const std::string format = table.text("time_format").value_or("");
    if (format.empty()) return format;
    try {
        static_cast<void>(TimeFormat{format});
    } catch (const UsageError& error) {
        table.fail("time_format", error.what());
    }
    return format;
}

void read_place(TomlTable& table, const FileContext& context, IncidentSource& source) {
    source.shown_path = table.require_text("path");
    const std::string kind = table.text("kind").value_or("file");
    if (kind != "file" && kind != "postgis")
        table.fail("kind", fmt::format("found \"{}\", wanted \"file\" or \"postgis\"", kind));
    source.layer = table.text("layer").value_or("");
    if (kind == "file") {
        source.path = resolve(table, "path", source.shown_path, context);
        return;
    }
    source.kind = SourceKind::postgis;
    source.path = source.shown_path;
    if (!source.shown_path.starts_with("PG:"))
        table.fail("path",
                   "with kind = \"postgis\", wanted \"PG:\" and a connection, for instance "
                   "\"PG:host=db dbname=force\"");
    if (source.layer.empty()) table.fail("kind", "\"postgis\" needs layer = \"schema.table\"");
    source.shown_path = fmt::format("{} ({})", without_secrets(source.shown_path), source.layer);
}

void read_columns(TomlTable& table, IncidentSource& source) {
    source.x = table.text("x").value_or("");
    source.y = table.text("y").value_or("");
    source.grid_ref = table.text("grid_ref").value_or("");
    source.crs = crs_text(table);
    source.time = table.text("time").value_or("");
    source.time_of_day = table.text("time_of_day").value_or("");
    source.time_to = table.text("time_to").value_or("");
    source.time_format = time_format_of(table);
    source.category = table.text("category").value_or("");
    source.id = table.text("id").value_or("");
    source.categories = table.texts("categories");
    if (!source.grid_ref.empty() && (!source.x.empty() || !source.y.empty()))
        table.fail("grid_ref", "takes the place of x and y: give one or the others");
    if (!source.grid_ref.empty() && table.has("crs"))
        table.fail("crs", "grid references are in EPSG:27700 always: leave crs out");
    if (source.x.empty() != source.y.empty())
        table.fail(source.x.empty() ? "y" : "x", "x and y go together: one of them is missing");
    const bool no_time = source.time.empty() && source.preset.empty();
    if (no_time && (!source.time_to.empty() || !source.time_of_day.empty()))
        table.fail(source.time_to.empty() ? "time_of_day" : "time_to", "needs time as well");
    if (!source.categories.empty() && source.category.empty() && source.preset.empty())
        table.fail("categories", "without a preset, category must name the column to look in");
}

}  // namespace

IncidentSource read_incident_source(TomlTable table, const FileContext& context) {
    IncidentSource source;
    source.preset = table.text("preset").value_or("");
    const std::vector<std::string> presets = preset_names();
    if (!source.preset.empty() && std::ranges::find(presets, source.preset) == presets.end())
        table.fail("preset", fmt::format("found \"{}\", wanted one of {}; or no preset and the "
                                         "names of the columns.{}",
                                         source.preset, fmt::join(presets, ", "),
                                         did_you_mean(source.preset, presets)));
    source.name = table.text("name").value_or("");
    const std::string use = table.text("use").value_or("incidents");
    if (use != "incidents" && use != "timing")
        table.fail("use", fmt::format("found \"{}\", wanted \"incidents\" or \"timing\"", use));
    source.use = use == "timing" ? SourceUse::timing : SourceUse::incidents;
    read_place(table, context, source);
    read_columns(table, source);
    source.delimiter = delimiter_of(table);
    source.decimal = decimal_of(table);
    source.encoding = encoding_of(table);
    if (const auto months = table.integer("retention_months", 1, 1200))
        source.retention_months = static_cast<int>(*months);
    table.refuse_unknown();
    return source;
}

}  // namespace beatline
