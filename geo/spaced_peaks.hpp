// Peaks that keep their distance: which kept one is near a place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

/// Peaks that are kept, by number, in a coarse grid so that a near one is found at once.
class SpacedPeaks {
public:
    explicit SpacedPeaks(Metres separation) : separation_{separation.value} {}

    /// The nearest kept peak closer than the separation, if any.
    [[nodiscard]] std::optional<std::uint32_t> near(Point p) const {
        std::optional<std::uint32_t> best;
        double best_m = separation_;
        if (separation_ <= 0.0) return best;
        const auto [x, y] = bucket(p);
        for (std::int64_t dx = -1; dx <= 1; ++dx) {
            for (std::int64_t dy = -1; dy <= 1; ++dy) {
                const auto found = buckets_.find({x + dx, y + dy});
                if (found == buckets_.end()) continue;
                for (const auto& [at, peak] : found->second) {
                    const double d = distance(at, p).value;
                    if (d < best_m || (d == best_m && best && peak < *best)) {
                        best_m = d;
                        best = peak;
                    }
                }
            }
        }
        return best;
    }
    void keep(Point p, std::uint32_t peak) {
        if (separation_ > 0.0) buckets_[bucket(p)].emplace_back(p, peak);
    }

private:
    using Bucket = std::pair<std::int64_t, std::int64_t>;
    [[nodiscard]] Bucket bucket(Point p) const {
        return {std::llround(std::floor(p.x / separation_)),
                std::llround(std::floor(p.y / separation_))};
    }
    double separation_;
    std::map<Bucket, std::vector<std::pair<Point, std::uint32_t>>> buckets_;
};

}  // namespace beatline
