// SPDX-License-Identifier: Apache-2.0
#include "geo/two_samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/density_surfaces.hpp"
#include "geo/even_mix.hpp"
#include "geo/random_stream.hpp"

namespace beatline {

namespace {

struct Event {
    std::uint32_t place{0};
    double weight{1.0};
};

/// Both sets, the first first, each sorted so that equal events stand together.
struct Pooled {
    std::vector<Point> places;
    std::vector<Event> events;
    std::size_t firsts{0};

    [[nodiscard]] std::vector<double> weights(std::size_t from, std::size_t to,
                                              bool squared = false) const {
        std::vector<double> sums(places.size(), 0.0);
        for (std::size_t i = from; i < to; ++i) {
            const double w = events[i].weight;
            sums[events[i].place] += squared ? w * w : w;
        }
        return sums;
    }
};

Pooled pool(std::span<const WeightedPoint> first, std::span<const WeightedPoint> second) {
    Pooled pooled;
    for (const auto& set : {first, second}) {
        for (const WeightedPoint& p : set) {
            if (p.weight > 0.0) pooled.places.push_back(p.at);
        }
    }
    std::ranges::sort(pooled.places, {}, [](Point p) { return std::pair{p.y, p.x}; });
    pooled.places.erase(std::unique(pooled.places.begin(), pooled.places.end()),
                        pooled.places.end());
    const auto add = [&](std::span<const WeightedPoint> set) {
        const std::size_t begin = pooled.events.size();
        for (const WeightedPoint& p : set) {
            if (!(p.weight > 0.0)) continue;
            const auto at =
                std::ranges::lower_bound(pooled.places, std::pair{p.at.y, p.at.x}, {}, [](Point q) {
                    return std::pair{q.y, q.x};
                });
            pooled.events.push_back(
                {static_cast<std::uint32_t>(at - pooled.places.begin()), p.weight});
        }
        std::ranges::sort(pooled.events.begin() + static_cast<std::ptrdiff_t>(begin),
                          pooled.events.end(), {}, [](const Event& e) {
                              return std::pair{e.place, e.weight};
                          });
    };
    add(first);
    pooled.firsts = pooled.events.size();
    add(second);
    return pooled;
}

/// The weights that a replicate gives to the second set, per place.
std::vector<double> relabelled(const Pooled& pooled, const TwoSampleRules& rules,
                               std::uint64_t number) {
    RandomStream random = RandomStream{rules.seed}.branch(number);
    std::vector<double> weights(pooled.places.size(), 0.0);
    if (rules.relabelling == Relabelling::by_size) {
        const double chance = rules.second_scale / (rules.first_scale + rules.second_scale);
        for (const Event& e : pooled.events) {
            if (random.unit() < chance) weights[e.place] += e.weight;
        }
        return weights;
    }
    // Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
    std::uint64_t wanted = pooled.events.size() - pooled.firsts;
    std::uint64_t left = pooled.events.size();
    for (const Event& e : pooled.events) {
        if (random.below(left) < wanted) {
            weights[e.place] += e.weight;
            --wanted;
        }
        --left;
    }
    return weights;
}

void divide(DensityGrid& density, double scale) {
    for (float& value : density.values)
        value = static_cast<float>(static_cast<double>(value) / scale);
}

void check(const TwoSampleRules& rules) {
    const auto positive = [](double scale) { return scale > 0.0 && std::isfinite(scale); };
    if (!positive(rules.first_scale) || !positive(rules.second_scale))
        throw std::invalid_argument{"scales of samples are positive numbers"};
    if (!(rules.even_share >= 0.0 && rules.even_share < 1.0))
        throw std::invalid_argument{"a share in [0, 1) is spread evenly"};
}

}  // namespace

double normal_p(double z) {
    return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

TwoSamples compare_samples(std::span<const WeightedPoint> first,
                           std::span<const WeightedPoint> second, const TwoSampleRules& rules) {
    check(rules);
    const Pooled pooled = pool(first, second);
    const std::size_t all = pooled.events.size();
    const SharedPlaces surfaces{pooled.places, rules.spec, rules.density};
    const auto masked = [&](const std::vector<double>& weights) {
        DensityGrid density = surfaces.surface(weights);
        mask_outside(density, rules.area);
        return density;
    };
    TwoSamples found{masked(pooled.weights(0, pooled.firsts)),
                     masked(pooled.weights(pooled.firsts, all)),
                     {rules.spec, {}},
                     {}};
    const DensityGrid total = masked(pooled.weights(0, all));
    const std::vector<double> squares =
        evened(masked(pooled.weights(0, all, true)), rules.even_share);
    const double variance = roughness(rules.density.kernel, rules.density.bandwidth) * m2_per_km2 /
                            (rules.first_scale * rules.second_scale);
    const auto z_at = [&](std::size_t cell, double of_second) {
        const double rest = static_cast<double>(total.values[cell]) - of_second;
        const double sd = std::sqrt(variance * squares[cell]);
        return sd > 0.0 ? (of_second / rules.second_scale - rest / rules.first_scale) / sd : 0.0;
    };
    found.z.values.resize(rules.spec.size());
    for (std::size_t i = 0; i < found.z.values.size(); ++i) {
        const auto second_here = static_cast<double>(found.second.values[i]);
        found.z.values[i] = std::isnan(second_here) ? std::numeric_limits<float>::quiet_NaN()
                                                    : static_cast<float>(z_at(i, second_here));
    }
    divide(found.first, rules.first_scale);
    divide(found.second, rules.second_scale);
    std::vector<std::uint32_t> inside;
    for (std::size_t i = 0; i < squares.size(); ++i) {
        if (squares[i] > 0.0) inside.push_back(static_cast<std::uint32_t>(i));
    }
    found.chance.highest.assign(rules.replicates, 0.0);
    found.chance.lowest.assign(rules.replicates, 0.0);
    tbb::parallel_for(std::size_t{0}, rules.replicates, [&](std::size_t r) {
        if (rules.density.cancelled != nullptr && rules.density.cancelled()) return;
        const DensityGrid density = surfaces.surface(relabelled(pooled, rules, r));
        for (const std::uint32_t cell : inside) {
            const double z = z_at(cell, static_cast<double>(density.values[cell]));
            found.chance.highest[r] = std::max(found.chance.highest[r], z);
            found.chance.lowest[r] = std::min(found.chance.lowest[r], z);
        }
    });
    return found;
}

}  // namespace beatline
