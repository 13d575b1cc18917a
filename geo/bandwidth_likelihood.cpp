// SPDX-License-Identifier: Apache-2.0
#include "geo/bandwidth_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/edge_correction.hpp"
#include "geo/edge_mass.hpp"

namespace beatline {

namespace {

double weight_of(std::span<const WeightedPoint> places) {
    double sum = 0.0;
    for (const WeightedPoint& p : places) sum += p.weight;
    return sum;
}

/// Every n-th place, n so that the pairs are few enough; all where they are.
std::vector<WeightedPoint> asked_places(std::span<const WeightedPoint> places,
                                        std::span<const WeightedPoint> others,
                                        const LikelihoodRules& rules) {
    std::vector<Point> spots;
    spots.reserve(places.size());
    for (const WeightedPoint& p : places) spots.push_back(p.at);
    const Metres reach = support_radius(rules.kernel, rules.ladder.back());
    double cost = expected_pairs(others, spots, reach);
    if (rules.kernel == Kernel::gaussian) cost *= static_cast<double>(rules.ladder.size());
    const auto step = static_cast<std::size_t>(std::max(std::ceil(cost / rules.most_pairs), 1.0));
    std::vector<WeightedPoint> asked;
    for (std::size_t i = 0; i < places.size(); i += step) asked.push_back(places[i]);
    return asked;
}

/// The mass of the corrected surface in the area, over its weight: about 1.
double corrected_mass(std::span<const WeightedPoint> places, Metres bandwidth,
                      const LikelihoodRules& rules) {
    const Box box = bounds(rules.edge_area);
    const double side = std::max(box.max.x - box.min.x, box.max.y - box.min.y);
    const Metres cell{std::max(bandwidth.value / 8.0, side / 512.0)};
    DensityParams params{rules.kernel, bandwidth};
    DensityGrid surface =
        estimate_density({places.begin(), places.end()}, grid_over(box, cell), params);
    mask_outside(surface, rules.edge_area);
    correct_uniform(surface, rules.edge_area, params);
    return total_mass(surface) / weight_of(places);
}

/// Log densities per asked place and bandwidth become scores and their errors.
ScoredBandwidths judged(std::span<const WeightedPoint> asked, const PairSums& logs,
                        const std::vector<double>& excess, const BandwidthLadder& ladder) {
    const std::size_t steps = ladder.size();
    ScoredBandwidths scored{ladder,
                            std::vector<double>(steps, 0.0),
                            std::vector<double>(steps),
                            std::vector<double>(steps),
                            0,
                            0,
                            asked.size()};
    const double weight = weight_of(asked);
    for (std::size_t m = 0; m < steps; ++m) {
        for (std::size_t i = 0; i < asked.size(); ++i)
            scored.scores[m] += asked[i].weight * logs.at(i)[m];
        scored.scores[m] = scored.scores[m] / weight - excess[m];
    }
    scored.best =
        static_cast<std::size_t>(std::ranges::max_element(scored.scores) - scored.scores.begin());
    scored.smoothest = scored.best;
    for (std::size_t m = 0; m < steps; ++m) {
        scored.behind[m] = scored.scores[scored.best] - scored.scores[m];
        if (!std::isfinite(scored.behind[m])) continue;
        // Places are what is drawn: the events of one spot stand or fall together.
        double squares = 0.0;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const double d =
                asked[i].weight * (logs.at(i)[scored.best] - logs.at(i)[m] - scored.behind[m]);
            squares += d * d;
        }
        scored.errors[m] = std::sqrt(squares) / weight;
        if (m > scored.smoothest && scored.behind[m] <= scored.errors[m]) scored.smoothest = m;
    }
    return scored;
}

/// Where to ask for the mean over a disc, and how much each answer counts.
struct Asking {
    std::vector<Point> spots;
    std::vector<double> shares;  ///< of the spots of one place, in turn
};

Asking asking(std::span<const WeightedPoint> places, Metres blur) {
    Asking ask{{}, {1.0}};
    if (blur.value > 0.0) ask.shares = {0.25, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125};
    const double radius = blur.value * std::sqrt(2.0 / 3.0);
    for (const WeightedPoint& p : places) {
        ask.spots.push_back(p.at);
        for (std::size_t i = 1; i < ask.shares.size(); ++i) {
            const double angle = std::numbers::pi / 3.0 * static_cast<double>(i);
            ask.spots.push_back(
                {p.at.x + radius * std::cos(angle), p.at.y + radius * std::sin(angle)});
        }
    }
    return ask;
}

ScoredBandwidths score(std::span<const WeightedPoint> places, std::span<const WeightedPoint> asked,
                       bool without_own, const LikelihoodRules& rules) {
    if (!(rules.even_share >= 0.0 && rules.even_share < 1.0))
        throw std::invalid_argument{"a share in [0, 1) is spread evenly"};
    if (rules.even_share > 0.0 && !(rules.even_area.value > 0.0))
        throw std::invalid_argument{"an even share needs an area"};
    const Asking ask = asking(asked, without_own ? Metres{0} : rules.blur);
    const std::size_t turns = ask.shares.size();
    const PairSums sums = pair_sums(places, ask.spots, rules.ladder, rules.kernel, without_own);
    PairSums logs{asked.size(), rules.ladder.size()};
    const double all = weight_of(places);
    const double even = rules.even_share > 0.0 ? rules.even_share / rules.even_area.value : 0.0;
    const bool corrected = !rules.edge_area.empty();
    std::optional<EdgeMass> mass;
    if (corrected) mass.emplace(rules.edge_area, rules.kernel, rules.ladder.back());
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, asked.size(), 64}, [&](const auto& part) {
        for (std::size_t i = part.begin(); i < part.end(); ++i) {
            const double rest = all - (without_own ? asked[i].weight : 0.0);
            const std::span<double> here = logs.at(i);
            for (std::size_t m = 0; m < here.size(); ++m) {
                double density = 0.0;
                for (std::size_t k = 0; k < turns; ++k)
                    density += ask.shares[k] * sums.at(turns * i + k)[m] / rest;
                if (corrected)
                    density /= std::max(mass->at(asked[i].at, rules.ladder[m]), least_edge_mass);
                here[m] = std::log((1.0 - rules.even_share) * density + even);
            }
        }
    });
    std::vector<double> excess(rules.ladder.size(), 0.0);
    if (corrected) {
        for (std::size_t m = 0; m < excess.size(); ++m)
            excess[m] = corrected_mass(places, rules.ladder[m], rules) - 1.0;
    }
    return judged(asked, logs, excess, rules.ladder);
}

std::vector<WeightedPoint> with_weight(std::span<const WeightedPoint> places) {
    std::vector<WeightedPoint> kept{places.begin(), places.end()};
    std::erase_if(kept, [](const WeightedPoint& p) { return !(p.weight > 0.0); });
    return kept;
}

}  // namespace

std::optional<ScoredBandwidths> leave_one_out_scores(std::span<const WeightedPoint> places,
                                                     const LikelihoodRules& rules) {
    const std::vector<WeightedPoint> kept = with_weight(places);
    if (kept.size() < 3) return std::nullopt;
    return score(kept, asked_places(kept, kept, rules), true, rules);
}

std::optional<ScoredBandwidths> held_out_scores(std::span<const WeightedPoint> earlier,
                                                std::span<const WeightedPoint> later,
                                                const LikelihoodRules& rules) {
    const std::vector<WeightedPoint> known = with_weight(earlier);
    const std::vector<WeightedPoint> kept = with_weight(later);
    if (known.empty() || kept.empty()) return std::nullopt;
    return score(known, asked_places(kept, known, rules), false, rules);
}

std::vector<double> cronie_criterion(std::span<const WeightedPoint> places,
                                     const BandwidthLadder& ladder, Kernel kernel,
                                     SquareMetres area) {
    std::vector<Point> spots;
    for (const WeightedPoint& p : places) spots.push_back(p.at);
    const PairSums sums = pair_sums(places, spots, ladder, kernel, false);
    std::vector<double> criterion;
    for (std::size_t m = 0; m < ladder.size(); ++m) {
        double covered = 0.0;
        for (std::size_t i = 0; i < places.size(); ++i) covered += places[i].weight / sums.at(i)[m];
        criterion.push_back((covered - area.value) * (covered - area.value));
    }
    return criterion;
}

}  // namespace beatline
