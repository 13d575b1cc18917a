// SPDX-License-Identifier: Apache-2.0
#include "data/csv_scanner.hpp"

#include <fmt/format.h>

#include "data/error.hpp"

namespace beatline {
namespace {

/// The text without blank lines at its end; the line end of the last row stays.
std::string_view without_blank_end(std::string_view text) {
    const std::size_t last = text.find_last_not_of("\r\n");
    if (last == std::string_view::npos) return text.substr(0, 0);
    std::size_t end = last + 1;
    if (end < text.size() && text[end] == '\r') ++end;
    if (end < text.size() && text[end] == '\n') ++end;
    return text.substr(0, end);
}

}  // namespace

CsvScanner::CsvScanner(const CsvStretch& stretch, const CsvOptions& options, CsvMarks& marks)
    : text_{stretch.last ? without_blank_end(stretch.text) : stretch.text},
      options_{options},
      columns_{stretch.columns},
      last_{stretch.last},
      line_{stretch.place.line} {
    marks.find(text_, options.delimiter);
    if (marks.holds_nul() || marks.holds_high_bytes())
        refuse_bad_text(text_, stretch.place, options.shown_path);
    marks_ = marks.at();
}

bool CsvScanner::next() {
    if (at_ == text_.size()) return false;
    const std::size_t from = at_;
    const std::size_t from_mark = mark_;
    const std::uint64_t from_line = line_;
    fields_.clear();
    escaped_.clear();
    long_quote_line_ = 0;
    blank_ = text_[at_] == '\n' || text_[at_] == '\r';
    Ending ending = Ending::field;
    while (ending == Ending::field) {
        ending = at_ < text_.size() && text_[at_] == '"' ? scan_quoted() : scan_plain();
    }
    if (ending == Ending::unfinished) {
        at_ = from;
        mark_ = from_mark;
        line_ = from_line;
        return false;
    }
    row_.line = from_line;
    check_row(from);
    if (!escaped_.empty()) unescape();
    ++row_.number;
    row_.fields = fields_;
    return true;
}

/// A quote inside a field that did not begin with one is text.
CsvScanner::Ending CsvScanner::scan_plain() {
    while (mark_ < marks_.size() && mark() == '"') ++mark_;
    const std::size_t to = mark_ < marks_.size() ? marks_[mark_] : text_.size();
    add_field(at_, to);
    return end_of_field(to);
}

CsvScanner::Ending CsvScanner::scan_quoted() {
    const std::uint64_t opened = line_;
    const std::size_t from = at_ + 1;
    bool escapes = false;
    std::size_t to = 0;
    for (++mark_;; ++mark_) {
        if (mark_ == marks_.size()) {
            if (!last_) return Ending::unfinished;
            refuse_quote(opened, "opens and is never closed");
        }
        const std::size_t here = marks_[mark_];
        const char c = text_[here];
        if (c == '\n' || (c == '\r' && (here + 1 == text_.size() || text_[here + 1] != '\n')))
            ++line_;
        if (c != '"') continue;
        if (here + 1 < text_.size() && text_[here + 1] == '"') {
            escapes = true;
            ++mark_;
            continue;
        }
        to = here;
        ++mark_;
        break;
    }
    if (line_ != opened && long_quote_line_ == 0) long_quote_line_ = opened;
    const bool ends = to + 1 == text_.size() ||
                      (mark_ < marks_.size() && marks_[mark_] == to + 1 && mark() != '"');
    if (!ends) {
        refuse_quote(opened,
                     line_ == opened
                         ? "opens and closes again before more text"
                         : fmt::format("opens, and what closes it, on line {}, stands before "
                                       "more text: it was never closed",
                                       line_));
    }
    if (escapes) escaped_.push_back(fields_.size());
    add_field(from, to);
    return end_of_field(to + 1);
}

/// Steps over what ends a field, at `at`.
CsvScanner::Ending CsvScanner::end_of_field(std::size_t at) {
    at_ = at;
    if (at == text_.size()) return Ending::row;
    ++mark_;
    const char stop = text_[at_++];
    if (stop == options_.delimiter) return Ending::field;
    if (stop == '\r' && at_ < text_.size() && text_[at_] == '\n') {
        ++at_;
        ++mark_;
    }
    ++line_;
    return Ending::row;
}

void CsvScanner::add_field(std::size_t from, std::size_t to) {
    if (to - from > options_.max_field_bytes) {
        throw LimitError{fmt::format(
            "{}: line {}, field {}: the field is {} bytes long; the limit is {}.",
            options_.shown_path, line_, fields_.size() + 1, to - from, options_.max_field_bytes)};
    }
    if (fields_.size() == options_.max_columns) {
        throw LimitError{fmt::format("{}: line {}: more than {} fields, the limit.",
                                     options_.shown_path, line_, options_.max_columns)};
    }
    fields_.push_back(text_.substr(from, to - from));
}

void CsvScanner::check_row(std::size_t from) const {
    if (at_ - from > options_.max_row_bytes) {
        throw LimitError{fmt::format("{}: line {}: the row is {} bytes long; the limit is {}.",
                                     options_.shown_path, row_.line, at_ - from,
                                     options_.max_row_bytes)};
    }
    if (columns_ == 0 || long_quote_line_ == 0 || fields_.size() == columns_) return;
    throw InputError{fmt::format(
        "{}: line {}: a quote opens here and runs over the end of the line, and the row then has "
        "{} fields instead of {}: it swallows what follows. Close the quote.",
        options_.shown_path, long_quote_line_, fields_.size(), columns_)};
}

void CsvScanner::unescape() {
    std::size_t bytes = 0;
    for (const std::size_t i : escaped_) bytes += fields_[i].size();
    unescaped_.clear();
    unescaped_.reserve(bytes);  // views into it must not move
    for (const std::size_t i : escaped_) {
        const std::size_t from = unescaped_.size();
        const std::string_view field = fields_[i];
        for (std::size_t k = 0; k < field.size(); ++k) {
            unescaped_ += field[k];
            if (field[k] == '"') ++k;
        }
        fields_[i] = std::string_view{unescaped_}.substr(from);
    }
}

void CsvScanner::refuse_quote(std::uint64_t line, std::string_view what) const {
    throw InputError{fmt::format(
        "{}: line {}, field {}: a quote {}. Close it, or double it if it is part of the text; the "
        "rows after it cannot be told apart.",
        options_.shown_path, line, fields_.size() + 1, what)};
}

}  // namespace beatline
