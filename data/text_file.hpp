// Reads a whole text file, plain or gzip, and vouches that it is UTF-8 without NUL bytes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace beatline {

struct TextLimits {
    std::size_t max_line_bytes{16U << 20U};         ///< no line end for so long: no text for us
    std::uint64_t max_unpacked_bytes{4ULL << 30U};  ///< of a gzip file's content
    std::string_view advice{"Split it."};           ///< to whoever unpacks more than that

    static constexpr std::size_t any_line = static_cast<std::size_t>(-1);
};

/// The file's text without a byte order mark. `shown` is what messages call the file. Throws
/// FileError when it cannot be read (missing, a directory, not a regular file), InputError with
/// offset and line for UTF-16, a NUL byte, invalid UTF-8 or a damaged gzip stream, LimitError past
/// the limits.
[[nodiscard]] std::string read_text(const std::filesystem::path& path, const std::string& shown,
                                    const TextLimits& limits = {});

/// Where a stretch of text stands in its file.
struct TextPlace {
    std::uint64_t line{1};
    std::uint64_t offset{0};
};

/// Throws InputError, with line and offset, for a NUL byte or for bytes that are not UTF-8.
void refuse_bad_text(std::string_view text, TextPlace place, const std::string& shown);

/// "/vsicurl/…", "https://…", "PG:…": names that other programs would fetch or interpret.
[[nodiscard]] bool is_address(std::string_view name);

/// Offset of the first byte that is not UTF-8 (overlong forms and surrogates are not); text.size()
/// if none.
[[nodiscard]] std::size_t first_invalid_utf8(std::string_view text);

/// The line that holds the byte at `offset`; the first line is 1. Ends are LF, CRLF or a lone CR.
[[nodiscard]] std::uint64_t line_at(std::string_view text, std::size_t offset);

}  // namespace beatline
