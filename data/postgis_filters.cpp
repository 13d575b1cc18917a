// SPDX-License-Identifier: Apache-2.0
#include "data/postgis_filters.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

#include "data/error.hpp"
#include "data/layer_fields.hpp"
#include "data/projection.hpp"

namespace beatline {
namespace {

std::string quoted(std::string_view text, char quote) {
    std::string sql{quote};
    for (const char c : text) {
        if (c == quote) sql += quote;
        sql += c;
    }
    return sql + quote;
}

/// As the judge compares: codes by their words, blanks around the text left away, byte by byte.
std::optional<TableFilter> category_filter(OGRLayer& table, const EventFrame& frame) {
    const auto& wanted = frame.source.categories;
    if (wanted.empty() || !frame.columns.category) return std::nullopt;
    const auto column = static_cast<int>(*frame.columns.category);
    OGRFeatureDefn& definition = *table.GetLayerDefn();
    if (column >= definition.GetFieldCount()) return std::nullopt;
    const OGRFieldDefn& field = *definition.GetFieldDefn(column);
    const bool whole = field.GetType() == OFTInteger || field.GetType() == OFTInteger64;
    if (field.GetType() != OFTString && !(whole && field.GetSubType() != OFSTBoolean))
        return std::nullopt;
    const std::string text = fmt::format(
        "btrim(coalesce({}::text, ''), E' \\t\\r\\n') COLLATE \"C\"", sql_name(field.GetNameRef()));
    TableFilter filter{.what = "categories"};
    for (const std::string& name : wanted) {
        std::vector<std::string> literals{sql_text(name)};
        for (const auto& [code, word] : frame.columns.category_words) {
            if (word == name) literals.push_back(sql_text(code));
        }
        filter.must_occur.push_back(fmt::format("{} IN ({})", text, fmt::join(literals, ", ")));
    }
    filter.sql = fmt::format("({})", fmt::join(filter.must_occur, " OR "));
    return filter;
}

/// The area's box in another CRS, grown by more than its edges may bend out of it between the
/// points looked at; nothing when part of it cannot be said there.
std::optional<Box> box_in(const MultiPolygon& area, const PlaceFrame& place) {
    constexpr int steps = 32;
    const Box from = bounds(area);
    std::vector<Point> points;
    for (int i = 0; i <= steps; ++i) {
        for (int j = 0; j <= steps; ++j) {
            points.push_back({from.min.x + (from.max.x - from.min.x) * i / steps,
                              from.min.y + (from.max.y - from.min.y) * j / steps});
        }
    }
    try {
        if (Projection{place.working_crs, place.crs}.transform(points) > 0) return std::nullopt;
    } catch (const Failure&) {
        return std::nullopt;
    }
    const Box to = bounds(points);
    if (place.from_degrees && to.max.x - to.min.x > 90.0) return std::nullopt;
    const double a_little = place.from_degrees ? 0.02 : 1000.0;  // of datum shifts: metres
    const double grow_x = a_little + 0.05 * (to.max.x - to.min.x);
    const double grow_y = a_little + 0.05 * (to.max.y - to.min.y);
    return Box{{to.min.x - grow_x, to.min.y - grow_y}, {to.max.x + grow_x, to.max.y + grow_y}};
}

std::optional<TableFilter> area_filter(OGRLayer& table, const EventFrame& frame,
                                       const LayerRows& rows, const MultiPolygon& area) {
    if (area.empty() || !rows.with_geometry) return std::nullopt;
    const auto box = box_in(area, frame.place);
    if (!box) return std::nullopt;
    const std::string place = sql_name(table.GetGeometryColumn()) + "::geometry";
    TableFilter filter{.what = "study area"};
    filter.judges = fmt::format("({0} IS NOT NULL AND NOT ST_IsEmpty({0}))", place);
    filter.sql = fmt::format("(NOT {} OR {} && ST_MakeEnvelope({}, {}, {}, {}))", filter.judges,
                             place, box->min.x, box->min.y, box->max.x, box->max.y);
    return filter;
}

/// By the last day that could pass: time zones and the length of a day are less than three days.
std::optional<TableFilter> age_filter(OGRLayer& table, const EventFrame& frame) {
    const auto earliest = std::max(frame.ages.kept_from, frame.ages.oldest);  // nothing is least
    if (!earliest || !frame.columns.time) return std::nullopt;
    const auto dated = [&](std::size_t column) {
        const OGRFieldDefn* field = table.GetLayerDefn()->GetFieldDefn(static_cast<int>(column));
        return field != nullptr && (field->GetType() == OFTDate || field->GetType() == OFTDateTime);
    };
    if (!dated(*frame.columns.time)) return std::nullopt;
    if (frame.columns.time_to && !dated(*frame.columns.time_to)) return std::nullopt;
    const Day day = TimeZone{"UTC"}.day_of(*earliest - Seconds{3 * 86'400});
    if (day.year < 1) return std::nullopt;
    const std::string time = sql_name(frame.source.time);
    const std::string last = frame.columns.time_to ? fmt::format("greatest({}, {})", time,
                                                                 sql_name(frame.source.time_to))
                                                   : time;
    return TableFilter{
        .what = "age",
        .sql = fmt::format("({} IS NULL OR {} >= DATE '{}')", time, last, to_string(day))};
}

}  // namespace

std::string sql_name(std::string_view name) {
    return quoted(name, '"');
}

std::string sql_text(std::string_view text) {
    return quoted(text, '\'');
}

std::vector<TableFilter> table_filters(OGRLayer& table, const EventFrame& frame,
                                       const LayerRows& rows, const MultiPolygon& area) {
    std::vector<TableFilter> filters;
    for (auto& one : {category_filter(table, frame), area_filter(table, frame, rows, area),
                      age_filter(table, frame)}) {
        if (one) filters.push_back(*one);
    }
    return filters;
}

}  // namespace beatline
