// SPDX-License-Identifier: Apache-2.0
#include "geo/weighted_point.hpp"

#include <algorithm>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>

#include "geo/coincident.hpp"
#include "geo/huge_array.hpp"

namespace beatline {

namespace {

bool before(const WeightedPoint& a, const WeightedPoint& b) {
    if (a.at.y != b.at.y) return a.at.y < b.at.y;
    if (a.at.x != b.at.x) return a.at.x < b.at.x;
    return a.weight < b.weight;  // so that sums do not depend on the input's order
}

/// Many points are first dealt out by y into bands of about eight, which are then sorted.
void sort_points(std::vector<WeightedPoint>& points) {
    constexpr std::size_t few = 4096;
    constexpr std::size_t in_a_band = 8;
    const auto y_of = [](const WeightedPoint& p) { return p.at.y; };
    if (points.size() < few) {
        std::ranges::sort(points, before);
        return;
    }
    const auto [low, high] = std::ranges::minmax(points, {}, y_of);
    const std::size_t bands = points.size() / in_a_band;
    const auto last = static_cast<double>(bands - 1);
    const double step = high.at.y > low.at.y ? last / (high.at.y - low.at.y) : 0.0;
    const auto band_of = [&, south = low.at.y](const WeightedPoint& p) {
        const double band = (p.at.y - south) * step;
        return static_cast<std::size_t>(band < last ? band : last);  // not a number: the last
    };
    std::vector<std::size_t> ends(bands + 1);
    for (const WeightedPoint& p : points) ++ends[band_of(p) + 1];
    for (std::size_t b = 0; b < bands; ++b) ends[b + 1] += ends[b];
    HugeArray<WeightedPoint> dealt{points.size()};
    for (const WeightedPoint& p : points) dealt[ends[band_of(p)]++] = p;  // now: each band's end
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, bands, 1024}, [&](const auto& range) {
        for (std::size_t b = range.begin(); b < range.end(); ++b) {
            const std::size_t from = b == 0 ? 0 : ends[b - 1];
            std::sort(dealt.data() + from, dealt.data() + ends[b], before);
        }
    });
    std::copy(dealt.data(), dealt.data() + dealt.size(), points.begin());
}

/// Counts places instead of sorting points, where few places hold many. Empty: they do not.
template <class PointOf>
std::vector<WeightedPoint> merged_by_counting(std::size_t count, const PointOf& point_of) {
    if (!share_places(count, point_of)) return {};
    PlaceCounter places;
    for (std::size_t i = 0; i < count; ++i) {
        places.add(point_of(i));
        if (places.size() > count / 2) return {};
    }
    std::vector<CountedPoint> counted = places.take();
    std::ranges::sort(counted, before, &CountedPoint::point);
    std::vector<WeightedPoint> merged;
    for (const CountedPoint& c : counted) {
        const double weight = c.count * c.point.weight;
        if (!merged.empty() && merged.back().at == c.point.at)
            merged.back().weight += weight;
        else
            merged.push_back({c.point.at, weight});
    }
    return merged;
}

}  // namespace

std::vector<WeightedPoint> merge_coincident(std::vector<WeightedPoint> points) {
    auto merged = merged_by_counting(points.size(), [&](std::size_t i) { return points[i]; });
    if (!merged.empty()) return merged;
    sort_points(points);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < points.size();) {
        const WeightedPoint& first = points[i];
        std::size_t same = i + 1;
        while (same < points.size() && points[same] == first) ++same;
        const WeightedPoint all{first.at, static_cast<double>(same - i) * first.weight};
        if (kept > 0 && points[kept - 1].at == all.at)
            points[kept - 1].weight += all.weight;
        else
            points[kept++] = all;
        i = same;
    }
    points.resize(kept);
    return points;
}

std::vector<WeightedPoint> merge_coincident(std::span<const PointEvent> events) {
    const auto point_of = [&](std::size_t i) {
        return WeightedPoint{events[i].at, events[i].weight};
    };
    auto merged = merged_by_counting(events.size(), point_of);
    if (!merged.empty()) return merged;
    std::vector<WeightedPoint> points;
    points.reserve(events.size());
    for (std::size_t i = 0; i < events.size(); ++i) points.push_back(point_of(i));
    return merge_coincident(std::move(points));
}

std::optional<std::vector<WeightedPoint>> merge_where_many_coincide(
    std::span<const WeightedPoint> points) {
    auto merged = merged_by_counting(points.size(), [&](std::size_t i) { return points[i]; });
    if (merged.empty()) return std::nullopt;
    return merged;
}

}  // namespace beatline
