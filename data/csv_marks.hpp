// Finds the bytes of CSV text that mean something, many bytes at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace beatline {

/// The offsets of every delimiter, quote, LF and CR of a text, in order. Keeps its memory from text
/// to text. The idea of one pass that only classifies bytes is that of Langdale & Lemire, Parsing
/// gigabytes of JSON per second (VLDB Journal 2019), section 3.1.
class CsvMarks {
public:
    /// By the widest instructions that the machine has: AVX2, else SSE2, else byte by byte. The
    /// answer is the same. `text` is shorter than 4 GiB.
    void find(std::string_view text, char delimiter);
    /// By one named way, for tests: "avx2", "sse2" or "bytes"; false when the machine lacks it.
    bool find_by(std::string_view way, std::string_view text, char delimiter);

    [[nodiscard]] std::span<const std::uint32_t> at() const { return {at_.get(), size_}; }
    [[nodiscard]] bool holds_nul() const { return holds_nul_; }
    [[nodiscard]] bool holds_high_bytes() const { return holds_high_bytes_; }  ///< beyond ASCII

private:
    void start(std::size_t most);
    void by_bytes(std::string_view text, std::size_t from, char delimiter);
    void by_sse2(std::string_view text, char delimiter);
    void by_avx2(std::string_view text, char delimiter);

    std::unique_ptr<std::uint32_t[]> at_;
    std::size_t capacity_{0};
    std::size_t size_{0};
    bool holds_nul_{false};
    bool holds_high_bytes_{false};
};

}  // namespace beatline
