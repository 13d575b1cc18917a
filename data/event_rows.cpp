// SPDX-License-Identifier: Apache-2.0
#include "data/event_rows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace beatline {
namespace {

/// FNV-1a: equal on every machine; only used to count repeated identifiers.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

class RowParser {
public:
    RowParser(const CsvFile& file, const IncidentSource& source, const EventColumns& columns,
              const TimeZone& zone)
        : file_{file}, source_{source}, columns_{columns}, zone_{zone} {}

    void take(const CsvRow& row) {
        row_ = &row;
        ++rows_.read;
        if (row.fields.size() != file_.columns().size()) {
            reject("", "field_count",
                   fmt::format("{} fields, wanted {}", row.fields.size(), file_.columns().size()));
            return;
        }
        if (columns_.id) take_id(trimmed(row.fields[*columns_.id]));
        const auto x = coordinate(columns_.x, source_.x);
        if (!x) return;
        const auto y = coordinate(columns_.y, source_.y);
        if (!y) return;
        if (*x == 0.0 && *y == 0.0) return reject(source_.x, "coord_null_island", "0, 0");
        EventRow parsed;
        parsed.row = row.number;
        parsed.given = {*x, *y};
        const auto before = rows_.complaints.size();
        take_category(parsed);
        if (rows_.complaints.size() == before) take_time(parsed);
        if (rows_.complaints.size() != before) {
            parsed.complaint = static_cast<std::uint32_t>(rows_.complaints.size());
        }
        rows_.placed.push_back(parsed);
    }

    EventRows finish() && {
        std::ranges::sort(ids_);
        const auto distinct = std::ranges::unique(ids_).begin() - ids_.begin();
        rows_.repeated_ids = ids_.size() - static_cast<std::size_t>(distinct);
        return std::move(rows_);
    }

private:
    [[nodiscard]] Rejection rejection(const std::string& column, const std::string& reason,
                                      std::string_view value) const {
        return {source_.shown_path, row_->number, column, reason, shortened_value(value)};
    }
    void reject(const std::string& column, const std::string& reason, std::string_view value) {
        rows_.rejected.push_back(rejection(column, reason, value));
    }
    void complain(const std::string& column, const char* reason, std::string_view value) {
        rows_.complaints.push_back(rejection(column, reason, value));
    }

    void take_id(std::string_view id) {
        if (!id.empty()) ids_.push_back(hash_of(id));
    }

    std::optional<double> coordinate(std::size_t column, const std::string& name) {
        const FiniteField field = finite_number(row_->fields[column]);
        if (!field.number)
            reject(name, "coord_" + std::string{field.trouble}, trimmed(row_->fields[column]));
        return field.number;
    }

    void take_category(EventRow& parsed) {
        if (!columns_.category) return;
        const std::string_view text = trimmed(row_->fields[*columns_.category]);
        if (text != last_category_ || rows_.categories.empty()) {
            last_category_ = text;
            const auto [found, is_new] = category_numbers_.try_emplace(
                last_category_, static_cast<std::uint32_t>(rows_.categories.size()));
            if (is_new) rows_.categories.push_back(last_category_);
            last_number_ = found->second;
            last_wanted_ = source_.categories.empty() ||
                           std::ranges::find(source_.categories, text) != source_.categories.end();
        }
        parsed.category = last_number_;
        if (!last_wanted_) complain(source_.category, "category_other", text);
    }

    void take_time(EventRow& parsed) {
        if (!columns_.time) return;
        const std::string_view text = trimmed(row_->fields[*columns_.time]);
        const auto from = time(text, source_.time, from_);
        if (!from) return;
        parsed.when = from->when;
        if (!columns_.time_to) return;
        const std::string_view to_text = trimmed(row_->fields[*columns_.time_to]);
        if (to_text.empty()) return;  // the end is not known: the start stands for it
        const auto to = time(to_text, source_.time_to, to_);
        if (!to) return;
        if (to->when.to < from->when.from) {
            return complain(source_.time_to, "time_reversed",
                            fmt::format("{} to {}", text, to_text));
        }
        parsed.when.to = std::max(to->when.to, from->when.to);
    }

    struct LastTime {
        std::string text;
        std::optional<ParsedTime> parsed;
    };

    /// Neighbours often share a month: the last text is remembered.
    std::optional<ParsedTime> time(std::string_view text, const std::string& name, LastTime& last) {
        if (text.empty()) {
            complain(name, "time_missing", text);
            return std::nullopt;
        }
        if (text != last.text) last = {std::string{text}, parse_time(text, zone_)};
        if (!last.parsed) {
            complain(name, "time_bad", text);
        } else {
            rows_.ambiguous_times += last.parsed->ambiguous ? 1 : 0;
            rows_.skipped_times += last.parsed->skipped ? 1 : 0;
        }
        return last.parsed;
    }

    const CsvFile& file_;
    const IncidentSource& source_;
    const EventColumns& columns_;
    const TimeZone& zone_;
    const CsvRow* row_{nullptr};
    EventRows rows_;
    std::vector<std::uint64_t> ids_;
    std::unordered_map<std::string, std::uint32_t> category_numbers_;
    std::string last_category_;
    std::uint32_t last_number_{0};
    bool last_wanted_{true};
    LastTime from_, to_;
};

}  // namespace

EventRows parse_event_rows(const CsvFile& file, const IncidentSource& source,
                           const EventColumns& columns, const TimeZone& zone) {
    RowParser parser{file, source, columns, zone};
    file.for_each_row([&](const CsvRow& row) { parser.take(row); });
    return std::move(parser).finish();
}

}  // namespace beatline
