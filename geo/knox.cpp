// SPDX-License-Identifier: Apache-2.0
#include "geo/knox.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/false_discovery.hpp"
#include "geo/rng.hpp"

namespace beatline {

namespace {

constexpr std::int64_t most_days = 200 * 366;

void check(std::span<const Point> points, std::span<const std::int32_t> day,
           const KnoxParams& params) {
    if (points.size() != day.size()) throw std::invalid_argument{"one day a point is needed"};
    const std::vector<double>& edges = params.days;
    if (edges.size() < 2 || !(edges.front() >= 0.0))
        throw std::invalid_argument{"day bands need two edges or more, from 0"};
    for (std::size_t i = 1; i < edges.size(); ++i) {
        if (!(edges[i] > edges[i - 1])) throw std::invalid_argument{"day edges must rise"};
    }
}

/// Counts pairs by delay. The inner loop only adds one at [their day - our day]; what that means in
/// bands is worked out once a band of distance, and repeated increments of one counter, which a
/// processor does slowly, are rare.
class DelayCounter {
public:
    DelayCounter(const NearPairs& pairs, const std::vector<double>& edges, std::int32_t span)
        : pairs_{&pairs}, span_{span} {
        for (const double e : edges)  // whole days from the first that is not below the edge
            first_.push_back(
                static_cast<std::int32_t>(std::min(std::ceil(e), static_cast<double>(span) + 1.0)));
    }
    [[nodiscard]] std::size_t size() const { return pairs_->bands.size() * (first_.size() - 1); }
    [[nodiscard]] std::size_t delays() const { return 2 * static_cast<std::size_t>(span_) + 1; }

    void count(std::span<const std::int32_t> day, std::vector<std::uint32_t>& delays,
               std::span<std::uint32_t> cells) const {
        const std::size_t bands = first_.size() - 1;
        for (std::size_t b = 0; b < pairs_->bands.size(); ++b) {
            std::ranges::fill(delays, 0U);
            std::uint32_t* same_day = delays.data() + span_;
            for (const NearPair pair : pairs_->bands[b]) ++same_day[day[pair.b] - day[pair.a]];
            for (std::size_t t = 0; t < bands; ++t) {
                std::uint32_t sum = 0;
                for (std::int32_t d = first_[t]; d < first_[t + 1]; ++d) {
                    sum += delays[static_cast<std::size_t>(span_ + d)];
                    if (d > 0) sum += delays[static_cast<std::size_t>(span_ - d)];
                }
                cells[b * bands + t] = sum;
            }
        }
    }

    /// Of all pairs of events, near or not, those in each band of days: each day's events by the
    /// running sum of those that follow within the band, so a band costs one pass over the days.
    [[nodiscard]] std::vector<double> all_pairs(std::span<const std::int32_t> day) const {
        std::vector<double> on(static_cast<std::size_t>(span_) + 1, 0.0);
        for (const std::int32_t d : day) on[static_cast<std::size_t>(d)] += 1.0;
        std::vector<double> before(on.size() + 1, 0.0);  // whole numbers below 2^53: exact
        for (std::size_t d = 0; d < on.size(); ++d) before[d + 1] = before[d] + on[d];
        std::vector<double> sums(first_.size() - 1, 0.0);
        for (std::size_t t = 0; t + 1 < first_.size(); ++t) {
            const auto from = static_cast<std::size_t>(std::max(first_[t], 1));
            const auto to = static_cast<std::size_t>(first_[t + 1]);
            for (std::size_t a = 0; a < on.size(); ++a) {
                if (first_[t] == 0 && to > 0) sums[t] += on[a] * (on[a] - 1.0) / 2.0;
                if (a + from >= on.size() || to <= from) continue;
                sums[t] += on[a] * (before[std::min(a + to, on.size())] - before[a + from]);
            }
        }
        return sums;
    }

private:
    const NearPairs* pairs_;
    std::int32_t span_;
    std::vector<std::int32_t> first_;
};

/// Days from the earliest event on, and how many lie between first and last.
struct Calendar {
    std::vector<std::int32_t> day;
    std::int32_t span{0};
};

Calendar calendar(std::span<const std::int32_t> day) {
    Calendar c;
    if (day.empty()) return c;
    const auto [first, last] = std::ranges::minmax(day);
    const std::int64_t span = std::int64_t{last} - first;
    if (span > most_days) throw std::length_error{"the dates lie more than 200 years apart"};
    c.span = static_cast<std::int32_t>(span);
    for (const std::int32_t d : day) c.day.push_back(d - first);
    return c;
}

std::vector<std::int32_t> shuffled(std::vector<std::int32_t> day, Rng rng) {
    for (std::size_t i = day.size(); i > 1; --i)
        std::swap(day[i - 1], day[rng.below(static_cast<std::uint32_t>(i))]);
    return day;
}

/// Every replicate's cells, one row each.
std::vector<std::uint32_t> simulate(const DelayCounter& counter, const Calendar& dates,
                                    const KnoxParams& params) {
    std::vector<std::uint32_t> rows(params.simulations * counter.size());
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, params.simulations, 8),
                      [&](const tbb::blocked_range<std::size_t>& some) {
                          std::vector<std::uint32_t> delays(counter.delays());
                          for (std::size_t r = some.begin(); r < some.end(); ++r) {
                              if (params.cancelled && params.cancelled()) return;
                              counter.count(
                                  shuffled(dates.day, Rng::of_replicate(params.seed, r)), delays,
                                  std::span{rows}.subspan(r * counter.size(), counter.size()));
                          }
                      });
    return rows;
}

/// p-values from the replicates: of each cell alone, and of the greatest z of all cells.
void judge(KnoxTable& table, std::span<const std::uint32_t> rows) {
    const std::size_t n = table.cells.size();
    const std::size_t replicates = rows.size() / n;
    std::vector<double> deviation(n, 0.0);
    for (std::size_t c = 0; c < n; ++c) {
        std::uint64_t as_many = 0;
        for (std::size_t r = 0; r < replicates; ++r) {
            const double d = rows[r * n + c] - table.cells[c].expected;
            deviation[c] += d * d;
            as_many += rows[r * n + c] >= table.cells[c].observed ? 1 : 0;
        }
        deviation[c] = std::sqrt(deviation[c] / static_cast<double>(replicates));
        table.cells[c].p =
            (1.0 + static_cast<double>(as_many)) / (1.0 + static_cast<double>(replicates));
    }
    const auto z = [&](std::size_t c, double count) {
        return deviation[c] > 0.0 ? (count - table.cells[c].expected) / deviation[c] : 0.0;
    };
    std::vector<double> greatest(replicates, 0.0);
    for (std::size_t r = 0; r < replicates; ++r) {
        for (std::size_t c = 0; c < n; ++c)
            greatest[r] = std::max(greatest[r], z(c, rows[r * n + c]));
    }
    std::ranges::sort(greatest);
    std::vector<double> p;
    for (std::size_t c = 0; c < n; ++c) {
        const double seen = z(c, static_cast<double>(table.cells[c].observed));
        const auto at = std::ranges::lower_bound(greatest, seen);
        table.cells[c].p_max = (1.0 + static_cast<double>(greatest.end() - at)) /
                               (1.0 + static_cast<double>(replicates));
        p.push_back(table.cells[c].p);
    }
    const std::vector<float> q = false_discovery_rates(p);
    for (std::size_t c = 0; c < n; ++c) table.cells[c].q = q[c];
}

}  // namespace

KnoxTable knox_test(std::span<const Point> points, std::span<const std::int32_t> day,
                    const KnoxParams& params) {
    check(points, day, params);
    KnoxTable table;
    table.params = params;
    table.params.cancelled = {};
    table.events = points.size();
    const NearPairs pairs =
        near_pairs(points, params.distance_m, params.distance, params.most_pairs);
    table.near = pairs.count();
    const Calendar dates = calendar(day);
    const DelayCounter counter{pairs, params.days, dates.span};
    table.cells.resize(counter.size());
    const auto cancelled = [&params] { return params.cancelled && params.cancelled(); };
    if (cancelled()) return table;
    std::vector<std::uint32_t> delays(counter.delays());
    std::vector<std::uint32_t> seen(counter.size());
    counter.count(dates.day, delays, seen);

    // Under permutation each pair of places meets each pair of dates equally often.
    const std::vector<double> in_time = counter.all_pairs(dates.day);
    const double n = static_cast<double>(points.size());
    const double all = std::max(n * (n - 1.0) / 2.0, 1.0);
    for (std::size_t b = 0; b < pairs.bands.size(); ++b) {
        for (std::size_t t = 0; t < in_time.size(); ++t) {
            KnoxCell& cell = table.cells[b * in_time.size() + t];
            cell.observed = seen[b * in_time.size() + t];
            cell.expected = static_cast<double>(pairs.bands[b].size()) * in_time[t] / all;
            if (cell.expected > 0.0)
                cell.ratio = static_cast<double>(cell.observed) / cell.expected;
        }
    }
    if (params.simulations == 0 || cancelled()) return table;
    const std::vector<std::uint32_t> rows = simulate(counter, dates, params);
    if (!cancelled()) judge(table, rows);
    return table;
}

}  // namespace beatline
