// What is measured of the density: points, cells, bandwidth, kernel, method.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace beatline::bench {

/// Gives every job to Google Benchmark. Names read kind/points/columns/metres/...:
///   density/P/C/M/KERNEL/METHOD     one thread; density_threads/T/... on T of them
///   plain_box_loop/P/C/M, banded_sweep/P/C/M  quartic, one thread
///   slam_bucket_sweep/P/C/M  Epanechnikov, one thread
///   fft_pair/ROWS/COLS/float        one forward and one inverse transform
///   density_growth/P/C/M/KERNEL     how the cost grows; the large ones are long
void register_density_jobs();

}  // namespace beatline::bench
