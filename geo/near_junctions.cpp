// SPDX-License-Identifier: Apache-2.0
#include "geo/near_junctions.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace beatline {

namespace {

constexpr std::size_t bucket_count = 32;

}  // namespace

NearJunctions::NearJunctions(const StreetGraph& graph, Metres limit)
    : graph_{&graph},
      limit_{limit.value},
      per_m_{static_cast<double>(bucket_count) / limit.value},
      metres_(graph.junctions.size(), far),
      buckets_(bucket_count + 1) {
    if (!(limit.value > 0.0) || !std::isfinite(limit.value))
        throw std::invalid_argument{"limit of a search along streets is not positive"};
}

void NearJunctions::reach(Junction junction, double metres) {
    if (metres >= limit_ || metres >= metres_[junction]) return;
    if (metres_[junction] == far) found_.push_back({junction, 0.0});
    metres_[junction] = metres;
    buckets_[static_cast<std::size_t>(metres * per_m_)].push_back(junction);
}

std::span<const JunctionDistance> NearJunctions::from(std::span<const JunctionDistance> starts) {
    found_.clear();
    for (const JunctionDistance& start : starts) reach(start.junction, start.metres);
    for (std::size_t b = 0; b < buckets_.size(); ++b) {
        std::vector<Junction>& bucket = buckets_[b];
        for (std::size_t i = 0; i < bucket.size(); ++i) {  // grows while it is read
            const Junction junction = bucket[i];
            const double metres = metres_[junction];
            if (static_cast<std::size_t>(metres * per_m_) != b) continue;  // left it for a lower
            for (const StreetWay way : graph_->ways_from(junction))
                reach(graph_->head(way), metres + graph_->length_m[way / 2]);
        }
        bucket.clear();
    }
    std::ranges::sort(found_, {}, &JunctionDistance::junction);
    for (JunctionDistance& near : found_) {
        near.metres = metres_[near.junction];
        metres_[near.junction] = far;
    }
    return found_;
}

std::span<const JunctionDistance> NearJunctions::from(Junction start) {
    const JunctionDistance only{start, 0.0};
    return from({&only, 1});
}

}  // namespace beatline
