// SPDX-License-Identifier: Apache-2.0
#include "geo/week_test.hpp"

#include <algorithm>
#include <numeric>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <vector>

#include "geo/rng.hpp"
#include "geo/week_profile.hpp"

namespace beatline {

namespace {

template <class Draw>
double p_value(const SpreadEvents& events, const WeekStatistic& statistic,
               const WeekTestParams& params, const Draw& draw) {
    if (events.size() == 0 || params.simulations == 0) return 1.0;
    const double seen = statistic(sum_spread(events));
    std::vector<char> as_great(params.simulations, 0);
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, params.simulations, 16),
                      [&](const tbb::blocked_range<std::size_t>& some) {
                          for (std::size_t r = some.begin(); r < some.end(); ++r) {
                              if (params.cancelled && params.cancelled()) return;
                              const WeekHours counts = draw(Rng::of_replicate(params.seed, r));
                              as_great[r] = statistic(counts) >= seen * (1.0 - 1e-9) ? 1 : 0;
                          }
                      });
    if (params.cancelled && params.cancelled()) return 1.0;
    const auto great = std::ranges::count(as_great, 1);
    return (1.0 + static_cast<double>(great)) / (1.0 + static_cast<double>(params.simulations));
}

/// Counts when each event is moved around the week by a number of steps, drawn evenly.
WeekHours moved(const SpreadEvents& events, Rng& rng, std::uint32_t step) {
    WeekHours counts{};
    for (std::size_t e = 0; e < events.size(); ++e) {
        const std::uint32_t by = step * rng.below(week_hours / step);
        for (std::uint32_t k = events.starts[e]; k < events.starts[e + 1]; ++k) {
            const std::uint32_t hour = events.hours[k] + by;
            counts[hour < week_hours ? hour : hour - week_hours] += events.shares[k];
        }
    }
    return counts;
}

}  // namespace

WeekStatistic unlike(const WeekHours& expected, const WeekHours& by_lag) {
    return [expected, by_lag](const WeekHours& counts) {
        const double n = std::accumulate(counts.begin(), counts.end(), 0.0);
        const WeekHours smooth = smoothed(counts, by_lag);
        double sum = 0.0;
        for (std::size_t h = 0; h < week_hours; ++h) {
            const double off = smooth[h] / n - expected[h];
            sum += off * off / expected[h];
        }
        return n * sum;
    };
}

double p_of_no_hours(const SpreadEvents& events, const WeekStatistic& statistic,
                     const WeekTestParams& params) {
    return p_value(events, statistic, params, [&](Rng rng) { return moved(events, rng, 1); });
}

double p_of_no_days(const SpreadEvents& events, const WeekStatistic& statistic,
                    const WeekTestParams& params) {
    return p_value(events, statistic, params, [&](Rng rng) { return moved(events, rng, 24); });
}

double p_of_a_draw(const SpreadEvents& events, const SpreadEvents& all,
                   const WeekStatistic& statistic, const WeekTestParams& params) {
    if (all.size() == 0) return 1.0;
    return p_value(events, statistic, params, [&](Rng rng) {
        WeekHours counts{};
        for (std::size_t e = 0; e < events.size(); ++e) {
            const std::uint32_t drawn = rng.below(static_cast<std::uint32_t>(all.size()));
            for (std::uint32_t k = all.starts[drawn]; k < all.starts[drawn + 1]; ++k)
                counts[all.hours[k]] += all.shares[k];
        }
        return counts;
    });
}

}  // namespace beatline
