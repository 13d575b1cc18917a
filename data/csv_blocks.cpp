// SPDX-License-Identifier: Apache-2.0
#include "data/csv_blocks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "data/error.hpp"
#include "data/text_file.hpp"

namespace beatline {
namespace {

/// Just past the last line end that follows a line which is not blank; nothing when there is none,
/// or when a CR is the last byte and a LF may follow.
std::optional<std::size_t> last_cut(std::string_view text) {
    const std::size_t end = text.find_last_of("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    const std::size_t letter = text.find_last_not_of("\r\n", end);
    if (letter == std::string_view::npos) return std::nullopt;
    std::size_t cut = letter + 1;
    if (text[cut] == '\r') {
        if (cut + 1 == text.size()) return std::nullopt;
        if (text[cut + 1] == '\n') ++cut;
    }
    return cut + 1;
}

}  // namespace

CsvBlocks::CsvBlocks(const std::filesystem::path& path, const CsvOptions& options)
    : options_{options}, source_{path, options.shown_path, options.encoding}, stream_{source_} {}

bool CsvBlocks::next(TextBlock& block, std::size_t bytes) {
    block.clear();
    if (ended_) return false;
    std::swap(block, rest_);
    for (;;) {
        // A line longer than a block is read by ever greater steps: each looks at all of it.
        const std::size_t wanted = block.size() < bytes ? bytes - block.size() : block.size();
        ended_ = !stream_.read(block, wanted);
        if (ended_) {
            offset_ += block.size();
            return !block.empty();
        }
        if (block.size() < bytes) continue;
        if (const auto cut = last_cut(block.text())) {
            rest_.clear();
            rest_.append(block.text().substr(*cut));
            block.shorten(*cut);
            offset_ += *cut;
            return true;
        }
        if (block.size() > options_.max_row_bytes) refuse_endless(block);
    }
}

void CsvBlocks::skip(std::size_t bytes) {
    TextBlock text;
    while (text.size() < bytes && stream_.read(text, bytes - text.size() + 1)) {
    }
    rest_.clear();
    rest_.append(text.text().substr(std::min(bytes, text.size())));
    offset_ += bytes;
}

/// Counted only when a message needs it.
std::uint64_t CsvBlocks::line_of_block() const {
    TextStream again{source_};
    TextBlock text;
    std::uint64_t line = 1;
    bool after_cr = false;
    for (std::uint64_t left = offset_; left > 0 && again.read(text, 1U << 20U); text.clear()) {
        const std::size_t here = std::min<std::uint64_t>(left, text.size());
        for (const char c : text.text().substr(0, here)) {
            if (c == '\r' || (c == '\n' && !after_cr)) ++line;
            after_cr = c == '\r';
        }
        left -= here;
    }
    return line;
}

void CsvBlocks::refuse_endless(const TextBlock& block) const {
    const std::uint64_t line = line_of_block();
    const std::uint64_t offset = this->offset();
    if (block.text().find('\0') != std::string_view::npos)
        refuse_bad_text(block.text(), {line, offset}, options_.shown_path);
    const std::size_t blank = block.text().find_first_not_of("\r\n");
    if (blank == std::string_view::npos) {
        throw LimitError{
            fmt::format("{}: from line {} on there are more than {} bytes of blank "
                        "lines, the limit. Is it a CSV file?",
                        options_.shown_path, line, options_.max_row_bytes)};
    }
    throw LimitError{fmt::format(
        "{}: line {}, which begins at offset {}, is longer than {} bytes, the limit. Is it a CSV "
        "file?",
        options_.shown_path, line - 1 + line_at(block.text(), blank), offset + blank,
        options_.max_row_bytes)};
}

}  // namespace beatline
