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

namespace beatline {

struct CsvOptions {
    char delimiter{0};       ///< 0: found from the header line among , ; tab |
    std::string shown_path;  ///< what messages call the file; empty: its path
    std::size_t max_columns{4096};
    std::size_t max_field_bytes{1U << 20U};
    std::size_t max_row_bytes{16U << 20U};
};

/// A row of the file. A quote opens a field only as its first character; elsewhere in a field
/// without quotes it is text. Fields are unquoted text and live as long as the callback.
struct CsvRow {
    std::uint64_t number{0};  ///< 1 is the first row after the header
    std::uint64_t line{0};    ///< line of the file where the row begins, 1 is the header
    std::span<const std::string_view> fields;
};

/// An open CSV file, plain or gzip, whole in memory. Opening throws FileError when it cannot be
/// read, InputError for what makes the whole file unsafe (empty, UTF-16, a NUL byte, invalid UTF-8,
/// cut gzip, XML or JSON or zip in disguise), with line or offset, LimitError past the limits.
class CsvFile {
public:
    explicit CsvFile(const std::filesystem::path& path, CsvOptions options = {});

    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    /// Throws UsageError naming the columns there are, and the nearest, unless exactly one has this
    /// name.
    [[nodiscard]] std::size_t column(std::string_view name) const;
    [[nodiscard]] bool has_column(std::string_view name) const;
    [[nodiscard]] char delimiter() const { return delimiter_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const std::string& shown_path() const { return options_.shown_path; }

    /// Calls `on_row` for every row in order, also for those whose field count differs from the
    /// header's (the callee rejects them). Blank lines at the very end are no rows. Returns the
    /// number of rows. Throws InputError at the opening line of a quote that is never closed, that
    /// closes before more text, or that leaves its row with the wrong number of fields after
    /// running over a line's end (it has swallowed rows); LimitError past the limits.
    std::uint64_t for_each_row(const std::function<void(const CsvRow&)>& on_row) const;

private:
    std::filesystem::path path_;
    CsvOptions options_;
    std::string text_;
    std::size_t body_{0};         // offset of the first row
    std::uint64_t body_line_{2};  // its line
    char delimiter_{','};
    std::vector<std::string> columns_;
};

/// A field without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view field);

/// A number in plain decimal or exponent notation, the whole text, no locale; nothing otherwise.
/// NaN and infinities are read as such, so that callers can name the reason.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// A field that must hold a finite number.
struct FiniteField {
    std::optional<double> number;
    std::string_view
        trouble;  ///< "missing", "bad" or "nonfinite" (1e300 and beyond too); else empty
};
[[nodiscard]] FiniteField finite_number(std::string_view field);

}  // namespace beatline
