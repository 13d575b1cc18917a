// SPDX-License-Identifier: Apache-2.0
#include "data/text_file.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

#include "data/error.hpp"
#include "data/text_stream.hpp"

namespace beatline {
namespace {

constexpr std::size_t block_bytes = 4U << 20U;

std::string hex(char byte) {
    return fmt::format("0x{:02X}", static_cast<unsigned char>(byte));
}

/// Bytes from `from` on without a line end, while text comes in: refuses endless lines.
class LineWatch {
public:
    LineWatch(const std::string& shown, std::size_t most) : shown_{shown}, most_{most} {}

    void take(std::string_view block, std::size_t offset) {
        const std::size_t end = block.find_last_of("\r\n");
        const std::size_t first = block.find_first_of("\r\n");
        const bool ends = end != std::string_view::npos;
        const std::size_t run = line_bytes_ + (ends ? first : block.size());
        line_bytes_ = ends ? block.size() - end - 1 : run;
        if (std::max(run, line_bytes_) <= most_) return;
        throw LimitError{
            fmt::format("{}: a line near offset {} is longer than {} bytes, the limit.", shown_,
                        offset + block.size(), most_)};
    }

private:
    const std::string& shown_;
    std::size_t most_;
    std::size_t line_bytes_{0};
};

}  // namespace

bool is_address(std::string_view name) {
    const auto colon = name.find(':');
    return name.starts_with("/vsi") ||
           (colon != std::string_view::npos && colon > 1 && colon < name.find('/'));
}

std::string read_text(const std::filesystem::path& path, const std::string& shown,
                      const TextLimits& limits) {
    TextStream stream{{path, shown, Encoding::utf8, limits.max_unpacked_bytes, limits.advice}};
    LineWatch watch{shown, limits.max_line_bytes};
    TextBlock text;
    if (!stream.packed()) {
        static_cast<void>(text.room(std::min<std::uint64_t>(stream.file_bytes(), 1ULL << 32U) + 1));
    }
    for (std::size_t before = 0; stream.read(text, block_bytes); before = text.size()) {
        const std::string_view block = text.text().substr(before);
        if (block.find('\0') != std::string_view::npos) break;  // it grows no better
        if (limits.max_line_bytes != TextLimits::any_line) watch.take(block, before);
    }
    refuse_bad_text(text.text(), {1, stream.mark_bytes()}, shown);
    return std::string{text.text()};
}

void refuse_bad_text(std::string_view text, TextPlace place, const std::string& shown) {
    const std::size_t nul = text.find('\0');
    if (nul != std::string_view::npos) {
        throw InputError{fmt::format(
            "{}: NUL byte at offset {} (line {}). Wanted a text file in UTF-8; this one is binary "
            "or damaged. Export it again.",
            shown, place.offset + nul, place.line - 1 + line_at(text, nul))};
    }
    const std::size_t bad = first_invalid_utf8(text);
    if (bad == text.size()) return;
    throw InputError{fmt::format(
        "{}: line {}: byte {} at offset {} is not UTF-8. If the file is in Windows-1252, convert "
        "it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW, or for [[incidents]] say "
        "encoding = \"windows-1252\"",
        shown, place.line - 1 + line_at(text, bad), hex(text[bad]), place.offset + bad)};
}

namespace {

/// Length of the well-formed sequence at `at` (Unicode 15, table 3-7); 0 when there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80U) return 1;
    if (first >= 0xC2U && first <= 0xDFU) return continues(1) ? 2 : 0;
    if (first >= 0xE0U && first <= 0xEFU) {
        const bool overlong = first == 0xE0U && byte(1) < 0xA0U;
        const bool surrogate = first == 0xEDU && byte(1) >= 0xA0U;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0U && first <= 0xF4U) {
        const bool overlong = first == 0xF0U && byte(1) < 0x90U;
        const bool beyond = first == 0xF4U && byte(1) >= 0x90U;
        return continues(1) && continues(2) && continues(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::size_t first_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        while (at + 8 <= text.size()) {  // eight plain ASCII bytes at a time
            std::uint64_t eight = 0;
            std::memcpy(&eight, text.data() + at, 8);
            if ((eight & 0x8080808080808080ULL) != 0) break;
            at += 8;
        }
        const std::size_t stop = std::min(at + 8, text.size());
        while (at < stop) {
            const std::size_t length = sequence_length(text, at);
            if (length == 0) return at;
            at += length;
        }
    }
    return text.size();
}

std::uint64_t line_at(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    std::uint64_t line = 1;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const bool lone_cr = before[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
        if (before[i] == '\n' || lone_cr) ++line;
    }
    return line;
}

}  // namespace beatline
