// SPDX-License-Identifier: Apache-2.0
#include "geo/stretch_members.hpp"

#include <algorithm>
#include <oneapi/tbb/parallel_for.h>

namespace beatline {

StretchMembers members_by_street(std::span<const NetworkHotspot> stretches, const Lixels& lixels,
                                 const RoadIndex& index, std::span<const PointEvent> events,
                                 Metres limit) {
    constexpr std::uint32_t none = ~std::uint32_t{0};
    constexpr std::uint32_t off_road = none - 1;
    std::vector<std::uint32_t> stretch_of(lixels.size(), none);
    for (std::uint32_t h = 0; h < stretches.size(); ++h) {
        for (const StretchPart& part : stretches[h].parts) {
            const std::uint32_t first = lixels.first[part.street];
            std::fill(stretch_of.begin() + first + part.first,
                      stretch_of.begin() + first + part.end, h);
        }
    }
    std::vector<std::uint32_t> belongs(events.size(), none);
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>{0, events.size(), 256}, [&](const auto& range) {
            for (std::size_t i = range.begin(); i < range.end(); ++i) {
                const auto place = index.nearest(events[i].at, limit);
                if (!place) {
                    belongs[i] = off_road;
                    continue;
                }
                const auto j = static_cast<std::uint32_t>(place->along / lixels.length);
                const std::uint32_t last = lixels.count(place->street) - 1;
                belongs[i] = stretch_of[lixels.first[place->street] + std::min(j, last)];
            }
        });
    StretchMembers result{HotspotMembers(stretches.size()), 0};
    for (std::uint32_t i = 0; i < events.size(); ++i) {
        if (belongs[i] == off_road)
            ++result.nowhere;
        else if (belongs[i] != none)
            result.members[belongs[i]].push_back(i);
    }
    return result;
}

}  // namespace beatline
