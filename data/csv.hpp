// A strict RFC 4180 reader: every row is either handed on or accounted for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/number.hpp"
#include "data/text_file.hpp"
#include "data/text_stream.hpp"

namespace beatline {

struct CsvOptions {
    char delimiter{0};       ///< 0: found from the header line among , ; tab |
    std::string shown_path;  ///< what messages call the file; empty: its path
    Encoding encoding{Encoding::utf8};
    std::size_t max_columns{4096};
    std::size_t max_field_bytes{1U << 20U};
    std::size_t max_row_bytes{16U << 20U};
    std::size_t piece_bytes{1U << 19U};  ///< read at a time: fits the cache of one core
};

/// A row of the file. A quote opens a field only as its first character; elsewhere in a field
/// without quotes it is text. Fields are unquoted text and live as long as the callback.
struct CsvRow {
    std::uint64_t number{0};  ///< 1 is the first row after the header
    std::uint64_t line{0};    ///< line of the file where the row begins, 1 is the header
    std::span<const std::string_view> fields;
};

class CsvBlocks;

/// A CSV file, plain or gzip, whose header has been read. Opening throws FileError when it cannot
/// be read, InputError for what is no CSV file (empty, UTF-16, XML or JSON or zip in disguise),
/// LimitError past the limits. The rows are read from the file each time that they are asked for,
/// through a buffer of fixed size.
class CsvFile {
public:
    explicit CsvFile(const std::filesystem::path& path, CsvOptions options = {});

    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    /// Throws UsageError naming the columns there are, and the nearest, unless exactly one has this
    /// name.
    [[nodiscard]] std::size_t column(std::string_view name) const;
    [[nodiscard]] bool has_column(std::string_view name) const;
    [[nodiscard]] char delimiter() const { return options_.delimiter; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const std::string& shown_path() const { return options_.shown_path; }
    [[nodiscard]] const CsvOptions& options() const { return options_; }

    /// Of the file on disk; and whether it is packed there.
    [[nodiscard]] std::uint64_t bytes() const { return version_.bytes; }
    [[nodiscard]] bool packed() const { return packed_; }

    /// Calls `on_row` for every row in order, also for those whose field count differs from the
    /// header's (the callee rejects them). Blank lines at the very end are no rows. Returns the
    /// number of rows. Throws InputError, with line and offset, for a NUL byte, text that is not
    /// UTF-8 and a damaged or cut gzip stream; with its opening line for a quote that is never
    /// closed, that closes before more text, or that leaves its row with the wrong number of fields
    /// after running over a line's end (it has swallowed rows); LimitError past the limits. Rows
    /// before the fault have then been handed on.
    std::uint64_t for_each_row(const std::function<void(const CsvRow&)>& on_row) const;

    /// Some rows of the file's beginning, `most` at the most, to look at before reading it.
    [[nodiscard]] std::vector<std::vector<std::string>> first_rows(std::size_t most) const;

    /// The text behind the header, and where it begins. Throws FileError when the file is no longer
    /// the one whose header was read.
    [[nodiscard]] CsvBlocks blocks() const;
    [[nodiscard]] TextPlace first_row() const { return first_row_; }

private:
    void read_header();

    std::filesystem::path path_;
    CsvOptions options_;
    std::vector<std::string> columns_;
    TextPlace first_row_;
    std::size_t header_bytes_{0};
    FileVersion version_;
    bool packed_{false};
    std::string start_;  // whole lines behind the header, a few
};

}  // namespace beatline
