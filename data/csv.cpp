// SPDX-License-Identifier: Apache-2.0
#include "data/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>

#include "data/csv_blocks.hpp"
#include "data/csv_scanner.hpp"
#include "data/csv_stitch.hpp"
#include "data/error.hpp"
#include "data/nearest_word.hpp"
#include "data/text_file.hpp"

namespace beatline {
namespace {

constexpr std::string_view delimiters = ",;\t|";

/// The candidate that stands most often in the header outside of quotes; the first of equals, a
/// comma if none.
char sniff_delimiter(std::string_view text) {
    std::size_t counts[delimiters.size()]{};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        const std::size_t which = delimiters.find(c);
        if (which != std::string_view::npos) ++counts[which];
    }
    return delimiters[static_cast<std::size_t>(std::ranges::max_element(counts) - counts)];
}

/// Files that are no CSV at all, whatever their name says.
void refuse_other_formats(std::string_view text, const std::string& shown) {
    const std::string_view start = trimmed(text.substr(0, 4096));
    std::string_view kind;
    if (start.starts_with("<")) kind = "XML or HTML";
    if (start.starts_with("{") || start.starts_with("[")) kind = "JSON";
    if (start.starts_with("PK\x03\x04")) kind = "a zip archive or a spreadsheet";
    if (kind.empty()) return;
    throw InputError{
        fmt::format("{}: line 1: this is {}, not CSV. Export it as CSV (UTF-8).", shown, kind)};
}

std::string quoted_list(const std::vector<std::string>& names) {
    constexpr std::size_t most = 40;
    std::vector<std::string> quoted;
    for (const std::string& name : names) {
        if (quoted.size() == most) {
            quoted.push_back(fmt::format("and {} more", names.size() - most));
            break;
        }
        quoted.push_back('"' + name.substr(0, 60) + '"');
    }
    return fmt::format("{}", fmt::join(quoted, ", "));
}

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& path, CsvOptions options)
    : path_{path}, options_{std::move(options)} {
    if (options_.shown_path.empty()) options_.shown_path = path.string();
    read_header();
}

void CsvFile::read_header() {
    constexpr std::size_t start_bytes = 1U << 16U;
    const std::string& shown = options_.shown_path;
    CsvBlocks blocks{path_, options_};
    TextBlock start;
    if (!blocks.next(start, start_bytes) || trimmed(start.text()).empty()) {
        throw InputError{
            fmt::format("{}: the file is empty. Wanted a header line and rows.", shown)};
    }
    refuse_other_formats(start.text(), shown);
    if (options_.delimiter == 0) options_.delimiter = sniff_delimiter(start.text());
    if (options_.delimiter == '"' || options_.delimiter == '\n' || options_.delimiter == '\r') {
        throw UsageError{fmt::format("{}: a quote or a line end cannot be the delimiter.", shown)};
    }
    CsvMarks marks;
    const std::uint64_t mark_bytes = blocks.offset() - start.size();
    for (;;) {
        const bool last = blocks.ended() || start.size() > options_.max_row_bytes;
        CsvScanner scanner{{start.text(), {1, mark_bytes}, last, 0}, options_, marks};
        if (!scanner.next()) {  // a name with line breaks, longer than all this
            TextBlock more;
            if (blocks.next(more, start.size())) start.append(more.text());
            continue;
        }
        if (scanner.blank()) {
            throw InputError{
                fmt::format("{}: line 1 is blank. Wanted the column names there.", shown)};
        }
        for (const std::string_view name : scanner.row().fields)
            columns_.emplace_back(trimmed(name));
        header_bytes_ = scanner.offset();
        first_row_ = {scanner.next_line(), mark_bytes + header_bytes_};
        start_ = start.text().substr(header_bytes_);
        return;
    }
}

bool CsvFile::has_column(std::string_view name) const {
    return std::ranges::find(columns_, name) != columns_.end();
}

std::size_t CsvFile::column(std::string_view name) const {
    const auto count = std::ranges::count(columns_, name);
    if (count == 1) {
        return static_cast<std::size_t>(std::ranges::find(columns_, name) - columns_.begin());
    }
    if (count == 0) {
        throw UsageError{fmt::format("{}: no column \"{}\".{} The header has {}.",
                                     options_.shown_path, name, did_you_mean(name, columns_),
                                     quoted_list(columns_))};
    }
    throw UsageError{fmt::format(
        "{}: {} columns are called \"{}\"; which one is meant? The header has {}. Rename them.",
        options_.shown_path, count, name, quoted_list(columns_))};
}

CsvBlocks CsvFile::blocks() const {
    CsvBlocks blocks{path_, options_};
    blocks.skip(header_bytes_);
    return blocks;
}

std::uint64_t CsvFile::for_each_row(const std::function<void(const CsvRow&)>& on_row) const {
    constexpr std::size_t block_bytes = 1U << 20U;
    CsvBlocks blocks = this->blocks();
    CsvStitch stitch{options_, columns_.size(), first_row_};
    const CsvStitch::ReadRows read = [&](CsvScanner& scanner, std::uint64_t before) {
        while (scanner.next()) {
            CsvRow row = scanner.row();
            row.number += before;
            on_row(row);
        }
    };
    TextBlock block;
    while (blocks.next(block, block_bytes)) stitch.read(block.text(), blocks.ended(), read);
    stitch.finish(read);
    return stitch.rows();
}

std::vector<std::vector<std::string>> CsvFile::first_rows(std::size_t most) const {
    std::vector<std::vector<std::string>> rows;
    CsvMarks marks;
    CsvScanner scanner{{start_, first_row_, false, columns_.size()}, options_, marks};
    while (rows.size() < most && scanner.next()) {
        const auto& fields = scanner.row().fields;
        rows.emplace_back(fields.begin(), fields.end());
    }
    return rows;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

std::optional<double> parse_number(std::string_view text) {
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || end != text.data() + text.size()) return std::nullopt;
    if (error == std::errc{}) return number;
    if (error != std::errc::result_out_of_range) return std::nullopt;
    // Out of a double's range: too small is zero, too large infinite.
    const std::size_t exponent = text.find_first_of("eE");
    const bool negative = text.front() == '-';
    const bool tiny = exponent != std::string_view::npos
                          ? text[exponent + 1] == '-'
                          : text.find_first_not_of("-0") == text.find('.');
    const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return negative ? -size : size;
}

FiniteField finite_number(std::string_view field) {
    const std::string_view text = trimmed(field);
    if (text.empty()) return {{}, "missing"};
    const auto number = parse_number(text);
    if (!number) return {{}, "bad"};
    if (!(std::abs(*number) < 1e300)) return {{}, "nonfinite"};  // NaN compares false
    return {number, {}};
}

}  // namespace beatline
