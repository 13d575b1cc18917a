// SPDX-License-Identifier: Apache-2.0
#include "geo/relative_density.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/density_surfaces.hpp"
#include "geo/even_mix.hpp"
#include "geo/random_stream.hpp"
#include "geo/two_samples.hpp"

namespace beatline {

namespace {

double weight_of(std::span<const WeightedPoint> points) {
    double sum = 0.0;
    for (const WeightedPoint& p : points) sum += p.weight;
    return sum;
}

/// Draws places by their weight: a guide table (Chen & Asau 1974) leads near the right one.
class PlaceDraw {
public:
    explicit PlaceDraw(std::span<const double> weights) : guide_(weights.size()) {
        double sum = 0.0;
        for (const double w : weights) rising_.push_back(sum += w);
        std::size_t at = 0;
        for (std::size_t k = 0; k < guide_.size(); ++k) {
            const double u = sum * static_cast<double>(k) / static_cast<double>(guide_.size());
            while (rising_[at] <= u) ++at;
            guide_[k] = static_cast<std::uint32_t>(at);
        }
    }

    [[nodiscard]] std::size_t draw(RandomStream& random) const {
        const double u = random.unit();
        const auto k = static_cast<std::size_t>(u * static_cast<double>(guide_.size()));
        const double sought = u * rising_.back();
        std::size_t at = guide_[k];
        while (at + 1 < rising_.size() && rising_[at] <= sought) ++at;
        return at;
    }

private:
    std::vector<double> rising_;
    std::vector<std::uint32_t> guide_;
};

void check(double events, double background, const RelativeRules& rules) {
    if (!(events > 0.0) || !(background > 0.0))
        throw std::invalid_argument{"a relative density needs events and a background"};
    if (!(rules.even_share >= 0.0 && rules.even_share < 1.0))
        throw std::invalid_argument{"a share in [0, 1) is spread evenly"};
}

/// The two surfaces, each of the mass of its own set, as ratio and as what to expect.
void divide(RelativeDensity& found, const DensityGrid& events, const DensityGrid& background,
            double event_weight, double background_weight, double even_share) {
    const std::vector<double> above = evened(events, even_share);
    const std::vector<double> below = evened(background, even_share);
    found.ratio = {events.spec, std::vector<float>(events.values.size())};
    found.expected = found.ratio;
    const double scale = event_weight / background_weight;
    for (std::size_t i = 0; i < above.size(); ++i) {
        const double expected = scale * below[i];
        // Neither has anything here, and nothing was mixed in: no reason to say more or less.
        found.ratio.values[i] =
            static_cast<float>(expected == 0.0 && above[i] == 0.0 ? 1.0 : above[i] / expected);
        found.expected.values[i] =
            static_cast<float>(scale * static_cast<double>(background.values[i]));
    }
}

}  // namespace

RelativeDensity relative_to_background(std::span<const WeightedPoint> events,
                                       std::span<const WeightedPoint> background,
                                       const RelativeRules& rules) {
    const double event_weight = weight_of(events);
    const double background_weight = weight_of(background);
    check(event_weight, background_weight, rules);
    const auto masked = [&](DensityGrid density) {
        mask_outside(density, rules.area);
        return density;
    };
    const DensityGrid seen =
        masked(estimate_density({events.begin(), events.end()}, rules.spec, rules.density));
    const std::vector<WeightedPoint> merged =
        merge_coincident({background.begin(), background.end()});
    std::vector<Point> places;
    std::vector<double> weights;
    for (const WeightedPoint& p : merged) {
        places.push_back(p.at);
        weights.push_back(p.weight);
    }
    const SharedPlaces surfaces{places, rules.spec, rules.density};
    const DensityGrid below = masked(surfaces.surface(weights));
    RelativeDensity found;
    divide(found, seen, below, event_weight, background_weight, rules.even_share);

    double squares = 0.0;
    std::vector<double> drawn;
    for (const WeightedPoint& p : events) {
        squares += p.weight * p.weight;
        if (p.weight > 0.0) drawn.push_back(p.weight);
    }
    std::ranges::sort(drawn);  // so that the events' order does not count
    const std::vector<double> base = evened(below, rules.even_share);
    const double variance = roughness(rules.density.kernel, rules.density.bandwidth) * m2_per_km2 *
                            squares / (event_weight * event_weight * background_weight);
    const auto z_at = [&](std::size_t cell, float density) {
        const double sd = std::sqrt(variance * base[cell]);
        const double more = static_cast<double>(density) / event_weight -
                            static_cast<double>(below.values[cell]) / background_weight;
        return sd > 0.0 ? more / sd : 0.0;
    };
    found.z = {rules.spec, std::vector<float>(rules.spec.size())};
    std::vector<std::uint32_t> inside;
    for (std::size_t i = 0; i < base.size(); ++i) {
        const bool outside = std::isnan(seen.values[i]);
        found.z.values[i] = outside ? std::numeric_limits<float>::quiet_NaN()
                                    : static_cast<float>(z_at(i, seen.values[i]));
        if (!outside) inside.push_back(static_cast<std::uint32_t>(i));
    }
    const PlaceDraw by_weight{weights};
    found.chance.highest.assign(rules.replicates, 0.0);
    found.chance.lowest.assign(rules.replicates, 0.0);
    tbb::parallel_for(std::size_t{0}, rules.replicates, [&](std::size_t r) {
        if (rules.density.cancelled != nullptr && rules.density.cancelled()) return;
        RandomStream random = RandomStream{rules.seed}.branch(r);
        std::vector<double> thrown(places.size(), 0.0);
        for (const double w : drawn) thrown[by_weight.draw(random)] += w;
        const DensityGrid density = surfaces.surface(thrown);
        for (const std::uint32_t cell : inside) {
            const double z = z_at(cell, density.values[cell]);
            found.chance.highest[r] = std::max(found.chance.highest[r], z);
            found.chance.lowest[r] = std::min(found.chance.lowest[r], z);
        }
    });
    return found;
}

RelativeDensity relative_to_events(std::span<const WeightedPoint> events,
                                   std::span<const WeightedPoint> others,
                                   const RelativeRules& rules) {
    const double event_weight = weight_of(events);
    const double other_weight = weight_of(others);
    check(event_weight, other_weight, rules);
    TwoSampleRules both{rules.spec,
                        rules.area,
                        rules.density,
                        other_weight,
                        event_weight,
                        rules.even_share,
                        Relabelling::by_exchange,
                        rules.replicates,
                        rules.seed};
    TwoSamples compared = compare_samples(others, events, both);
    RelativeDensity found;
    // Both are densities of a whole of 1 here.
    divide(found, compared.second, compared.first, 1.0, 1.0, rules.even_share);
    for (float& value : found.expected.values)
        value = static_cast<float>(static_cast<double>(value) * event_weight);
    found.z = std::move(compared.z);
    found.chance = std::move(compared.chance);
    return found;
}

}  // namespace beatline
