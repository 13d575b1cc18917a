// Cuts CSV text into rows and fields by RFC 4180, one row a call.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/csv.hpp"
#include "data/csv_marks.hpp"
#include "data/text_file.hpp"

namespace beatline {

/// A stretch of a CSV file that begins at a row's first byte.
struct CsvStretch {
    std::string_view text;
    TextPlace place;         ///< of its first byte; only messages show it
    bool last{true};         ///< the file ends with it
    std::size_t columns{0};  ///< that a row should have; 0: any number
};

/// Reads the rows of a stretch. One that is not the last ends with a line end, and not with blank
/// lines; its last row may still be unfinished, when a quote is open. Blank lines at the end of the
/// file are no rows.
class CsvScanner {
public:
    /// `options.delimiter` is settled; `marks` is working memory. All outlive the scanner. Throws
    /// InputError for a NUL byte or text that is not UTF-8.
    CsvScanner(const CsvStretch& stretch, const CsvOptions& options, CsvMarks& marks);

    /// False at the end of the text, or before an unfinished row. Throws as CsvFile::for_each_row
    /// says.
    bool next();

    /// The row that `next` found, numbered from 1 within the stretch; fields live until the next
    /// call.
    [[nodiscard]] const CsvRow& row() const { return row_; }
    /// Rows found so far.
    [[nodiscard]] std::uint64_t rows() const { return row_.number; }
    /// Nothing at all between two line ends.
    [[nodiscard]] bool blank() const { return blank_; }
    /// Offset of the next row, or of the unfinished one.
    [[nodiscard]] std::size_t offset() const { return at_; }
    /// The line at `offset`.
    [[nodiscard]] std::uint64_t next_line() const { return line_; }

private:
    enum class Ending : std::uint8_t { field, row, unfinished };

    Ending scan_plain();
    Ending scan_quoted();
    Ending end_of_field(std::size_t at);
    void add_field(std::size_t from, std::size_t to);
    void check_row(std::size_t from) const;
    void unescape();
    [[nodiscard]] char mark() const { return text_[marks_[mark_]]; }
    [[noreturn]] void refuse_quote(std::uint64_t line, std::string_view what) const;

    std::string_view text_;
    std::span<const std::uint32_t> marks_;
    const CsvOptions& options_;
    std::size_t columns_;
    bool last_;
    std::size_t at_{0};
    std::size_t mark_{0};  // the first mark at or behind at_
    std::uint64_t line_;
    CsvRow row_;
    std::uint64_t long_quote_line_{0};  // where a quoted field began that ran over a line's end
    bool blank_{false};
    std::vector<std::string_view> fields_;
    std::vector<std::size_t> escaped_;  // fields that hold "" for "
    std::string unescaped_;
};

}  // namespace beatline
