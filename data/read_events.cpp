// SPDX-License-Identifier: Apache-2.0
#include "data/read_events.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <oneapi/tbb/enumerable_thread_specific.h>

#include "data/csv_blocks.hpp"
#include "data/csv_pieces.hpp"
#include "data/error.hpp"
#include "data/event_gather.hpp"
#include "data/number.hpp"
#include "data/read_event_layer.hpp"

namespace beatline {
namespace {

std::string_view text_at(const CsvRow& row, const std::optional<std::size_t>& column) {
    return column ? row.fields[*column] : std::string_view{};
}

EventFields fields_of(const CsvRow& row, const EventColumns& columns) {
    EventFields fields;
    fields.x = text_at(row, columns.x);
    fields.y = text_at(row, columns.y);
    fields.grid_ref = text_at(row, columns.grid_ref);
    fields.time = text_at(row, columns.time);
    fields.time_of_day = text_at(row, columns.time_of_day);
    fields.time_to = text_at(row, columns.time_to);
    fields.category = text_at(row, columns.category);
    fields.id = text_at(row, columns.id);
    return fields;
}

EventAges ages_of(const IncidentSource& source, const EventRules& rules) {
    EventAges ages;
    ages.now = rules.now;
    const auto kept_to = rules.reference ? rules.reference : rules.now;
    if (source.retention_months && kept_to)
        ages.kept_from = months_before(*kept_to, *source.retention_months);
    if (!rules.reference) return ages;
    const auto days = [](double count) {
        return Seconds{static_cast<std::int64_t>(count * 86'400.0)};
    };
    if (rules.min_age_days) ages.newest = *rules.reference - days(*rules.min_age_days);
    if (rules.max_age_days) ages.oldest = *rules.reference - days(*rules.max_age_days);
    return ages;
}

/// What the first rows say about decimal commas, or what the user said.
char decimal_of(const CsvFile& file, const EventFrame& frame, std::vector<std::string>& notes) {
    const IncidentSource& source = frame.source;
    if (source.decimal != 0 || !frame.columns.x) return source.decimal == 0 ? '.' : source.decimal;
    const auto rows = file.first_rows(200);
    std::vector<std::string_view> fields;
    for (const auto& row : rows) {
        if (row.size() != file.columns().size()) continue;
        fields.push_back(trimmed(row[*frame.columns.x]));
        fields.push_back(trimmed(row[*frame.columns.y]));
    }
    if (sniff_decimal(fields) != ',') return '.';
    if (thousands_or_decimals(fields)) {
        const auto comma = std::ranges::find_if(
            fields, [](std::string_view text) { return text.find(',') != std::string_view::npos; });
        throw InputError{
            fmt::format("{}: columns \"{}\" and \"{}\": is the comma of \"{}\" a decimal comma, or "
                        "does it part thousands? If decimal, say decimal = \",\"; else export the "
                        "numbers without it.",
                        source.shown_path, source.x, source.y, *comma)};
    }
    notes.emplace_back("coordinates have a decimal comma, found from the first rows");
    return ',';
}

void note_delimiter(const CsvFile& file, const IncidentSource& source,
                    std::vector<std::string>& notes) {
    if (file.delimiter() == ',') return;
    const std::string name =
        file.delimiter() == '\t' ? "a tab" : fmt::format("\"{}\"", file.delimiter());
    notes.push_back(fmt::format("the delimiter is {}{}", name,
                                source.delimiter == 0 ? ", found from the header" : ""));
}

EventPiece judge_rows(CsvScanner& scanner, EventJudge& judge, const EventColumns& columns,
                      std::size_t width) {
    EventPiece piece;
    piece.events.reserve(4096);
    while (scanner.next()) {
        const CsvRow& row = scanner.row();
        ++piece.tally.read;
        if (row.fields.size() == width) {
            judge.take(fields_of(row, columns), row.number, piece);
        } else {
            judge.reject(row.number, "", "field_count",
                         fmt::format("{} fields, wanted {}", row.fields.size(), width), piece);
        }
    }
    return piece;
}

class EventReader {
public:
    explicit EventReader(const EventRules& rules) : rules_{rules} {
        if (!rules.area.empty()) area_ = std::make_unique<const AreaIndex>(rules.area);
    }

    void read(IncidentSource source) {
        if (source.shown_path.empty()) source.shown_path = source.path.string();
        if (source.kind == SourceKind::postgis || is_layer_file(source)) {
            read_event_layer(source, {rules_, area_.get()}, reading_);
        } else {
            read_csv(std::move(source));
        }
    }

    /// Places of the first rows of a CSV file; nothing of other sources.
    std::vector<Point> look_at(IncidentSource source) const {
        if (source.shown_path.empty()) source.shown_path = source.path.string();
        if (source.kind == SourceKind::postgis || is_layer_file(source)) return {};
        const CsvFile file = open_csv(source);
        const EventColumns columns =
            find_columns(file.columns(), false, rules_.working_crs, source);
        EventFrame frame = event_frame(source, columns, {rules_, nullptr});
        std::vector<std::string> notes;
        frame.decimal = decimal_of(file, frame, notes);
        EventJudge judge{frame};
        EventPiece piece;
        std::uint64_t number = 0;
        for (const std::vector<std::string>& row : file.first_rows(~std::size_t{0})) {
            const std::vector<std::string_view> fields{row.begin(), row.end()};
            if (row.size() == file.columns().size())
                judge.take(fields_of({++number, 0, fields}, columns), number, piece);
        }
        std::vector<Point> places;
        for (const PointEvent& event : piece.events) places.push_back(event.at);
        return places;
    }

    EventReading finish() && { return std::move(reading_); }

private:
    static CsvFile open_csv(const IncidentSource& source) {
        return CsvFile{source.path,
                       {.delimiter = source.delimiter,
                        .shown_path = source.shown_path,
                        .encoding = source.encoding.value_or(Encoding::utf8)}};
    }

    void read_csv(IncidentSource source) {
        const CsvFile file = open_csv(source);
        const EventColumns columns =
            find_columns(file.columns(), false, rules_.working_crs, source);
        EventFrame frame = event_frame(source, columns, {rules_, area_.get()});
        std::vector<std::string> notes;
        note_delimiter(file, source, notes);
        frame.decimal = decimal_of(file, frame, notes);
        EventGather gather{frame, reading_};
        if (!file.packed()) {
            gather.expect_pieces(static_cast<double>(file.bytes()) /
                                 static_cast<double>(file.options().piece_bytes));
        }
        oneapi::tbb::enumerable_thread_specific<EventJudge> judges{
            [&frame] { return EventJudge{frame}; }};
        const std::size_t width = file.columns().size();
        read_pieces<EventPiece>(
            file,
            [&](CsvScanner& scanner) {
                return judge_rows(scanner, judges.local(), frame.columns, width);
            },
            [&](EventPiece& piece, std::uint64_t before) { gather.take(piece, before); });
        gather.finish(std::move(notes));
    }

    const EventRules& rules_;
    std::unique_ptr<const AreaIndex> area_;  // none: anywhere
    EventReading reading_;
};

}  // namespace

EventFrame event_frame(const IncidentSource& source, const EventColumns& columns,
                       const EventContext& context) {
    return {source,
            columns,
            source.decimal == 0 ? '.' : source.decimal,
            place_frame(source.crs, context.rules.working_crs, context.area),
            context.rules.zone.value_or(TimeZone{"UTC"}),
            ages_of(source, context.rules)};
}

std::vector<Point> first_places(const IncidentSource& source) {
    EventRules rules;
    rules.working_crs = "EPSG:4326";
    std::vector<Point> places = EventReader{rules}.look_at(source);
    if (!places.empty()) return places;
    for (const PointEvent& event : read_events({source}, rules).events) places.push_back(event.at);
    return places;
}

EventReading read_events(const std::vector<IncidentSource>& sources, const EventRules& rules) {
    EventReader reader{rules};
    for (const IncidentSource& source : sources) reader.read(source);
    return std::move(reader).finish();
}

}  // namespace beatline
