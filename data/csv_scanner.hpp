// Cuts CSV text into rows and fields by RFC 4180, one row a call.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/csv.hpp"

namespace beatline {

/// Stands at a row's first byte. The text is free of NUL bytes and outlives the scanner.
class CsvScanner {
public:
    /// `options.delimiter` is settled. `line` is the line of the text's first byte.
    CsvScanner(std::string_view text, const CsvOptions& options, std::uint64_t line);

    /// False at the end of the text. Throws as CsvFile::for_each_row says.
    bool next();

    /// The row that `next` found; fields live until the next call.
    [[nodiscard]] const std::vector<std::string_view>& fields() const { return fields_; }
    [[nodiscard]] std::uint64_t line() const { return row_line_; }
    /// Nothing at all between two line ends.
    [[nodiscard]] bool blank() const { return blank_; }
    /// The line where a quoted field began that ran over the line's end; 0 if none did.
    [[nodiscard]] std::uint64_t long_quote_line() const { return long_quote_line_; }
    /// Offset of the next row.
    [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }
    [[nodiscard]] std::uint64_t next_line() const { return line_; }

private:
    void scan_plain();
    void scan_quoted();
    void add_field(const char* from, const char* to);
    void unescape();
    bool end_of_field();
    [[noreturn]] void refuse_quote(std::uint64_t line, std::string_view what) const;

    const char* begin_;
    const char* at_;
    const char* end_;
    const CsvOptions& options_;
    std::uint64_t line_;
    std::uint64_t row_line_{0};
    std::uint64_t long_quote_line_{0};
    bool blank_{false};
    bool stops_[256]{};  // bytes that end a field without quotes
    std::vector<std::string_view> fields_;
    std::vector<std::size_t> escaped_;  // fields that hold "" for "
    std::string unescaped_;
};

}  // namespace beatline
