// SPDX-License-Identifier: Apache-2.0
#include "geo/capture_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "geo/random_stream.hpp"

namespace beatline {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Exact below a mean of 60, from there a rounded normal.
double poisson(double mean, RandomStream& random) {
    if (!(mean > 0.0)) return 0.0;
    if (mean > 60.0) {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - random.unit()));
        const double normal = radius * std::cos(2.0 * std::numbers::pi * random.unit());
        return std::max(std::floor(mean + std::sqrt(mean) * normal + 0.5), 0.0);
    }
    const double least = std::exp(-mean);
    double product = random.unit();
    double count = 0.0;
    while (product > least) {
        product *= random.unit();
        count += 1.0;
    }
    return count;
}

IntervalOf percentile(double value, std::vector<double> replicates, double confidence) {
    if (replicates.empty()) return {value, nan, nan};
    std::ranges::sort(replicates);
    const auto at = [&](double share) {
        const double rank = share * static_cast<double>(replicates.size() - 1);
        const auto below = static_cast<std::size_t>(rank);
        const std::size_t above = std::min(below + 1, replicates.size() - 1);
        return replicates[below] +
               (rank - static_cast<double>(below)) * (replicates[above] - replicates[below]);
    };
    return {value, at((1.0 - confidence) / 2.0), at((1.0 + confidence) / 2.0)};
}

}  // namespace

Contest contest_of(std::span<const double> counts, double events, std::span<const double> first,
                   std::span<const double> second) {
    if (first.size() != counts.size() || second.size() != counts.size())
        throw std::invalid_argument{"contest_of: one value a cell"};
    Contest sum;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double both = std::min(first[i], second[i]);
        sum.both += counts[i] * both;
        sum.only_first += counts[i] * (first[i] - both);
        sum.only_second += counts[i] * (second[i] - both);
    }
    sum.neither = std::max(events - sum.both - sum.only_first - sum.only_second, 0.0);
    return sum;
}

ContestIntervals bootstrap_contest(std::span<const Contest> periods,
                                   const BootstrapParams& params) {
    Contest sum;
    for (const Contest& p : periods) {
        sum.both += p.both;
        sum.only_first += p.only_first;
        sum.only_second += p.only_second;
        sum.neither += p.neither;
    }
    const auto events = [](const Contest& c) {
        return c.both + c.only_first + c.only_second + c.neither;
    };
    if (!(events(sum) > 0.0)) return {{nan, nan, nan}, {nan, nan, nan}};
    std::vector<double> first;
    std::vector<double> difference;
    for (std::uint32_t r = 0; r < params.replicates; ++r) {
        RandomStream random = RandomStream{params.seed}.branch(r);
        Contest drawn;
        for (std::size_t i = 0; i < periods.size(); ++i) {
            const Contest& p = periods[random.below(periods.size())];
            drawn.both += poisson(p.both, random);
            drawn.only_first += poisson(p.only_first, random);
            drawn.only_second += poisson(p.only_second, random);
            drawn.neither += poisson(p.neither, random);
        }
        if (!(events(drawn) > 0.0)) continue;
        first.push_back((drawn.both + drawn.only_first) / events(drawn));
        difference.push_back((drawn.only_first - drawn.only_second) / events(drawn));
    }
    return {
        percentile((sum.both + sum.only_first) / events(sum), std::move(first), params.confidence),
        percentile((sum.only_first - sum.only_second) / events(sum), std::move(difference),
                   params.confidence)};
}

}  // namespace beatline
