// Any bytes as a CSV file, whole and in small pieces, and as a file of incidents.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <oneapi/tbb/global_control.h>

#include "data/csv_pieces.hpp"
#include "data/read_events.hpp"

#include "tests/fuzz/fuzz.hpp"

namespace beatline::fuzz {
namespace {

/// All rows of a file, or those before its fault and what is said of it.
struct Rows {
    std::string fields;  // each ended by a unit separator, rows by a record separator
    std::uint64_t count{0};
    std::string fault;

    void add(std::span<const std::string_view> row) {
        ++count;
        for (const std::string_view field : row) fields.append(field) += '\x1F';
        fields += '\x1E';
    }
};

Rows read_whole(const CsvFile& file) {
    Rows rows;
    std::uint64_t last_line = 1;
    try {
        const std::uint64_t count = file.for_each_row([&](const CsvRow& row) {
            must(row.number == rows.count + 1, "rows are numbered in order");
            must(row.line > last_line, "each row begins on a line of its own");
            must(!row.fields.empty(), "a row has a field");
            last_line = row.line;
            rows.add(row.fields);
        });
        must(count == rows.count, "the rows handed on are those counted");
    } catch (const Failure& failure) {
        rows.fault = failure.what();
    }
    return rows;
}

/// Every piece but the first begins on the supposition that no quote is open there.
Rows read_in_pieces(const CsvFile& file, std::size_t bytes) {
    CsvOptions options = file.options();
    options.piece_bytes = bytes;
    Rows rows;
    try {
        const auto count = read_pieces<Rows>(
            CsvFile{file.path(), options},
            [](CsvScanner& scanner) {
                Rows piece;
                while (scanner.next()) piece.add(scanner.row().fields);
                return piece;
            },
            [&](const Rows& piece, std::uint64_t before) {
                must(before == rows.count, "no row is lost at a seam");
                rows.fields += piece.fields;
                rows.count += piece.count;
            });
        must(count == rows.count, "the rows handed on are those counted");
    } catch (const Failure& failure) {
        rows.fault = failure.what();
    }
    return rows;
}

/// Columns by what they are called, as far as they are there; else the first two are the place.
IncidentSource source_of(const CsvFile& file) {
    const auto has = [&](const char* name) { return file.has_column(name); };
    const auto name_if_there = [&](const char* name) {
        return has(name) ? std::string{name} : std::string{};
    };
    IncidentSource source;
    source.path = file.path();
    source.shown_path = "input.csv";
    source.encoding = file.options().encoding;
    if (has("Longitude") && has("Month")) source.preset = "police.uk";
    if (has("Longitude") && has("Object of search")) source.preset = "police.uk-stop-search";
    if (has("longitude") && has("date")) source.preset = "stats19";
    if (!source.preset.empty()) return source;
    const auto& columns = file.columns();
    source.grid_ref = name_if_there("grid_ref");
    if (source.grid_ref.empty()) {
        source.x = columns.front();
        source.y = columns.size() > 1 ? columns[1] : "y";
        if (source.x.starts_with("lon")) source.crs = "EPSG:4326";
    }
    source.time = name_if_there("time");
    source.time_to = name_if_there("time_to");
    if (has("day")) {
        source.time = "day";
        source.time_of_day = name_if_there("clock");
        source.time_format = source.time_of_day.empty() ? "%d/%m/%Y %H:%M" : "%d %b %y";
    }
    source.category = name_if_there("category");
    source.id = name_if_there("id");
    if (!source.category.empty() && !source.id.empty()) source.categories = {"Drugs", "Robbery"};
    if (!source.id.empty()) source.retention_months = 24;
    return source;
}

void check_reading(const EventReading& reading) {
    must(reading.inputs.size() == 1, "one source gives one report");
    const InputReport& report = reading.inputs.front();
    std::uint64_t rejected = 0;
    for (const auto& [reason, count] : report.rejected) rejected += count;
    must(report.read == report.used + rejected, "read = used + rejected");
    must(report.used == reading.events.size(), "what is used is an event");
    must(rejected == reading.rejected.size(), "what is rejected is listed");
    must(reading.rejected.by_reason() == report.rejected, "and counted by its reason");
    std::uint64_t last_row = 0;
    for (std::size_t i = 0; i < reading.rejected.size(); ++i) {
        const Rejection rejection = reading.rejected[i];
        must(rejection.row > last_row && rejection.row <= report.read,
             "a row is rejected once, in order");
        must(rejection.value.size() <= 80, "its value is short");
        must(first_invalid_utf8(rejection.value) == rejection.value.size(), "its value is UTF-8");
        last_row = rejection.row;
    }
    for (const PointEvent& event : reading.events) {
        must(std::isfinite(event.at.x) && std::isfinite(event.at.y), "an event has a place");
        must(event.when.from <= event.when.to, "an event does not end before it begins");
        must(event.kind < reading.kinds.size(), "an event is of a known kind");
    }
}

void read_incidents(const CsvFile& file) {
    static const TimeZone london{"Europe/London"};
    constexpr Instant new_year{Seconds{1'767'225'600}};  // 2026
    EventRules rules;
    rules.working_crs = "EPSG:32630";
    rules.zone = london;
    rules.now = new_year;
    rules.reference = new_year;
    const IncidentSource source = source_of(file);
    const EventReading anywhere = read_events({source}, rules);
    check_reading(anywhere);
    rules.area = {
        {{{5.0e5, 5.6e6}, {6.0e5, 5.6e6}, {6.0e5, 5.8e6}, {5.0e5, 5.8e6}, {5.0e5, 5.6e6}}, {}}};
    const EventReading inside = read_events({source}, rules);
    check_reading(inside);
    must(inside.inputs.front().read == anywhere.inputs.front().read,
         "an area changes nothing about what is read");
    must(inside.events.size() <= anywhere.events.size(), "an area only takes events away");
}

void read_file(const std::filesystem::path& path, Encoding encoding) {
    const CsvFile file{path, {.shown_path = "input.csv", .encoding = encoding}};
    const Rows whole = read_whole(file);
    const Rows pieces = read_in_pieces(file, 1 + whole.count % 40);
    must(pieces.fault == whole.fault, "pieces have the fault of the whole:", pieces.fault);
    must(whole.fields.starts_with(pieces.fields), "pieces have the rows of the whole");
    must(!whole.fault.empty() || pieces.count == whole.count, "and all of them");
    must(whole.fault.empty() || whole.fault.starts_with("input.csv: "), "a fault names its file");
    read_incidents(file);
}

}  // namespace
}  // namespace beatline::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace beatline;
    using oneapi::tbb::global_control;
    static const global_control one_thread{global_control::max_allowed_parallelism, 1};
    const std::string_view text = fuzz::text_of({data, size});
    const auto path = fuzz::file_of({data, size}, "input.csv");
    fuzz::accepts([&] { fuzz::read_file(path, Encoding::utf8); });
    if (first_invalid_utf8(text) == text.size() || text.starts_with("\x1F\x8B")) return 0;
    const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
    fuzz::accepts([&] { fuzz::read_file(path, utf16 ? Encoding::utf16 : Encoding::windows_1252); });
    return 0;
}
