// SPDX-License-Identifier: Apache-2.0
#include "data/csv.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "data/column_names.hpp"
#include "data/csv_blocks.hpp"
#include "data/csv_scanner.hpp"
#include "data/csv_stitch.hpp"
#include "data/error.hpp"
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
    version_ = blocks.version();
    packed_ = blocks.packed();
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
    return beatline::has_column(columns_, name);
}

std::size_t CsvFile::column(std::string_view name) const {
    return column_named(columns_, name, options_.shown_path);
}

CsvBlocks CsvFile::blocks() const {
    CsvBlocks blocks{path_, options_};
    if (blocks.version() != version_) refuse_changed(options_.shown_path);
    blocks.skip(header_bytes_);
    return blocks;
}

std::uint64_t CsvFile::for_each_row(const std::function<void(const CsvRow&)>& on_row) const {
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
    while (blocks.next(block, options_.piece_bytes))
        stitch.read(block.text(), blocks.ended(), read);
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

}  // namespace beatline
