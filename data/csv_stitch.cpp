// SPDX-License-Identifier: Apache-2.0
#include "data/csv_stitch.hpp"

namespace beatline {

void CsvStitch::pass(std::uint64_t rows, std::uint64_t lines, std::string_view text,
                     std::size_t read) {
    rows_ += rows;
    place_.line += lines;
    place_.offset += read;
    open_.append(text.substr(read));
}

void CsvStitch::read(std::string_view text, bool last, const ReadRows& rows) {
    open_.append(text);
    CsvScanner scanner{{open_.text(), place_, last, columns_}, options_, marks_};
    rows(scanner, rows_);
    rows_ += scanner.rows();
    place_.line = scanner.next_line();
    place_.offset += scanner.offset();
    TextBlock rest;
    rest.append(open_.text().substr(last ? open_.size() : scanner.offset()));
    std::swap(open_, rest);
    // A row beyond the limit: read as the file's last, it says where its quote opens.
    if (open_.size() > options_.max_row_bytes) finish(rows);
}

void CsvStitch::finish(const ReadRows& rows) {
    if (!open_.empty()) read({}, true, rows);
}

}  // namespace beatline
