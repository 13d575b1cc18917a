// Puts the pieces of a CSV file together again in order, also where a row runs over a seam.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "data/csv_scanner.hpp"
#include "data/text_block.hpp"

namespace beatline {

/// Where the reading of a file stands, and the text of a row that is not finished there.
class CsvStitch {
public:
    /// `place`: of the first row.
    CsvStitch(const CsvOptions& options, std::size_t columns, TextPlace place)
        : options_{options}, columns_{columns}, place_{place} {}

    using ReadRows = std::function<void(CsvScanner&, std::uint64_t rows_before)>;

    /// True when the next block can be taken as its own reader saw it: no row is unfinished.
    [[nodiscard]] bool clean() const { return open_.empty(); }
    /// Takes a block over that has been read as a stretch of its own: its rows and lines, and the
    /// row at its end that is not finished. Only when `clean`.
    void pass(std::uint64_t rows, std::uint64_t lines, std::string_view text, std::size_t read);
    /// Reads what is unfinished and this block behind it, in its place in the file.
    void read(std::string_view text, bool last, const ReadRows& rows);
    /// The file is at its end: complains of a row that is still unfinished.
    void finish(const ReadRows& rows);

    [[nodiscard]] std::uint64_t rows() const { return rows_; }

private:
    const CsvOptions& options_;
    std::size_t columns_;
    TextPlace place_;  // of the first byte that is in no finished row
    std::uint64_t rows_{0};
    TextBlock open_;
    CsvMarks marks_;
};

}  // namespace beatline
