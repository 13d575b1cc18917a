// SPDX-License-Identifier: Apache-2.0
#include "geo/block_kernel.hpp"
#include "geo/lixel_kernel.hpp"
#include "geo/rim_kernel.hpp"
#include "geo/strip_kernel.hpp"

namespace beatline {

extern const LaneKernels lane_kernels_avx2;
const LaneKernels lane_kernels_avx2{lanes_avx2::add_to_block_of, lanes_avx2::add_rims_of,
                                    lanes_avx2::add_inner_of, lanes_avx2::finish_row_of,
                                    lanes_avx2::add_to_lixels_of};

}  // namespace beatline
