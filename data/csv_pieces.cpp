// SPDX-License-Identifier: Apache-2.0
#include "data/csv_pieces.hpp"

#include <exception>
#include <mutex>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <vector>

#include "data/csv_blocks.hpp"
#include "data/csv_stitch.hpp"
#include "data/error.hpp"

namespace beatline {
namespace {

/// One block on its way through: its text, and what reading it alone has given.
struct Piece {
    TextBlock text;
    std::uint64_t offset{0};
    bool last{false};
    std::shared_ptr<void> result;  // none: it could not be read alone
    std::uint64_t rows{0};
    std::uint64_t lines{0};
    std::size_t read{0};
};

/// Pieces are used again, so that their memory is asked for once. The pool owns them all, also
/// those that are under way when a fault ends the reading.
class PiecePool {
public:
    Piece* take() {
        const std::lock_guard lock{mutex_};
        if (free_.empty()) return all_.emplace_back(std::make_unique<Piece>()).get();
        Piece* piece = free_.back();
        free_.pop_back();
        return piece;
    }
    void give_back(Piece* piece) {
        piece->result.reset();
        const std::lock_guard lock{mutex_};
        free_.push_back(piece);
    }

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Piece>> all_;
    std::vector<Piece*> free_;
};

using Read = std::function<std::shared_ptr<void>(CsvScanner&)>;

void read_alone(Piece& piece, const CsvFile& file, const Read& read) {
    thread_local CsvMarks marks;
    piece.result.reset();
    try {
        const CsvStretch stretch{
            piece.text.text(), {1, piece.offset}, piece.last, file.columns().size()};
        CsvScanner scanner{stretch, file.options(), marks};
        piece.result = read(scanner);
        piece.rows = scanner.rows();
        piece.lines = scanner.next_line() - 1;
        piece.read = piece.last ? piece.text.size() : scanner.offset();
    } catch (const Failure&) {
        piece.result.reset();  // read again in its place, it says so with the right line
    }
}

}  // namespace

std::uint64_t read_pieces_of(const CsvFile& file, const Read& read,
                             const std::function<void(void*, std::uint64_t)>& take) {
    using namespace oneapi::tbb;
    CsvBlocks blocks = file.blocks();
    CsvStitch stitch{file.options(), file.columns().size(), file.first_row()};
    const CsvStitch::ReadRows read_in_place = [&](CsvScanner& scanner, std::uint64_t before) {
        const std::shared_ptr<void> result = read(scanner);
        take(result.get(), before);
    };
    PiecePool pool;
    std::exception_ptr cannot_go_on;  // thrown when what came before has been read
    const auto threads = global_control::active_value(global_control::max_allowed_parallelism);
    parallel_pipeline(
        2 * threads + 1,
        make_filter<void,
                    Piece*>(filter_mode::serial_in_order, [&](flow_control& control) -> Piece* {
            Piece* piece = pool.take();
            piece->offset = blocks.offset();
            bool more = false;
            try {
                more = blocks.next(piece->text, file.options().piece_bytes);
            } catch (...) {
                cannot_go_on = std::current_exception();
            }
            if (!more) {
                control.stop();
                return nullptr;
            }
            piece->last = blocks.ended();
            return piece;
        }) & make_filter<Piece*, Piece*>(filter_mode::parallel, [&](Piece* piece) {
            read_alone(*piece, file, read);
            return piece;
        }) & make_filter<Piece*, void>(filter_mode::serial_in_order, [&](Piece* piece) {
            if (stitch.clean() && piece->result) {
                take(piece->result.get(), stitch.rows());
                stitch.pass(piece->rows, piece->lines, piece->text.text(), piece->read);
            } else {
                stitch.read(piece->text.text(), piece->last, read_in_place);
            }
            pool.give_back(piece);
        }));
    if (cannot_go_on) std::rethrow_exception(cannot_go_on);
    stitch.finish(read_in_place);
    return stitch.rows();
}

}  // namespace beatline
