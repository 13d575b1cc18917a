// Hands out a CSV file's text in blocks of whole lines.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "data/csv.hpp"
#include "data/text_stream.hpp"

namespace beatline {

/// Every block but the last ends with the line end of a line that is not blank, so that blank lines
/// stand at the front of what follows. Whether a quote is open there is not looked at.
class CsvBlocks {
public:
    /// Throws as TextStream does.
    CsvBlocks(const std::filesystem::path& path, const CsvOptions& options);

    /// Puts the next block, of about `bytes`, in place of what `block` holds; false at the end.
    /// Throws LimitError for a line beyond the options' limit, and as TextStream does.
    [[nodiscard]] bool next(TextBlock& block, std::size_t bytes);

    /// Leaves out the first bytes of the text; before any `next`.
    void skip(std::size_t bytes);

    /// The block that `next` gave was the last.
    [[nodiscard]] bool ended() const { return ended_; }
    /// Offset of the next block in the (unpacked) file.
    [[nodiscard]] std::uint64_t offset() const { return offset_ + stream_.mark_bytes(); }
    /// Of the file on disk; and whether it is packed there.
    [[nodiscard]] std::uint64_t file_bytes() const { return stream_.file_bytes(); }
    [[nodiscard]] bool packed() const { return stream_.packed(); }
    [[nodiscard]] const FileVersion& version() const { return stream_.version(); }

private:
    [[nodiscard]] std::uint64_t line_of_block() const;
    [[noreturn]] void refuse_endless(const TextBlock& block) const;

    const CsvOptions& options_;
    TextSource source_;
    TextStream stream_;
    TextBlock rest_;  // read, and not yet handed out
    std::uint64_t offset_{0};
    bool ended_{false};
};

}  // namespace beatline
