// SPDX-License-Identifier: Apache-2.0
#include "data/postgis_table.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cpl_string.h>

#include "data/error.hpp"
#include "data/layer_fields.hpp"
#include "data/misread_places.hpp"
#include "data/nearest_word.hpp"
#include "data/postgis_filters.hpp"

namespace beatline {
namespace {

/// Of the session: nothing is changed, all is of one moment, texts mean what SQL says they mean.
constexpr const char* session =
    "SET default_transaction_read_only = on; "
    "SET default_transaction_isolation = 'repeatable read'; "
    "SET standard_conforming_strings = on; SET extra_float_digits = 3; SET TIME ZONE 'UTC'";
constexpr const char* patience_s = "15";

/// "table" or "schema.table" of plain characters, each part in double quotes.
std::string table_for_sql(const IncidentSource& source, const std::string& shown) {
    const std::string& name = source.layer;
    const auto dot = name.find('.');
    const bool plain = std::ranges::all_of(name, [](unsigned char c) {
        return (std::isalnum(c) != 0 && c < 0x80) || c == '_' || c == '.';
    });
    const bool parted =
        dot == std::string::npos || (dot > 0 && dot + 1 < name.size() && dot == name.rfind('.'));
    if (name.empty() || !plain || !parted) {
        throw UsageError{fmt::format(
            "{}: layer \"{}\" names no table. Wanted \"table\" or \"schema.table\" of letters, "
            "digits and _ (make a view for a table of another name).",
            shown, name)};
    }
    if (dot == std::string::npos) return sql_name(name);
    return sql_name(name.substr(0, dot)) + "." + sql_name(name.substr(dot + 1));
}

std::string condition_of(const std::vector<TableFilter>& filters) {
    std::string condition;
    for (const TableFilter& filter : filters)
        condition += (condition.empty() ? "WHERE " : " AND ") + filter.sql;
    return condition;
}

}  // namespace

PostgisTable::PostgisTable(const IncidentSource& source)
    : shown_{source.shown_path},
      connection_{parse_connection(source.path.string())},
      table_{table_for_sql(source, shown_)} {
    for (const std::string& secret : connection_.secrets()) log_.reword(secret, hidden_secret);
    open(source);
}

PostgisTable::~PostgisTable() {
    if (selected_ != nullptr) dataset_->ReleaseResultSet(selected_);
}

void PostgisTable::open(const IncidentSource& source) {
    static_cast<void>(gdal::driver("PostgreSQL"));
    PostgisConnection patient = connection_;
    const auto is_timeout = [](const auto& one) { return one.first == "connect_timeout"; };
    if (std::ranges::none_of(patient.settings, is_timeout))
        patient.settings.emplace_back("connect_timeout", patience_s);
    CPLStringList options;
    options.SetNameValue("TABLES", source.layer.c_str());
    options.SetNameValue("PRELUDE_STATEMENTS", session);
    const std::array<const char*, 2> drivers{"PostgreSQL", nullptr};
    dataset_.reset(GDALDataset::Open(patient.for_gdal().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                     drivers.data(), options.List()));
    if (!dataset_) fail("the database cannot be reached");
    if (dataset_->StartTransaction() != OGRERR_NONE) fail("no transaction could be begun");
    refuse_absent_table(source);
    layer_ = dataset_->GetLayer(0);
    if (layer_ == nullptr || log_.failed()) fail("the table cannot be read");
    static_cast<void>(layer_->GetLayerDefn()->GetFieldCount());  // only now does GDAL ask for it
    if (log_.failed()) fail("the table cannot be read");
}

void PostgisTable::refuse_absent_table(const IncidentSource& source) {
    const auto found = ask("SELECT to_regclass(" + sql_text(table_) + ")::text");
    if (!found.empty() && !found.front().front().empty()) return;
    std::vector<std::string> names;
    for (const auto& row : ask("SELECT table_schema || '.' || table_name FROM "
                               "information_schema.tables WHERE table_schema NOT IN "
                               "('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 200"))
        names.push_back(row.front());
    throw UsageError{
        fmt::format("{}: there is no table \"{}\", or none that this user may see.{} There are {}.",
                    shown_, source.layer, did_you_mean(source.layer, names),
                    names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")))};
}

std::vector<std::vector<std::string>> PostgisTable::ask(const std::string& sql) {
    OGRLayer* result = dataset_->ExecuteSQL(sql.c_str(), nullptr, nullptr);
    if (result == nullptr || log_.failed()) fail("a question to the database failed");
    std::vector<std::vector<std::string>> rows;
    for (const auto& feature : *result) {
        auto& row = rows.emplace_back();
        for (int i = 0; i < feature->GetFieldCount(); ++i)
            row.emplace_back(feature->GetFieldAsString(i));
    }
    dataset_->ReleaseResultSet(result);
    if (log_.failed()) fail("a question to the database failed");
    return rows;
}

std::vector<std::string> PostgisTable::key_columns() {
    std::vector<std::string> names;
    for (const auto& row :
         ask("SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = "
             "i.indrelid "
             "AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND i.indrelid = to_regclass(" +
             sql_text(table_) + ") ORDER BY array_position(i.indkey::int2[], a.attnum)"))
        names.push_back(sql_name(row.front()));
    return names;
}

/// Whether each condition holds for some row.
bool PostgisTable::occurs(const std::vector<std::string>& conditions) {
    return std::ranges::all_of(conditions, [&](const std::string& condition) {
        return !ask(fmt::format("SELECT 1 AS one FROM {} WHERE {} LIMIT 1", table_, condition))
                    .empty();
    });
}

/// Counts the rows that pass each filter, and those that pass all.
PostgisTable::Counts PostgisTable::count(const std::vector<TableFilter>& filters) {
    std::string sql = "SELECT count(*) AS n";  // GDAL takes columns of one name for one
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const TableFilter& filter = filters[i];
        sql += fmt::format(", count(*) FILTER (WHERE {}) AS passed{}", filter.sql, i);
        sql += fmt::format(", count(*) FILTER (WHERE {}) AS judged{}",
                           filter.judges.empty() ? "true" : filter.judges, i);
    }
    sql += fmt::format(", count(*) FILTER ({}) AS fetched",
                       filters.empty() ? "WHERE true" : condition_of(filters));
    const auto counted = ask(sql + " FROM " + table_);
    std::vector<std::uint64_t> numbers;
    for (const std::string& text : counted.front()) numbers.push_back(std::stoull(text));
    Counts counts{.all = numbers.front(), .fetched = numbers.back()};
    for (std::size_t i = 0; i < filters.size(); ++i) {
        counts.passed.push_back(numbers[1 + 2 * i]);
        counts.judged.push_back(numbers[2 + 2 * i]);
    }
    return counts;
}

std::vector<std::string> PostgisTable::notes_of(const std::vector<TableFilter>& filters,
                                                const Counts& counts) {
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < filters.size(); ++i) {
        notes.push_back(fmt::format("the database was asked by {}: {} of {} rows", filters[i].what,
                                    counts.passed[i], counts.all));
    }
    if (!filters.empty()) {
        notes.push_back(fmt::format("{} rows were fetched; the other {} are counted as not_fetched",
                                    counts.fetched, counts.all - counts.fetched));
    }
    return notes;
}

/// Places that are misread as a whole lie in the area's box no more than by chance, so nearly none
/// would be fetched and looked at.
void PostgisTable::refuse_misread(const EventFrame& frame, const TableFilter& area,
                                  std::uint64_t placed, std::uint64_t left_out) {
    constexpr double nearly_all = 0.99;
    constexpr int enough = 1000;
    if (left_out == 0 || static_cast<double>(left_out) < nearly_all * static_cast<double>(placed))
        return;
    std::vector<std::string> order = key_columns();
    if (order.empty()) order = {"1"};
    const std::string sql = fmt::format(
        "SELECT {}::geometry AS place FROM {} WHERE NOT {} ORDER BY {} LIMIT {}",
        sql_name(layer_->GetGeometryColumn()), table_, area.sql, fmt::join(order, ", "), enough);
    OGRLayer* some = dataset_->ExecuteSQL(sql.c_str(), nullptr, nullptr);
    if (some == nullptr || log_.failed()) fail("a question to the database failed");
    PlaceJudge judge{frame.place};
    PlaceTally tally;
    std::uint64_t row = 0;
    for (const auto& feature : *some) {
        ++row;
        const auto at = place_of(feature->GetGeometryRef()).at;
        if (at && std::isfinite(at->x) && std::isfinite(at->y) && *at != Point{})
            tally.take(judge.judge(*at), row);
    }
    dataset_->ReleaseResultSet(some);
    if (log_.failed()) fail("a question to the database failed");
    // With some in the area, the others may well be elsewhere.
    if (left_out == placed || fit_swapped(tally))
        refuse_misread_places(tally, frame.source, frame.place);
}

TableSelection PostgisTable::select(const EventFrame& frame, const LayerRows& rows,
                                    const MultiPolygon& area) {
    std::vector<TableFilter> filters = table_filters(*layer_, frame, rows, area);
    std::vector<std::string> unused;
    std::erase_if(filters, [&](const TableFilter& filter) {
        if (occurs(filter.must_occur)) return false;
        unused.push_back(fmt::format(
            "the database was not asked by {}: not all of them occur in the table", filter.what));
        return true;
    });
    const Counts counts = count(filters);
    promised_ = counts.fetched;
    for (std::size_t i = 0; i < filters.size(); ++i) {
        if (!filters[i].judges.empty())
            refuse_misread(frame, filters[i], counts.judged[i], counts.all - counts.passed[i]);
    }
    TableSelection selection;
    selection.left_out = counts.all - counts.fetched;
    selection.notes = notes_of(filters, counts);
    selection.notes.insert(selection.notes.end(), unused.begin(), unused.end());
    std::vector<std::string> wanted;
    std::vector<std::string> order = key_columns();
    const bool has_key = !order.empty();
    const auto want = [&](const std::string& what, const std::string& alias) {
        wanted.push_back(what + " AS " + alias);
        if (!has_key) order.push_back(what + "::text COLLATE \"C\"");
    };
    OGRFeatureDefn& definition = *layer_->GetLayerDefn();
    selection.columns.fill(-1);
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        const int column = rows.columns[i];
        if (column < 0) continue;
        selection.columns[i] = static_cast<int>(wanted.size());
        want(sql_name(column < definition.GetFieldCount()
                          ? definition.GetFieldDefn(column)->GetNameRef()
                          : layer_->GetFIDColumn()),
             fmt::format("column_{}", i));
    }
    if (rows.with_geometry) want(sql_name(layer_->GetGeometryColumn()) + "::geometry", "place");
    const std::string sql = fmt::format("SELECT {} FROM {} {} ORDER BY {}", fmt::join(wanted, ", "),
                                        table_, condition_of(filters), fmt::join(order, ", "));
    selected_ = dataset_->ExecuteSQL(sql.c_str(), nullptr, nullptr);
    if (selected_ == nullptr || log_.failed()) fail("the rows cannot be selected");
    selection.layer = selected_;
    return selection;
}

void PostgisTable::refuse_missing(std::uint64_t rows_read) const {
    if (log_.failed()) fail("reading failed");
    if (rows_read == promised_) return;
    throw FileError{fmt::format("{}: {} rows were counted but {} came. Try again.", shown_,
                                promised_, rows_read)};
}

void PostgisTable::fail(const std::string& what) const {
    throw FileError{fmt::format("{}: {}: {}", shown_, what, log_.reason())};
}

}  // namespace beatline
