// SPDX-License-Identifier: Apache-2.0
#include "geo/self_exciting.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace beatline {

namespace {

constexpr int most_iterations = 1000;
constexpr double enough = 1e-10;  // of the likelihood, relative

void check(const SelfExcitingData& d) {
    const std::size_t fitted = d.near.size() - std::min(d.first, d.near.size());
    if (fitted == 0 || d.near_total.size() != d.near.size() || d.background.size() != fitted ||
        d.background_total.size() != fitted || d.counts.size() != fitted)
        throw std::invalid_argument{"fit_self_exciting: data of unlike sizes"};
    const std::size_t cells = d.counts.front().size();
    const auto alike = [cells](const std::vector<double>& v) { return v.size() == cells; };
    if (!std::ranges::all_of(d.near, alike) || !std::ranges::all_of(d.background, alike) ||
        !std::ranges::all_of(d.counts, alike))
        throw std::invalid_argument{"fit_self_exciting: data of unlike sizes"};
}

/// What earlier periods bring, each weighted by the delay, and the same times the delay itself.
struct Echo {
    std::vector<double> value;
    std::vector<double> delayed;
    double total{0.0};

    explicit Echo(std::size_t cells) : value(cells, 0.0), delayed(cells, 0.0) {}

    /// From the echo in one period to that in the next, `near` having happened in between:
    /// every delay grows by one period.
    void advance(const std::vector<double>& near, double near_total, double fade) {
        for (std::size_t c = 0; c < value.size(); ++c) {
            delayed[c] = fade * (delayed[c] + value[c]) + (1.0 - fade) * near[c];
            value[c] = fade * value[c] + (1.0 - fade) * near[c];
        }
        total = fade * total + (1.0 - fade) * near_total;
    }
};

/// One expectation step's sums.
struct Shares {
    double from_background{0.0};
    double from_events{0.0};
    double delays{0.0};  // of those from events, added up
    double log_likelihood{0.0};
    double background_total{0.0};
    double echo_total{0.0};
};

Shares share_out(const SelfExcitingData& d, const SelfExcitingFit& fit) {
    Shares s;
    Echo echo{d.counts.front().size()};
    for (std::size_t t = 0; t < d.near.size(); ++t) {
        if (t >= d.first && d.background_total[t - d.first] > 0.0) {
            const std::size_t f = t - d.first;
            s.background_total += d.background_total[f];
            s.echo_total += echo.total;
            for (std::size_t c = 0; c < echo.value.size(); ++c) {
                const double count = d.counts[f][c];
                const double still = fit.background * d.background[f][c];
                const double moved = fit.triggered * echo.value[c];
                if (!(count > 0.0) || !(still + moved > 0.0)) continue;
                s.from_background += count * still / (still + moved);
                s.from_events += count * moved / (still + moved);
                s.delays += count * fit.triggered * echo.delayed[c] / (still + moved);
                s.log_likelihood += count * std::log(still + moved);
            }
        }
        echo.advance(d.near[t], d.near_total[t], fit.fade);
    }
    s.log_likelihood -= fit.background * s.background_total + fit.triggered * s.echo_total;
    return s;
}

}  // namespace

SelfExcitingFit fit_self_exciting(const SelfExcitingData& data) {
    check(data);
    SelfExcitingFit fit{0.5, 0.5, 0.5, 0.0, 0};
    double before = -INFINITY;
    for (; fit.iterations < most_iterations; ++fit.iterations) {
        const Shares s = share_out(data, fit);
        fit.log_likelihood = s.log_likelihood;
        if (s.background_total > 0.0) fit.background = s.from_background / s.background_total;
        if (s.echo_total > 0.0) fit.triggered = s.from_events / s.echo_total;
        if (s.from_events > 0.0)
            fit.fade = std::clamp(1.0 - s.from_events / s.delays, 1e-3, 1.0 - 1e-3);
        if (s.log_likelihood - before < enough * std::abs(s.log_likelihood)) break;
        before = s.log_likelihood;
    }
    return fit;
}

}  // namespace beatline
