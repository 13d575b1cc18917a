// SPDX-License-Identifier: Apache-2.0
#include "geo/week_profile.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace beatline {

namespace {

constexpr std::array deviations{0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0};
constexpr std::array strengths{1.0,   2.0,   5.0,     10.0,    20.0,    50.0,    100.0,
                               200.0, 500.0, 1'000.0, 2'000.0, 5'000.0, 10'000.0};
constexpr double infinite = std::numeric_limits<double>::infinity();

double total(const WeekHours& hours) {
    return std::accumulate(hours.begin(), hours.end(), 0.0);
}

WeekHours sum_of(const WeekFolds& folds) {
    WeekHours sum{};
    for (const WeekHours& fold : folds) {
        for (std::size_t h = 0; h < week_hours; ++h) sum[h] += fold[h];
    }
    return sum;
}

WeekHours less(WeekHours all, const WeekHours& part) {
    for (std::size_t h = 0; h < week_hours; ++h) all[h] = std::max(0.0, all[h] - part[h]);
    return all;
}

double log_likelihood(const WeekHours& held, const WeekHours& profile) {
    double sum = 0.0;
    for (std::size_t h = 0; h < week_hours; ++h) {
        if (held[h] > 0.0) sum += held[h] * std::log(profile[h]);
    }
    return sum;
}

}  // namespace

WeekHours kernel_by_lag(const WeekKernel& kernel) {
    WeekHours one_day{};
    for (std::size_t lag = 0; lag < week_hours; ++lag) {
        for (int turn = -1; turn <= 1; ++turn) {
            const double hours = static_cast<double>(lag) + 168.0 * turn;
            one_day[lag] +=
                std::exp(-0.5 * hours * hours / (kernel.deviation_h * kernel.deviation_h));
        }
    }
    WeekHours all{};
    for (std::size_t lag = 0; lag < week_hours; ++lag) {
        for (std::size_t day = 0; day < 7; ++day) {
            const double share = day == 0 ? 1.0 - kernel.pooled : kernel.pooled / 6.0;
            all[(lag + 24 * day) % week_hours] += share * one_day[lag];
        }
    }
    const double sum = total(all);
    for (double& v : all) v /= sum;
    return all;
}

WeekHours smoothed(const WeekHours& counts, const WeekHours& by_lag) {
    std::array<double, 2 * week_hours> twice{};
    for (std::size_t h = 0; h < week_hours; ++h) twice[h] = twice[h + week_hours] = by_lag[h];
    WeekHours out{};
    for (std::size_t from = 0; from < week_hours; ++from) {
        if (counts[from] == 0.0) continue;
        const double* lag = twice.data() + (week_hours - from);
        for (std::size_t h = 0; h < week_hours; ++h) out[h] += counts[from] * lag[h];
    }
    return out;
}

WeekFolds fold_counts(const SpreadEvents& events) {
    WeekFolds folds{};
    for (std::size_t e = 0; e < events.size(); ++e) {
        for (std::uint32_t k = events.starts[e]; k < events.starts[e + 1]; ++k)
            folds[events.folds[e]][events.hours[k]] += events.shares[k];
    }
    return folds;
}

WeekHours area_profile(const WeekHours& counts, const WeekHours& by_lag) {
    WeekHours profile = smoothed(counts, by_lag);
    const double n = total(counts);
    for (double& v : profile) v = (v + 1.0 / week_hours) / (n + 1.0);
    return profile;
}

WeekHours drawn_profile(const WeekHours& counts, const WeekHours& by_lag, const WeekHours& area,
                        double strength) {
    if (!std::isfinite(strength)) return area;
    WeekHours profile = smoothed(counts, by_lag);
    const double n = total(counts);
    for (std::size_t h = 0; h < week_hours; ++h)
        profile[h] = (profile[h] + strength * area[h]) / (n + strength);
    return profile;
}

WeekKernel choose_week_kernel(const WeekFolds& counts) {
    WeekKernel best{2.0, 6.0 / 7.0};
    const WeekHours all = sum_of(counts);
    std::size_t filled = 0;
    for (const WeekHours& fold : counts) filled += total(fold) > 0.0 ? 1 : 0;
    if (filled < 2) return best;
    double best_score = -infinite;
    for (const double deviation : deviations) {
        for (int sevenths = 0; sevenths <= 6; ++sevenths) {
            const WeekKernel kernel{deviation, sevenths / 7.0};
            const WeekHours by_lag = kernel_by_lag(kernel);
            double score = 0.0;
            for (const WeekHours& fold : counts)
                score += log_likelihood(fold, area_profile(less(all, fold), by_lag));
            if (score <= best_score) continue;
            best_score = score;
            best = kernel;
        }
    }
    return best;
}

double choose_prior_strength(std::span<const WeekFolds> places, const WeekFolds& area,
                             const WeekHours& by_lag) {
    const WeekHours everything = sum_of(area);
    std::array<double, strengths.size() + 1> scores{};
    for (std::size_t f = 0; f < week_folds; ++f) {
        const WeekHours elsewhere = area_profile(less(everything, area[f]), by_lag);
        for (const WeekFolds& place : places) {
            const WeekHours others = less(sum_of(place), place[f]);
            for (std::size_t s = 0; s < strengths.size(); ++s)
                scores[s] += log_likelihood(place[f],
                                            drawn_profile(others, by_lag, elsewhere, strengths[s]));
            scores.back() += log_likelihood(place[f], elsewhere);
        }
    }
    double best = infinite;
    double best_score = scores.back();
    for (std::size_t s = 0; s < strengths.size(); ++s) {
        if (scores[s] <= best_score) continue;
        best_score = scores[s];
        best = strengths[s];
    }
    return best;
}

}  // namespace beatline
