// SPDX-License-Identifier: Apache-2.0
#include "data/camera_rates.hpp"

namespace beatline {
namespace {

struct Pool {
    double cameras{0.0};  // that have reads
    double hits{0.0};
    double reads{0.0};
};

Pool pool_of(std::span<const CameraRate> cameras) {
    Pool pool;
    for (const CameraRate& camera : cameras) {
        if (camera.reads == 0) continue;
        pool.cameras += 1.0;
        pool.hits += static_cast<double>(camera.hits);
        pool.reads += static_cast<double>(camera.reads);
    }
    return pool;
}

/// Variance of the true rates between cameras; not positive when chance explains the differences.
double variance_of_rates(std::span<const CameraRate> cameras, const Pool& pool) {
    const double mean = pool.hits / pool.reads;
    double weighted = 0.0;
    for (const CameraRate& camera : cameras) {
        if (camera.reads == 0) continue;
        const auto reads = static_cast<double>(camera.reads);
        const double away = static_cast<double>(camera.hits) / reads - mean;
        weighted += reads * away * away;
    }
    return weighted / pool.reads - mean * pool.cameras / pool.reads;
}

}  // namespace

void steady_rates(std::span<CameraRate> cameras) {
    const Pool pool = pool_of(cameras);
    const double mean = pool.reads > 0.0 ? pool.hits / pool.reads : 0.0;
    const double variance = pool.reads > 0.0 ? variance_of_rates(cameras, pool) : 0.0;
    for (CameraRate& camera : cameras) {
        double rate = mean;
        if (camera.reads > 0 && variance > 0.0) {
            const double b = mean / variance;
            rate = (static_cast<double>(camera.hits) + mean * b) /
                   (static_cast<double>(camera.reads) + b);
        }
        camera.per_1000_reads = 1000.0 * rate;
    }
}

}  // namespace beatline
