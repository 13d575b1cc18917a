// Hits per 1,000 reads of each ANPR camera, steadied where a camera has few reads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "data/read_anpr.hpp"

namespace beatline {

/// Fills `per_1000_reads` from hits and reads. Hits are Poisson with a rate drawn from a gamma
/// distribution (Clayton & Kaldor 1987, Biometrics 43:671); its mean is the pooled rate and its
/// variance comes from the method of moments (Marshall 1991, Applied Statistics 40:283, eq. 4), so
///     rate_i = (hits_i + a) / (reads_i + b),  a / b = pooled rate.
/// Where the rates vary no more than Poisson counts would, or a camera has no reads, the rate is
/// the pooled one. All zero when no camera has reads.
void steady_rates(std::span<CameraRate> cameras);

}  // namespace beatline
