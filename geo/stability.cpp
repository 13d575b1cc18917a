// SPDX-License-Identifier: Apache-2.0
#include "geo/stability.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include "geo/cells_inside.hpp"
#include "geo/random_stream.hpp"

namespace beatline {

namespace {

bool appears(const Hotspot& hotspot, std::span<const Hotspot> among) {
    const Box box = bounds(hotspot.outline.outer);
    return std::ranges::any_of(among, [&](const Hotspot& other) {
        if (box.contains(other.peak) && contains(hotspot.outline, other.peak)) return true;
        return bounds(other.outline.outer).contains(hotspot.peak) &&
               contains(other.outline, hotspot.peak);
    });
}

}  // namespace

std::vector<std::uint8_t> resample_counts(std::size_t events, std::uint64_t seed,
                                          std::size_t resample) {
    // P(at most k) for a mean of 1; beyond 20 it is 1 to the last bit.
    std::array<double, 21> at_most{};
    double term = std::exp(-1.0);
    double sum = 0.0;
    for (std::size_t k = 0; k < at_most.size(); ++k) {
        sum += term;
        at_most[k] = sum;
        term /= static_cast<double>(k + 1);
    }
    RandomStream random = RandomStream{seed}.branch(resample);
    std::vector<std::uint8_t> counts(events);
    for (std::uint8_t& count : counts) {
        const double u = random.unit();
        std::uint8_t k = 0;
        while (k < at_most.size() && u >= at_most[k]) ++k;
        count = k;
    }
    return counts;
}

Stability bootstrap_hotspots(std::span<const Hotspot> hotspots, std::span<const double> weights,
                             const GridSpec& spec, const StabilityRules& rules,
                             const FindHotspots& find) {
    std::vector<std::uint32_t> seen(hotspots.size(), 0);
    std::vector<std::uint32_t> covered(spec.size(), 0);
    std::vector<std::vector<Hotspot>> found(rules.resamples);
    std::atomic<std::size_t> next{0};
    const auto lanes = std::min<std::size_t>(
        rules.resamples, static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()));
    tbb::parallel_for(std::size_t{0}, lanes, [&](std::size_t) {
        for (std::size_t r = next++; r < rules.resamples; r = next++) {
            if (rules.cancelled != nullptr && rules.cancelled()) return;
            const auto counts = resample_counts(weights.size(), rules.seed, r);
            std::vector<double> drawn(weights.size());
            for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] = weights[i] * counts[i];
            tbb::this_task_arena::isolate([&] { found[r] = find(drawn); });
        }
    });
    for (const std::vector<Hotspot>& resample : found) {
        for (std::size_t i = 0; i < hotspots.size(); ++i)
            seen[i] += appears(hotspots[i], resample) ? 1U : 0U;
        if (covered.empty()) continue;
        for (const Hotspot& h : resample)
            for_each_cell_in(h.outline, spec, [&](std::size_t cell) { ++covered[cell]; });
    }
    Stability stability;
    stability.resamples = rules.resamples;
    const double all = static_cast<double>(std::max<std::size_t>(rules.resamples, 1));
    for (const std::uint32_t n : seen) stability.shares.push_back(n / all);
    stability.cells.spec = spec;
    for (const std::uint32_t n : covered)
        stability.cells.values.push_back(static_cast<float>(std::min(n / all, 1.0)));
    return stability;
}

}  // namespace beatline
