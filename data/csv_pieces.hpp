// Reads the rows of a CSV file on all threads, piece by piece, and hands on the results in order.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "data/csv.hpp"
#include "data/csv_scanner.hpp"

namespace beatline {

/// The same with results whose type is not known here; read_pieces below is what to call.
std::uint64_t read_pieces_of(const CsvFile& file,
                             const std::function<std::shared_ptr<void>(CsvScanner&)>& read,
                             const std::function<void(void*, std::uint64_t)>& take);

/// Calls `read(scanner)` for each piece of the file, on any thread and in any order; it reads all
/// rows of the scanner, numbered from 1 within the piece, and returns a result. Then calls
/// `take(Result&, rows before the piece)` for one piece at a time in the file's order. Results are
/// the same for any number of threads.
///
/// A piece is cut at a line end on the supposition that no quote is open there. Where one is, the
/// piece before says so, and the row is put together and read again: `read` may so be called for
/// text that is then thrown away, and must have no other effect than its result. Throws as
/// CsvFile::for_each_row does, for the first fault in the file's order, and what `read` and `take`
/// throw. Memory is a fixed number of pieces, besides the results. Returns the number of rows.
template <class Result, class Read, class Take>
std::uint64_t read_pieces(const CsvFile& file, Read&& read, Take&& take) {
    return read_pieces_of(
        file,
        [&](CsvScanner& scanner) {
            auto result = std::make_shared<Result>(read(scanner));
            return std::shared_ptr<void>{std::move(result)};
        },
        [&](void* result, std::uint64_t before) { take(*static_cast<Result*>(result), before); });
}

}  // namespace beatline
