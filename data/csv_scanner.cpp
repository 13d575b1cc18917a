// SPDX-License-Identifier: Apache-2.0
#include "data/csv_scanner.hpp"

#include <cstring>
#include <fmt/format.h>

#include "data/error.hpp"

namespace beatline {

CsvScanner::CsvScanner(std::string_view text, const CsvOptions& options, std::uint64_t line)
    : begin_{text.data()},
      at_{text.data()},
      end_{text.data() + text.size()},
      options_{options},
      line_{line} {
    for (const char stop : {options.delimiter, '\n', '\r'}) {
        stops_[static_cast<unsigned char>(stop)] = true;
    }
}

bool CsvScanner::next() {
    if (at_ == end_) return false;
    const char* row = at_;
    fields_.clear();
    escaped_.clear();
    row_line_ = line_;
    long_quote_line_ = 0;
    blank_ = *at_ == '\n' || *at_ == '\r';
    bool more = true;
    while (more) {
        if (at_ != end_ && *at_ == '"') {
            scan_quoted();
        } else {
            scan_plain();
        }
        more = end_of_field();
    }
    const auto bytes = static_cast<std::size_t>(at_ - row);
    if (bytes > options_.max_row_bytes) {
        throw LimitError{fmt::format("{}: line {}: the row is {} bytes long; the limit is {}.",
                                     options_.shown_path, row_line_, bytes,
                                     options_.max_row_bytes)};
    }
    if (!escaped_.empty()) unescape();
    return true;
}

void CsvScanner::scan_plain() {
    const char* from = at_;
    while (at_ != end_ && !stops_[static_cast<unsigned char>(*at_)]) ++at_;
    add_field(from, at_);
}

void CsvScanner::scan_quoted() {
    const std::uint64_t opened = line_;
    const char* from = ++at_;
    bool escapes = false;
    for (;;) {
        const auto* quote =
            static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
        if (quote == nullptr) refuse_quote(opened, "opens and is never closed");
        at_ = quote + 1;
        if (at_ == end_ || *at_ != '"') break;
        escapes = true;
        ++at_;
    }
    const char* to = at_ - 1;
    for (const char* c = from; c != to; ++c) {
        if (*c == '\n' || (*c == '\r' && c[1] != '\n')) ++line_;
    }
    if (line_ != opened && long_quote_line_ == 0) long_quote_line_ = opened;
    if (at_ != end_ && !stops_[static_cast<unsigned char>(*at_)]) {
        refuse_quote(opened,
                     line_ == opened
                         ? "opens and closes again before more text"
                         : fmt::format("opens, and what closes it, on line {}, stands before "
                                       "more text: it was never closed",
                                       line_));
    }
    if (escapes) escaped_.push_back(fields_.size());
    add_field(from, to);
}

void CsvScanner::add_field(const char* from, const char* to) {
    const auto bytes = static_cast<std::size_t>(to - from);
    if (bytes > options_.max_field_bytes) {
        throw LimitError{fmt::format(
            "{}: line {}, field {}: the field is {} bytes long; the limit is {}.",
            options_.shown_path, row_line_, fields_.size() + 1, bytes, options_.max_field_bytes)};
    }
    if (fields_.size() == options_.max_columns) {
        throw LimitError{fmt::format("{}: line {}: more than {} fields, the limit.",
                                     options_.shown_path, row_line_, options_.max_columns)};
    }
    fields_.emplace_back(from, bytes);
}

/// Steps over what ends a field; false when that ends the row too.
bool CsvScanner::end_of_field() {
    if (at_ == end_) return false;
    const char stop = *at_++;
    if (stop == options_.delimiter) return true;
    if (stop == '\r' && at_ != end_ && *at_ == '\n') ++at_;
    ++line_;
    return false;
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
