// SPDX-License-Identifier: Apache-2.0
#include "geo/null_test.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <stdexcept>

#include "geo/false_discovery.hpp"

namespace beatline {

namespace {

constexpr double least_score = -32.0;
constexpr double steps_a_unit = 128.0;
constexpr double doubt = 0.1;  // one minus the confidence of upper_share

}  // namespace

std::size_t ScoreCounts::step_of(double score) {
    const double step = std::floor((score - least_score) * steps_a_unit);
    return static_cast<std::size_t>(std::clamp(step, 0.0, static_cast<double>(steps - 1)));
}

void ScoreCounts::add(double score) {
    if (counts_.empty()) counts_.assign(steps, 0);
    ++counts_[step_of(score)];
    ++total_;
    largest_ = std::max(largest_, score);
}

void ScoreCounts::add(const ScoreCounts& others) {
    if (others.counts_.empty()) return;
    if (counts_.empty()) counts_.assign(steps, 0);
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += others.counts_[i];
    total_ += others.total_;
    largest_ = std::max(largest_, others.largest_);
}

std::uint64_t ScoreCounts::at_least(double score) const {
    std::uint64_t sum = 0;
    for (std::size_t i = step_of(score); i < counts_.size(); ++i) sum += counts_[i];
    return sum;
}

NullScores simulate_null(std::size_t replicates, const Replicate& replicate, bool (*cancelled)()) {
    NullScores all;
    all.largest.assign(replicates, 0.0);
    std::mutex joining;
    std::atomic<std::size_t> next{0};
    const auto lanes = std::min<std::size_t>(
        replicates, static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()));
    tbb::parallel_for(std::size_t{0}, lanes, [&](std::size_t) {
        ScoreCounts pooled;
        for (std::size_t r = next++; r < replicates; r = next++) {
            if (cancelled != nullptr && cancelled()) return;
            ScoreCounts own;
            // A thread that waits within a replicate must not begin another lane on top of it.
            tbb::this_task_arena::isolate([&] { replicate(r, own); });
            all.largest[r] = own.largest();
            pooled.add(own);
        }
        const std::scoped_lock lock{joining};
        all.pooled.add(pooled);
    });
    return all;
}

double upper_share(std::size_t hits, std::size_t trials) {
    if (hits >= trials) return 1.0;
    // P(at most `hits` of `trials`) falls with the share: bisection to the bits.
    const auto n = static_cast<double>(trials);
    const auto at_most = [&](double share) {
        double sum = 0.0;
        for (std::size_t k = 0; k <= hits; ++k) {
            const auto x = static_cast<double>(k);
            sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(x + 1.0) - std::lgamma(n - x + 1.0) +
                            x * std::log(share) + (n - x) * std::log1p(-share));
        }
        return sum;
    };
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2.0;
        (at_most(middle) > doubt ? low : high) = middle;
    }
    return high;
}

std::size_t fewest_replicates(double level) {
    if (!(level >= 1e-6 && level < 1.0)) throw std::invalid_argument{"level is not in [1e-6, 1)"};
    // Without a single hit the upper end is 1 - doubt^(1 / R).
    auto n = static_cast<std::size_t>(std::ceil(std::log(doubt) / std::log1p(-level)));
    n = std::max<std::size_t>(n, 1);
    while (upper_share(0, n) > level) ++n;
    return n;
}

PlaceTest::PlaceTest(NullScores chance, std::span<const double> observed, double level)
    : pooled_{std::move(chance.pooled)},
      largest_{std::move(chance.largest)},
      observed_{observed.begin(), observed.end()},
      level_{level} {
    if (!(level > 0.0 && level < 1.0)) throw std::invalid_argument{"level is not in (0, 1)"};
    if (largest_.empty()) throw std::invalid_argument{"a test needs replicates"};
    std::ranges::sort(largest_);
    std::ranges::sort(observed_, std::greater{});
    if (observed_.empty()) return;
    std::vector<double> p;
    for (const double score : observed_)
        p.push_back((1.0 + static_cast<double>(pooled_.at_least(score))) /
                    (1.0 + static_cast<double>(pooled_.total())));
    for (const float q : false_discovery_rates(p)) q_.push_back(q);
    const auto as_high = largest_.end() - std::ranges::lower_bound(largest_, observed_.front());
    p_whole_ = upper_share(static_cast<std::size_t>(as_high), largest_.size());
}

ChanceVerdict PlaceTest::judge(double score) const {
    ChanceVerdict verdict;
    verdict.p_value = (1.0 + static_cast<double>(pooled_.at_least(score))) /
                      (1.0 + static_cast<double>(pooled_.total()));
    const auto as_high = largest_.end() - std::ranges::lower_bound(largest_, score);
    verdict.p_family =
        (1.0 + static_cast<double>(as_high)) / (1.0 + static_cast<double>(largest_.size()));
    // The candidate itself, or the next lower one, whose rate is no smaller.
    const auto at = std::ranges::lower_bound(observed_, score, std::greater{}) - observed_.begin();
    const double q =
        at < static_cast<std::ptrdiff_t>(q_.size()) ? q_[static_cast<std::size_t>(at)] : 1.0;
    verdict.p_adjusted = std::max(q, p_whole_);
    verdict.significant = verdict.p_adjusted <= level_;
    return verdict;
}

double PlaceTest::chance_reaches() const {
    const auto above =
        static_cast<std::size_t>(std::floor(level_ * static_cast<double>(largest_.size())));
    return largest_[largest_.size() - 1 - std::min(above, largest_.size() - 1)];
}

}  // namespace beatline
