// SPDX-License-Identifier: Apache-2.0
#include "data/csv_marks.hpp"

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace beatline {
namespace {

/// Writes the offsets of the bits that are set, the lowest for `base`; how many there were.
inline std::size_t put(std::uint64_t bits, std::uint32_t base, std::uint32_t* to) {
    const auto count = static_cast<std::size_t>(std::popcount(bits));
    for (; bits != 0; bits &= bits - 1)
        *to++ = base + static_cast<std::uint32_t>(std::countr_zero(bits));
    return count;
}

}  // namespace

void CsvMarks::start(std::size_t most) {
    if (most > capacity_) {
        at_ = std::make_unique_for_overwrite<std::uint32_t[]>(most);
        capacity_ = most;
    }
    size_ = 0;
    holds_nul_ = holds_high_bytes_ = false;
}

void CsvMarks::by_bytes(std::string_view text, std::size_t from, char delimiter) {
    for (std::size_t i = from; i < text.size(); ++i) {
        const char c = text[i];
        if (c == delimiter || c == '"' || c == '\n' || c == '\r')
            at_[size_++] = static_cast<std::uint32_t>(i);
        holds_nul_ = holds_nul_ || c == '\0';
        holds_high_bytes_ = holds_high_bytes_ || (static_cast<unsigned char>(c) & 0x80U) != 0;
    }
}

#if defined(__x86_64__)

namespace {

bool has_avx2() {
    static const bool there = __builtin_cpu_supports("avx2") != 0 &&
                              __builtin_cpu_supports("bmi") != 0 &&
                              __builtin_cpu_supports("popcnt") != 0;
    return there;
}

}  // namespace

__attribute__((target("avx2,bmi,popcnt"))) void CsvMarks::by_avx2(std::string_view text,
                                                                  char delimiter) {
    const __m256i split = _mm256_set1_epi8(delimiter);
    const __m256i quote = _mm256_set1_epi8('"');
    const __m256i lf = _mm256_set1_epi8('\n');
    const __m256i cr = _mm256_set1_epi8('\r');
    __m256i all = _mm256_setzero_si256();
    __m256i least = _mm256_set1_epi8(-1);
    std::size_t i = 0;
    for (; i + 64 <= text.size(); i += 64) {
        std::uint64_t bits = 0;
        for (unsigned part = 0; part < 2; ++part) {
            const __m256i v = _mm256_loadu_si256(
                reinterpret_cast<const __m256i*>(text.data() + i + 32 * std::size_t{part}));
            all = _mm256_or_si256(all, v);
            least = _mm256_min_epu8(least, v);
            const __m256i fields =
                _mm256_or_si256(_mm256_cmpeq_epi8(v, split), _mm256_cmpeq_epi8(v, quote));
            const __m256i lines =
                _mm256_or_si256(_mm256_cmpeq_epi8(v, lf), _mm256_cmpeq_epi8(v, cr));
            const auto hits =
                static_cast<unsigned>(_mm256_movemask_epi8(_mm256_or_si256(fields, lines)));
            bits |= std::uint64_t{hits} << (32U * part);
        }
        size_ += put(bits, static_cast<std::uint32_t>(i), at_.get() + size_);
    }
    const __m256i nul = _mm256_cmpeq_epi8(least, _mm256_setzero_si256());
    holds_high_bytes_ = _mm256_movemask_epi8(all) != 0;
    holds_nul_ = _mm256_movemask_epi8(nul) != 0;
    by_bytes(text, i, delimiter);
}

void CsvMarks::by_sse2(std::string_view text, char delimiter) {
    const __m128i split = _mm_set1_epi8(delimiter);
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i lf = _mm_set1_epi8('\n');
    const __m128i cr = _mm_set1_epi8('\r');
    __m128i all = _mm_setzero_si128();
    __m128i least = _mm_set1_epi8(-1);
    std::size_t i = 0;
    for (; i + 64 <= text.size(); i += 64) {
        std::uint64_t bits = 0;
        for (unsigned part = 0; part < 4; ++part) {
            const __m128i v = _mm_loadu_si128(
                reinterpret_cast<const __m128i*>(text.data() + i + 16 * std::size_t{part}));
            all = _mm_or_si128(all, v);
            least = _mm_min_epu8(least, v);
            const __m128i fields = _mm_or_si128(_mm_cmpeq_epi8(v, split), _mm_cmpeq_epi8(v, quote));
            const __m128i lines = _mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr));
            const auto hits = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(fields, lines)));
            bits |= std::uint64_t{hits} << (16U * part);
        }
        size_ += put(bits, static_cast<std::uint32_t>(i), at_.get() + size_);
    }
    const __m128i nul = _mm_cmpeq_epi8(least, _mm_setzero_si128());
    holds_high_bytes_ = _mm_movemask_epi8(all) != 0;
    holds_nul_ = _mm_movemask_epi8(nul) != 0;
    by_bytes(text, i, delimiter);
}

bool CsvMarks::find_by(std::string_view way, std::string_view text, char delimiter) {
    start(text.size());
    if (way == "avx2" && has_avx2()) {
        by_avx2(text, delimiter);
    } else if (way == "sse2") {
        by_sse2(text, delimiter);
    } else if (way == "bytes") {
        by_bytes(text, 0, delimiter);
    } else {
        return false;
    }
    return true;
}

void CsvMarks::find(std::string_view text, char delimiter) {
    start(text.size());
    if (has_avx2()) {
        by_avx2(text, delimiter);
    } else {
        by_sse2(text, delimiter);
    }
}

#else

bool CsvMarks::find_by(std::string_view way, std::string_view text, char delimiter) {
    if (way != "bytes") return false;
    find(text, delimiter);
    return true;
}

void CsvMarks::find(std::string_view text, char delimiter) {
    start(text.size());
    by_bytes(text, 0, delimiter);
}

#endif

}  // namespace beatline
