// SPDX-License-Identifier: Apache-2.0
#include "geo/spaced_bound.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>

namespace beatline {

namespace {

using Numbers = std::vector<double>;

/// How much longer steps the shares take than the prices: of 0.3 to 30 what did best on surfaces of
/// towns and of a county.
constexpr double share_pace = 10.0;
/// A limit on time: steps times runs of seeds, but so many steps in any case.
constexpr std::size_t most_run_steps = 300'000'000;
constexpr std::size_t fewest = 60;

/// Sums over the seeds within half a separation of each; the relation is symmetric.
class HalfSums {
public:
    explicit HalfSums(const NearSeeds& half) : half_{half}, before_(half.size() + 1) {}

    void operator()(const Numbers& of, Numbers& sums) {
        before_[0] = 0.0;
        for (std::size_t i = 0; i < of.size(); ++i) before_[i + 1] = before_[i] + of[i];
        tbb::parallel_for(tbb::blocked_range<std::size_t>{0, of.size(), 2048}, [&](const auto& r) {
            for (std::size_t i = r.begin(); i < r.end(); ++i) {
                double sum = 0.0;
                for (const NearSeeds::Run run : half_.of(i))
                    sum += before_[run.last] - before_[run.first];
                sums[i] = sum;
            }
        });
    }

private:
    const NearSeeds& half_;
    Numbers before_;
};

double sum_of(const Numbers& numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

/// What all prices come to once every seed pays its worth, and no price is higher than it need be.
/// `extra` is the price per place.
double paid_in_full(const Seeds& seeds, const NearSeeds& half, Numbers prices, double extra,
                    std::size_t count) {
    const std::size_t n = seeds.cells.size();
    const auto pays = [&](std::size_t seed) {
        double sum = extra;
        half.for_each(seed, [&](std::uint32_t cell) { sum += prices[cell]; });
        return sum;
    };
    Numbers paid(n);
    for (std::size_t i = 0; i < n; ++i) paid[i] = pays(i);
    const auto change = [&](std::size_t cell, double by) {
        prices[cell] += by;
        half.for_each(cell, [&](std::uint32_t seed) { paid[seed] += by; });
    };
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    const Numbers first = paid;
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return seeds.worth[a] - first[a] > seeds.worth[b] - first[b];
    });
    for (const std::uint32_t i : order) {
        if (seeds.worth[i] > 0.0 && paid[i] < seeds.worth[i]) change(i, seeds.worth[i] - paid[i]);
    }
    std::ranges::stable_sort(
        order, [&](std::uint32_t a, std::uint32_t b) { return prices[a] < prices[b]; });
    for (const std::uint32_t cell : order) {
        if (prices[cell] <= 0.0) continue;
        double slack = prices[cell];
        half.for_each(cell, [&](std::uint32_t seed) {
            if (seeds.worth[seed] > 0.0) slack = std::min(slack, paid[seed] - seeds.worth[seed]);
        });
        if (slack > 0.0) change(cell, -slack);
    }
    // What rounding has left unpaid is added once for each place that can be chosen.
    double unpaid = 0.0;
    for (std::size_t i = 0; i < n; ++i)
        if (seeds.worth[i] > 0.0) unpaid = std::max(unpaid, seeds.worth[i] - pays(i));
    const double places = static_cast<double>(std::min(count, n));
    constexpr double for_rounding = 1.0 + 1e-10;  // of the sum itself
    return for_rounding * (sum_of(prices) + (extra + unpaid) * places);
}

}  // namespace

SpacedBound bound_spaced_seeds(const Seeds& seeds, const GridSpec& spec,
                               const SpacedBoundParams& params) {
    const std::size_t n = seeds.cells.size();
    SpacedBound bound{0.0, 0.0, Numbers(n, 0.0)};
    const double largest = n == 0 ? 0.0 : *std::ranges::max_element(seeds.worth);
    if (!(largest > 0.0)) return bound;
    const NearSeeds half{seeds.cells, spec, params.separation / 2.0};
    HalfSums half_sums{half};
    const auto count = static_cast<double>(params.count);

    Numbers members(n);
    half_sums(Numbers(n, 1.0), members);
    Numbers worth(n);
    for (std::size_t i = 0; i < n; ++i) worth[i] = std::max(seeds.worth[i], 0.0) / largest;
    Numbers prices(n, 0.0);
    for (std::size_t i = 0; i < params.start.size(); ++i) prices[i] = params.start[i] / largest;
    double extra = params.per_place / largest;
    bound.worth = std::numeric_limits<double>::infinity();
    const auto try_prices = [&](const Numbers& at, double per_place) {
        Numbers scaled = at;
        for (double& p : scaled) p = std::max(p, 0.0) * largest;
        bound.worth = std::min(bound.worth, paid_in_full(seeds, half, std::move(scaled),
                                                         per_place * largest, params.count));
    };
    try_prices(prices, extra);

    Numbers share(n, 0.0), ahead(n, 0.0), pays(n), taken(n);
    Numbers mean_prices(n, 0.0), mean_share(n, 0.0);
    double mean_extra = 0.0;
    std::size_t averaged = 0;
    std::size_t next_trial = 50;
    const std::size_t steps =
        std::min(params.steps,
                 std::max(most_run_steps / std::max<std::size_t>(half.run_count(), 1), fewest));
    for (std::size_t step = 1; step <= steps; ++step) {
        half_sums(prices, pays);
        for (std::size_t i = 0; i < n; ++i) {
            const double tau = share_pace / (members[i] + 1.0);
            const double next =
                worth[i] > 0.0 ? std::clamp(share[i] + tau * (worth[i] - pays[i] - extra), 0.0, 1.0)
                               : 0.0;
            ahead[i] = 2.0 * next - share[i];
            share[i] = next;
        }
        half_sums(ahead, taken);
        for (std::size_t i = 0; i < n; ++i)
            prices[i] = std::max(prices[i] + (taken[i] - 1.0) / (share_pace * members[i]), 0.0);
        extra =
            std::max(extra + (sum_of(ahead) - count) / (share_pace * static_cast<double>(n)), 0.0);
        ++averaged;
        for (std::size_t i = 0; i < n; ++i) {
            mean_prices[i] += (prices[i] - mean_prices[i]) / static_cast<double>(averaged);
            mean_share[i] += (share[i] - mean_share[i]) / static_cast<double>(averaged);
        }
        mean_extra += (extra - mean_extra) / static_cast<double>(averaged);
        if (step != next_trial && step != steps) continue;
        try_prices(prices, extra);
        try_prices(mean_prices, mean_extra);
        bound.share = mean_share;
        bound.per_place = mean_extra * largest;
        if (step == steps) break;
        next_trial *= 2;
        // Begin again from the mean, which converges where the last point circles.
        prices = mean_prices;
        share = mean_share;
        extra = mean_extra;
        averaged = 0;
        std::ranges::fill(mean_prices, 0.0);
        std::ranges::fill(mean_share, 0.0);
        mean_extra = 0.0;
    }
    return bound;
}

}  // namespace beatline
