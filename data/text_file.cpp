// SPDX-License-Identifier: Apache-2.0
#include "data/text_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <vector>
#include <zlib.h>

#include "data/error.hpp"

namespace beatline {
namespace {

constexpr std::size_t block_bytes = 4U << 20U;

std::string hex(char byte) {
    return fmt::format("0x{:02X}", static_cast<unsigned char>(byte));
}

/// Takes text block by block and refuses at once what would only grow worse: NUL bytes, endless
/// lines.
class Intake {
public:
    Intake(const std::string& shown, const TextLimits& limits) : shown_{shown}, limits_{limits} {}

    void reserve(std::uint64_t bytes) { text_.reserve(static_cast<std::size_t>(bytes) + 1); }

    void take(std::string_view block) {
        refuse_utf16(block);
        const std::size_t nul = block.find('\0');
        if (nul != std::string_view::npos) {
            text_.append(block.substr(0, nul));
            throw InputError{fmt::format(
                "{}: NUL byte at offset {} (line {}). Wanted a text file in UTF-8; this one is "
                "binary or damaged. Export it again.",
                shown_, text_.size(), line_at(text_, text_.size()))};
        }
        text_.append(block);
        refuse_endless_line(block);
    }

    [[nodiscard]] std::size_t size() const { return text_.size(); }
    [[nodiscard]] std::string finish() && { return std::move(text_); }

private:
    void refuse_utf16(std::string_view block) const {
        if (!text_.empty() || block.size() < 2) return;
        const bool mark = block.starts_with("\xFF\xFE") || block.starts_with("\xFE\xFF");
        const bool every_other = block.size() >= 4 && ((block[1] == '\0' && block[3] == '\0') ||
                                                       (block[0] == '\0' && block[2] == '\0'));
        if (!mark && !every_other) return;
        throw InputError{fmt::format(
            "{}: line 1: this is UTF-16 text. Wanted UTF-8; convert it: iconv -f UTF-16 -t UTF-8 "
            "FILE > NEW",
            shown_)};
    }

    void refuse_endless_line(std::string_view block) {
        const std::size_t end = block.find_last_of("\r\n");
        const std::size_t first = block.find_first_of("\r\n");
        const bool ends = end != std::string_view::npos;
        const std::size_t run = line_bytes_ + (ends ? first : block.size());
        line_bytes_ = ends ? block.size() - end - 1 : run;
        if (std::max(run, line_bytes_) <= limits_.max_line_bytes) return;
        throw LimitError{fmt::format(
            "{}: a line near offset {} is longer than {} bytes, the limit. Is it a CSV file?",
            shown_, text_.size(), limits_.max_line_bytes)};
    }

    const std::string& shown_;
    const TextLimits& limits_;
    std::string text_;
    std::size_t line_bytes_{0};
};

/// The next block of the file; empty at its end.
std::string_view next_block(std::ifstream& file, char* buffer, const std::string& shown) {
    file.read(buffer, static_cast<std::streamsize>(block_bytes));
    if (file.bad()) {
        throw FileError{fmt::format("{}: reading failed: {}.", shown, std::strerror(errno))};
    }
    return {buffer, static_cast<std::size_t>(file.gcount())};
}

struct InflateEnd {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

/// Unpacks gzip members, one after the other, into the intake.
class Gunzip {
public:
    Gunzip(const std::string& shown, const TextLimits& limits) : shown_{shown}, limits_{limits} {
        constexpr int gzip_only = 16 + MAX_WBITS;
        if (inflateInit2(&state_, gzip_only) != Z_OK) throw std::bad_alloc{};
        stream_.reset(&state_);
    }

    void take(std::string_view packed, Intake& intake) {
        std::vector<Bytef> input(packed.begin(), packed.end());
        state_.next_in = input.data();
        state_.avail_in = static_cast<uInt>(input.size());
        while (state_.avail_in > 0) {
            if (member_done_ && inflateReset(&state_) != Z_OK) throw std::bad_alloc{};
            member_done_ = false;
            do step(intake);  // the output may be full with no input left
            while (state_.avail_out == 0 && !member_done_);
        }
    }

    [[nodiscard]] bool done() const { return member_done_; }

private:
    void step(Intake& intake) {
        state_.next_out = reinterpret_cast<Bytef*>(out_.get());
        state_.avail_out = static_cast<uInt>(block_bytes);
        const int outcome = inflate(&state_, Z_NO_FLUSH);
        intake.take({out_.get(), block_bytes - state_.avail_out});
        if (intake.size() > limits_.max_unpacked_bytes) {
            throw LimitError{fmt::format("{}: unpacks to more than {} bytes, the limit. Split it.",
                                         shown_, limits_.max_unpacked_bytes)};
        }
        member_done_ = outcome == Z_STREAM_END;
        if (outcome == Z_OK || outcome == Z_STREAM_END) return;
        if (outcome == Z_BUF_ERROR && state_.avail_in == 0) return;
        throw InputError{fmt::format(
            "{}: the gzip stream is damaged after {} unpacked bytes ({}). Fetch the file again.",
            shown_, intake.size(), state_.msg == nullptr ? "bad data" : state_.msg)};
    }

    const std::string& shown_;
    const TextLimits& limits_;
    z_stream state_{};
    std::unique_ptr<z_stream, InflateEnd> stream_;
    std::unique_ptr<char[]> out_ = std::make_unique_for_overwrite<char[]>(block_bytes);
    bool member_done_{false};
};

std::ifstream open_regular(const std::filesystem::path& path, const std::string& shown) {
    std::error_code trouble;
    const auto status = std::filesystem::status(path, trouble);
    if (!std::filesystem::exists(status)) {
        if (is_address(path.string())) {
            throw InputError{fmt::format(
                "{}: only plain files are read, no addresses. Fetch the file first.", shown)};
        }
        throw FileError{fmt::format("{}: there is no such file. Check the path.", shown)};
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw FileError{
            fmt::format("{}: is {}. Wanted a file.", shown,
                        std::filesystem::is_directory(status) ? "a folder" : "no regular file")};
    }
    errno = 0;
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw FileError{fmt::format("{}: cannot be opened: {}.", shown, std::strerror(errno))};
    }
    return file;
}

void refuse_invalid_utf8(std::string_view text, const std::string& shown) {
    const std::size_t bad = first_invalid_utf8(text);
    if (bad == text.size()) return;
    throw InputError{fmt::format(
        "{}: line {}: byte {} at offset {} is not UTF-8. If the file is in Windows-1252, convert "
        "it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW",
        shown, line_at(text, bad), hex(text[bad]), bad)};
}

}  // namespace

bool is_address(std::string_view name) {
    const auto colon = name.find(':');
    return name.starts_with("/vsi") ||
           (colon != std::string_view::npos && colon > 1 && colon < name.find('/'));
}

std::string read_text(const std::filesystem::path& path, const std::string& shown,
                      const TextLimits& limits) {
    std::ifstream file = open_regular(path, shown);
    Intake intake{shown, limits};
    const auto buffer = std::make_unique_for_overwrite<char[]>(block_bytes);
    std::string_view block = next_block(file, buffer.get(), shown);
    if (block.starts_with("\x1F\x8B")) {
        Gunzip gunzip{shown, limits};
        for (; !block.empty(); block = next_block(file, buffer.get(), shown))
            gunzip.take(block, intake);
        if (!gunzip.done()) {
            throw InputError{fmt::format(
                "{}: the gzip stream ends early, after {} unpacked bytes. Fetch the file again.",
                shown, intake.size())};
        }
    } else {
        std::error_code ignored;
        const auto bytes = std::filesystem::file_size(path, ignored);
        if (!ignored) intake.reserve(std::min<std::uint64_t>(bytes, 1ULL << 32U));
        for (; !block.empty(); block = next_block(file, buffer.get(), shown)) intake.take(block);
    }
    std::string text = std::move(intake).finish();
    refuse_invalid_utf8(text, shown);
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
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
