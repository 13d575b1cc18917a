// A table of a PostgreSQL database as a source of incidents: read-only, as of one moment, with the
// operation's filters left to the database.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: GDAL's types stop here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/gdal.hpp"
#include "data/layer_rows.hpp"
#include "data/postgis_connection.hpp"
#include "data/postgis_filters.hpp"

namespace beatline {

/// The rows that a reading has to look at; the others would be rejected anyway.
struct TableSelection {
    OGRLayer* layer{nullptr};  ///< lives as long as the table
    LookedAt columns{};        ///< of that layer
    std::uint64_t left_out{0};
    std::vector<std::string>
        notes;  ///< which filters the database applied, and how many rows each kept
};

/// A connection with one transaction (repeatable read, read only), so that counts and rows fit.
class PostgisTable {
public:
    /// `source.path` is the connection, `source.layer` the table, `source.shown_path` what messages
    /// say of both. Throws UsageError for a
    /// connection that parse_connection refuses and a table that has no plain name or is not there;
    /// FileError when the database cannot be reached or read, with its reason but no password.
    explicit PostgisTable(const IncidentSource& source);
    ~PostgisTable();
    PostgisTable(const PostgisTable&) = delete;
    PostgisTable& operator=(const PostgisTable&) = delete;

    /// The whole table: for its columns, types and CRS.
    [[nodiscard]] OGRLayer& layer() const { return *layer_; }

    /// By category, by the box around `area` and by age, as far as the columns' types allow. In the
    /// order of the primary key, or else of all columns that are looked at. Throws InputError when
    /// (nearly) no row lies around the area and the places are misread, as refuse_misread_places.
    [[nodiscard]] TableSelection select(const EventFrame& frame, const LayerRows& rows,
                                        const MultiPolygon& area);

    /// Throws FileError unless all selected rows have come.
    void refuse_missing(std::uint64_t rows_read) const;

private:
    struct Counts {
        std::uint64_t all{0};
        std::uint64_t fetched{0};
        std::vector<std::uint64_t> passed{};  ///< of each filter
        std::vector<std::uint64_t> judged{};
    };

    void open(const IncidentSource& source);
    void refuse_absent_table(const IncidentSource& source);
    [[nodiscard]] std::vector<std::vector<std::string>> ask(const std::string& sql);
    [[nodiscard]] std::vector<std::string> key_columns();
    [[nodiscard]] bool occurs(const std::vector<std::string>& conditions);
    [[nodiscard]] Counts count(const std::vector<TableFilter>& filters);
    [[nodiscard]] static std::vector<std::string> notes_of(const std::vector<TableFilter>& filters,
                                                           const Counts& counts);
    void refuse_misread(const EventFrame& frame, const TableFilter& area, std::uint64_t placed,
                        std::uint64_t left_out);
    [[noreturn]] void fail(const std::string& what) const;

    gdal::ErrorLog log_;
    gdal::Option rows_a_fetch_{"OGR_PG_CURSOR_PAGE", "5000"};
    std::string shown_;
    PostgisConnection connection_;
    std::string table_;  // quoted, for SQL
    gdal::Dataset dataset_;
    OGRLayer* layer_{nullptr};
    OGRLayer* selected_{nullptr};
    std::uint64_t promised_{0};
};

}  // namespace beatline
