// SPDX-License-Identifier: Apache-2.0
#include "geo/simd.hpp"

#include <algorithm>
#include <cstdlib>

namespace beatline {

std::string_view name_of(SimdLevel level) {
    switch (level) {
        case SimdLevel::sse2:
            return "sse2";
        case SimdLevel::avx2:
            return "avx2";
        case SimdLevel::avx512:
            return "avx512";
    }
    return "";
}

SimdLevel widest_simd() {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        return SimdLevel::avx512;
    return __builtin_cpu_supports("avx2") ? SimdLevel::avx2 : SimdLevel::sse2;
}

SimdLevel simd_level() {
    const SimdLevel widest = widest_simd();
    const char* wanted = std::getenv("BEATLINE_SIMD");
    if (wanted == nullptr) return widest;
    for (const SimdLevel level : all_simd_levels) {
        if (name_of(level) == wanted) return std::min(level, widest);
    }
    return widest;
}

}  // namespace beatline
