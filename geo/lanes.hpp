// Wide registers under one name, for the instruction level that the including file is compiled for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

// Included only by geo/density_<level>.cpp, each compiled with its own flags: no standard library
// beyond plain types here, lest an inline function compiled for one level be linked into another.
#include <cstddef>
#include <cstdint>
#include <immintrin.h>

#if defined(__AVX512F__)
#define BEATLINE_LANES lanes_avx512
#elif defined(__AVX2__)
#define BEATLINE_LANES lanes_avx2
#else
#define BEATLINE_LANES lanes_sse2
#endif

#define BEATLINE_INLINE inline __attribute__((always_inline))

namespace beatline::BEATLINE_LANES {

#define BEATLINE_OPERATIONS(Register, Scalar, prefix, suffix)     \
    BEATLINE_INLINE Register load(const Scalar* from, Register) { \
        return prefix##_loadu_##suffix(from);                     \
    }                                                             \
    BEATLINE_INLINE void store(Scalar* to, Register a) {          \
        prefix##_storeu_##suffix(to, a);                          \
    }                                                             \
    BEATLINE_INLINE Register fill(Scalar value, Register) {       \
        return prefix##_set1_##suffix(value);                     \
    }                                                             \
    BEATLINE_INLINE Register plus(Register a, Register b) {       \
        return prefix##_add_##suffix(a, b);                       \
    }                                                             \
    BEATLINE_INLINE Register minus(Register a, Register b) {      \
        return prefix##_sub_##suffix(a, b);                       \
    }                                                             \
    BEATLINE_INLINE Register times(Register a, Register b) {      \
        return prefix##_mul_##suffix(a, b);                       \
    }                                                             \
    BEATLINE_INLINE Register larger(Register a, Register b) {     \
        return prefix##_max_##suffix(a, b);                       \
    }                                                             \
    BEATLINE_INLINE Register smaller(Register a, Register b) {    \
        return prefix##_min_##suffix(a, b);                       \
    }                                                             \
    BEATLINE_INLINE Register root(Register a) {                   \
        return prefix##_sqrt_##suffix(a);                         \
    }

BEATLINE_INLINE void store_cut(std::int32_t* to, __m128d a) {
    _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_cvttpd_epi32(a));
}
#if defined(__AVX2__)
BEATLINE_INLINE void store_cut(std::int32_t* to, __m256d a) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_cvttpd_epi32(a));
}
#endif
#if defined(__AVX512F__)
BEATLINE_INLINE void store_cut(std::int32_t* to, __m512d a) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvttpd_epi32(a));
}
#endif

BEATLINE_OPERATIONS(__m128, float, _mm, ps)
BEATLINE_OPERATIONS(__m128d, double, _mm, pd)
#if defined(__AVX2__)
BEATLINE_OPERATIONS(__m256, float, _mm256, ps)
BEATLINE_OPERATIONS(__m256d, double, _mm256, pd)
#endif
#if defined(__AVX512F__)
BEATLINE_OPERATIONS(__m512, float, _mm512, ps)
BEATLINE_OPERATIONS(__m512d, double, _mm512, pd)
#endif
#undef BEATLINE_OPERATIONS

/// `parts` registers that act as one.
template <class Register, class Scalar, int parts>
struct Lanes {
    static constexpr int size = parts * static_cast<int>(sizeof(Register) / sizeof(Scalar));
    static constexpr int step = static_cast<int>(sizeof(Register) / sizeof(Scalar));
    Register part[parts];

    static BEATLINE_INLINE Lanes at(const Scalar* from) {
        Lanes lanes;
        for (int i = 0; i < parts; ++i) lanes.part[i] = load(from + i * step, Register{});
        return lanes;
    }
    static BEATLINE_INLINE Lanes of(Scalar value) {
        Lanes lanes;
        for (int i = 0; i < parts; ++i) lanes.part[i] = fill(value, Register{});
        return lanes;
    }
    BEATLINE_INLINE void put(Scalar* to) const {
        for (int i = 0; i < parts; ++i) store(to + i * step, part[i]);
    }
    /// Rounded towards zero.
    BEATLINE_INLINE void put_cut(std::int32_t* to) const {
        for (int i = 0; i < parts; ++i) store_cut(to + i * step, part[i]);
    }
    friend BEATLINE_INLINE Lanes operator+(Lanes a, Lanes b) {
        for (int i = 0; i < parts; ++i) a.part[i] = plus(a.part[i], b.part[i]);
        return a;
    }
    friend BEATLINE_INLINE Lanes operator-(Lanes a, Lanes b) {
        for (int i = 0; i < parts; ++i) a.part[i] = minus(a.part[i], b.part[i]);
        return a;
    }
    friend BEATLINE_INLINE Lanes operator*(Lanes a, Lanes b) {
        for (int i = 0; i < parts; ++i) a.part[i] = times(a.part[i], b.part[i]);
        return a;
    }
    friend BEATLINE_INLINE Lanes max(Lanes a, Lanes b) {
        for (int i = 0; i < parts; ++i) a.part[i] = larger(a.part[i], b.part[i]);
        return a;
    }
    friend BEATLINE_INLINE Lanes min(Lanes a, Lanes b) {
        for (int i = 0; i < parts; ++i) a.part[i] = smaller(a.part[i], b.part[i]);
        return a;
    }
    friend BEATLINE_INLINE Lanes sqrt(Lanes a) {
        for (int i = 0; i < parts; ++i) a.part[i] = root(a.part[i]);
        return a;
    }
};

#if defined(__AVX512F__)
using Floats16 = Lanes<__m512, float, 1>;
using Doubles8 = Lanes<__m512d, double, 1>;
using Doubles4 = Lanes<__m256d, double, 1>;
#elif defined(__AVX2__)
using Floats16 = Lanes<__m256, float, 2>;
using Doubles8 = Lanes<__m256d, double, 2>;
using Doubles4 = Lanes<__m256d, double, 1>;
#else
using Floats16 = Lanes<__m128, float, 4>;
using Doubles8 = Lanes<__m128d, double, 4>;
using Doubles4 = Lanes<__m128d, double, 2>;
#endif

BEATLINE_INLINE int at_least(int a, int b) {
    return a > b ? a : b;
}
BEATLINE_INLINE double at_most(double a, double b) {
    return a < b ? a : b;
}
BEATLINE_INLINE int at_most(int a, int b) {
    return a < b ? a : b;
}

}  // namespace beatline::BEATLINE_LANES
