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
    : options_{options}, stream_{{path, options.shown_path, options.encoding}} {}

bool CsvBlocks::next(TextBlock& block, std::size_t bytes) {
    block.clear();
    if (ended_) return false;
    std::swap(block, rest_);
    for (;;) {
        const std::size_t wanted = block.size() < bytes ? bytes - block.size() : bytes;
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

void CsvBlocks::refuse_endless(const TextBlock& block) const {
    const std::uint64_t offset = offset_ + stream_.mark_bytes();
    if (block.text().find('\0') != std::string_view::npos)
        refuse_bad_text(block.text(), {1, offset}, options_.shown_path);
    throw LimitError{fmt::format(
        "{}: a line near offset {} is longer than {} bytes, the limit. Is it a CSV file?",
        options_.shown_path, offset + block.size(), options_.max_row_bytes)};
}

}  // namespace beatline
