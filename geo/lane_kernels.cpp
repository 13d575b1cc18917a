// SPDX-License-Identifier: Apache-2.0
#include "geo/lane_kernels.hpp"

namespace beatline {

extern const LaneKernels lane_kernels_sse2;
extern const LaneKernels lane_kernels_avx2;
extern const LaneKernels lane_kernels_avx512;

const LaneKernels& lane_kernels(SimdLevel level) {
    switch (level) {
        case SimdLevel::sse2:
            return lane_kernels_sse2;
        case SimdLevel::avx2:
            return lane_kernels_avx2;
        case SimdLevel::avx512:
            return lane_kernels_avx512;
    }
    return lane_kernels_sse2;
}

}  // namespace beatline
