// SPDX-License-Identifier: Apache-2.0
#include "data/read_event_layer.hpp"

#include <algorithm>
#include <fmt/format.h>

#include <cpl_string.h>

#include "data/error.hpp"
#include "data/layer_crs.hpp"
#include "data/layer_fields.hpp"
#include "data/layer_file.hpp"
#include "data/layer_format.hpp"
#include "data/layer_rows.hpp"
#include "data/postgis_connection.hpp"
#include "data/postgis_table.hpp"

namespace beatline {
namespace {

/// How the rows of one layer are to be judged.
struct LayerPlan {
    EventFrame frame;
    LayerRows rows;
    std::vector<std::string> notes;
};

OGRFieldType type_of(OGRLayer& layer, std::size_t column) {
    OGRFeatureDefn& definition = *layer.GetLayerDefn();
    const int i = static_cast<int>(column);
    return i < definition.GetFieldCount() ? definition.GetFieldDefn(i)->GetType() : OFTInteger64;
}

void refuse_columns_without_text(OGRLayer& layer, const LookedAt& columns,
                                 const std::vector<std::string>& names, const std::string& shown) {
    for (const int column : columns) {
        if (column < 0) continue;
        const OGRFieldType type = type_of(layer, static_cast<std::size_t>(column));
        if (has_text(type)) continue;
        throw UsageError{fmt::format(
            "{}: column \"{}\" is of type {}. Wanted text, numbers, dates or times.", shown,
            names[static_cast<std::size_t>(column)], OGRFieldDefn::GetFieldTypeName(type))};
    }
}

/// A time_format is for texts: dates of the layer need none.
void settle_time_format(OGRLayer& layer, const EventColumns& columns, IncidentSource& source,
                        std::vector<std::string>& notes) {
    if (source.time_format.empty() || !columns.time) return;
    const bool dated = holds_times(type_of(layer, *columns.time));
    if (columns.time_to && holds_times(type_of(layer, *columns.time_to)) != dated) {
        throw UsageError{fmt::format(
            "{}: of the columns \"{}\" and \"{}\" one holds dates and the other text, so one "
            "time_format does not read both. Make them alike.",
            source.shown_path, source.time, source.time_to)};
    }
    if (!dated) return;
    notes.push_back(
        fmt::format("column \"{}\" holds dates: time_format was not needed", source.time));
    source.time_format.clear();
}

LayerPlan plan_for(OGRLayer& layer, IncidentSource source, const EventContext& context) {
    const std::vector<std::string> names = column_names(layer);
    const bool has_geometry = layer.GetGeomType() != wkbNone;
    const std::string given_crs = source.crs;
    std::vector<std::string> notes;
    const EventColumns columns =
        find_columns(names, has_geometry, context.rules.working_crs, source);
    LayerRows rows;
    rows.columns = looked_at(columns);
    rows.with_geometry = !columns.x && !columns.grid_ref;
    if (rows.with_geometry) {
        source.crs = crs_of(layer, source.shown_path, given_crs);
    }
    refuse_columns_without_text(layer, rows.columns, names, source.shown_path);
    settle_time_format(layer, columns, source, notes);
    EventFrame frame = event_frame(source, columns, context);
    if (columns.x && holds_numbers(type_of(layer, *columns.x))) frame.decimal = '.';
    return {std::move(frame), rows, std::move(notes)};
}

/// The other columns are not even fetched.
void ignore_the_rest(OGRLayer& layer, const LayerRows& rows) {
    if (layer.TestCapability(OLCIgnoreFields) == 0) return;
    CPLStringList ignored;
    OGRFeatureDefn& definition = *layer.GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        if (std::ranges::find(rows.columns, i) == rows.columns.end())
            ignored.AddString(definition.GetFieldDefn(i)->GetNameRef());
    }
    if (!rows.with_geometry) ignored.AddString("OGR_GEOMETRY");
    layer.SetIgnoredFields(const_cast<const char**>(ignored.List()));
}

std::string places_of(const LayerPlan& plan) {
    return plan.rows.with_geometry ? fmt::format(", its points in {}", plan.frame.place.crs) : "";
}

void read_layer_file(const IncidentSource& source, const EventContext& context,
                     EventReading& reading) {
    const LayerFormat format = layer_format(source.path);
    const LayerFile file{source, format};
    OGRLayer& layer = file.layer();
    LayerPlan plan = plan_for(layer, source, context);
    plan.rows.ends_in_blanks = format == LayerFormat::workbook;
    if (!plan.rows.ends_in_blanks) ignore_the_rest(layer, plan.rows);
    plan.notes.insert(plan.notes.begin(), fmt::format("read layer \"{}\" ({}){}", layer.GetName(),
                                                      name_of(format), places_of(plan)));
    const GIntBig promised = format == LayerFormat::flatgeobuf ? layer.GetFeatureCount(FALSE) : -1;
    EventGather gather{plan.frame, reading};
    const std::uint64_t read = take_rows(layer, plan.rows, plan.frame, gather);
    file.refuse_damage(read);
    if (promised >= 0 && static_cast<std::uint64_t>(promised) != read) {
        throw InputError{fmt::format(
            "{}: says that it has {} rows, but {} can be read: damaged or cut short. Fetch or "
            "export it again.",
            source.shown_path, promised, read)};
    }
    gather.finish(std::move(plan.notes));
}

void read_table(const IncidentSource& source, const EventContext& context, EventReading& reading) {
    PostgisTable table{source};
    LayerPlan plan = plan_for(table.layer(), source, context);
    plan.notes.insert(plan.notes.begin(),
                      fmt::format("read table {}{}", source.layer, places_of(plan)));
    const TableSelection selection = table.select(plan.frame, plan.rows, context.rules.area);
    plan.notes.insert(plan.notes.end(), selection.notes.begin(), selection.notes.end());
    EventGather gather{plan.frame, reading};
    plan.rows.columns = selection.columns;
    table.refuse_missing(take_rows(*selection.layer, plan.rows, plan.frame, gather));
    if (selection.left_out > 0) gather.leave_out("not_fetched", selection.left_out);
    gather.finish(std::move(plan.notes));
}

}  // namespace

bool is_layer_file(const IncidentSource& source) {
    return layer_format(source.path) != LayerFormat::none;
}

void read_event_layer(IncidentSource source, const EventContext& context, EventReading& reading) {
    if (source.kind == SourceKind::postgis) {
        if (source.shown_path == source.path)
            source.shown_path = without_secrets(source.shown_path);
        read_table(source, context, reading);
    } else {
        read_layer_file(source, context, reading);
    }
}

}  // namespace beatline
