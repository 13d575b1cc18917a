// Opens a text file, plain or gzip, in any of a few encodings, and hands it on as UTF-8 piece by
// piece.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "data/text_block.hpp"

namespace beatline {

enum class Encoding : std::uint8_t { utf8, windows_1252, iso_8859_1, utf16 };

/// "utf-8", "windows-1252" (also "cp1252"), "iso-8859-1" (also "latin1"), "utf-16"; in any case.
[[nodiscard]] std::optional<Encoding> encoding_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Encoding encoding);

struct TextSource {
    std::filesystem::path path;
    std::string shown;  ///< what messages call the file
    Encoding encoding{Encoding::utf8};
    std::uint64_t max_unpacked_bytes{4ULL << 30U};  ///< of a gzip file's content
    std::string_view advice{"Split it."};           ///< to whoever unpacks more than that
};

/// Which file it was, and in what state: equal ones hold the same bytes.
struct FileVersion {
    std::uint64_t device{0};
    std::uint64_t inode{0};
    std::uint64_t bytes{0};
    std::int64_t changed_s{0};
    std::int64_t changed_ns{0};
    bool operator==(const FileVersion&) const = default;
};

/// Throws FileError that a file was written or replaced while it was read.
[[noreturn]] void refuse_changed(const std::string& shown);

/// The file is read front to back with plain reads, not mapped: one that shrinks meanwhile is
/// refused, no fatal signal. Memory is a fixed buffer. A name that means something to other
/// programs ("/vsicurl/", "PG:") is only ever a file's name.
class TextStream {
public:
    /// Throws FileError when the file cannot be read (missing, a folder, not a regular file),
    /// InputError for an address instead of a file.
    explicit TextStream(const TextSource& source);
    ~TextStream();
    TextStream(TextStream&&) noexcept;
    TextStream& operator=(TextStream&&) noexcept;

    /// Appends about `bytes` more of the text, without a byte order mark; false at its end. Throws
    /// InputError for UTF-16 that was not announced, text that is not in its encoding, a damaged or
    /// cut gzip stream; LimitError past the limit; FileError when reading fails or the file was
    /// written to since it was opened. UTF-8 is handed on as it is, unchecked.
    [[nodiscard]] bool read(TextBlock& text, std::size_t bytes);

    /// Bytes of a byte order mark that were left out at the front.
    [[nodiscard]] std::size_t mark_bytes() const;
    /// Bytes of the file as it is on disk, packed or not.
    [[nodiscard]] std::uint64_t file_bytes() const;
    [[nodiscard]] bool packed() const;
    /// Of the file when it was opened.
    [[nodiscard]] const FileVersion& version() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatline
