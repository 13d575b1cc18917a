// SPDX-License-Identifier: Apache-2.0
#include "data/postgis_table.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cpl_string.h>

#include "data/error.hpp"
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
TableSelection PostgisTable::count(const std::vector<TableFilter>& filters) {
    std::string sql = "SELECT count(*) AS n";  // GDAL takes columns of one name for one
    for (std::size_t i = 0; i < filters.size(); ++i)
        sql += fmt::format(", count(*) FILTER (WHERE {}) AS n{}", filters[i].sql, i);
    if (!filters.empty())
        sql += fmt::format(", count(*) FILTER ({}) AS fetched", condition_of(filters));
    const auto counted = ask(sql + " FROM " + table_);
    const auto number = [&](std::size_t i) { return std::stoull(counted.front().at(i)); };
    const std::uint64_t all = number(0);
    promised_ = filters.empty() ? all : number(filters.size() + 1);

    TableSelection selection;
    selection.left_out = all - promised_;
    for (std::size_t i = 0; i < filters.size(); ++i) {
        selection.notes.push_back(fmt::format("the database was asked by {}: {} of {} rows",
                                              filters[i].what, number(i + 1), all));
    }
    if (!filters.empty()) {
        selection.notes.push_back(
            fmt::format("{} rows were fetched; the other {} are counted as not_fetched", promised_,
                        selection.left_out));
    }
    return selection;
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
    TableSelection selection = count(filters);
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
    throw FileError{
        fmt::format("{}: {}: {}", shown_, what, connection_.hide_secrets(log_.reason()))};
}

}  // namespace beatline
