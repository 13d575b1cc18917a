// SPDX-License-Identifier: Apache-2.0
#include "geo/blend_weights.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace beatline {

void BlendEvidence::add(double count, std::span<const double> shares) {
    if (shares.size() != surfaces_)
        throw std::invalid_argument{"BlendEvidence: one share a surface"};
    counts_.push_back(count);
    for (const double share : shares) shares_.push_back(static_cast<float>(share));
}

void BlendEvidence::add(const BlendEvidence& more) {
    if (more.surfaces_ != surfaces_)
        throw std::invalid_argument{"BlendEvidence: as many surfaces are wanted"};
    counts_.insert(counts_.end(), more.counts_.begin(), more.counts_.end());
    shares_.insert(shares_.end(), more.shares_.begin(), more.shares_.end());
}

double BlendEvidence::events() const {
    double sum = 0.0;
    for (const double count : counts_) sum += count;
    return sum;
}

BlendFit fit_blend(const BlendEvidence& evidence, double prior) {
    const std::size_t n = evidence.surfaces();
    if (n == 0 || !(prior >= 0.0))
        throw std::invalid_argument{"fit_blend wants surfaces and a prior of 0 or more"};
    constexpr int most_iterations = 500;
    constexpr double enough = 1e-9;  // of the likelihood, relative
    BlendFit fit;
    fit.weights.assign(n, 1.0 / static_cast<double>(n));
    double before = -std::numeric_limits<double>::infinity();
    std::vector<double> taken(n);
    for (; fit.iterations < most_iterations; ++fit.iterations) {
        taken.assign(n, prior);
        double log_likelihood = 0.0;
        double objective = 0.0;
        for (std::size_t i = 0; i < evidence.counts().size(); ++i) {
            const auto shares = evidence.shares(i);
            double mixed = 0.0;
            for (std::size_t k = 0; k < n; ++k)
                mixed += fit.weights[k] * static_cast<double>(shares[k]);
            if (!(mixed > 0.0)) continue;
            const double count = evidence.counts()[i];
            log_likelihood += count * std::log(mixed);
            for (std::size_t k = 0; k < n; ++k)
                taken[k] += count * fit.weights[k] * static_cast<double>(shares[k]) / mixed;
        }
        for (const double w : fit.weights) objective += w > 0.0 ? prior * std::log(w) : 0.0;
        objective += log_likelihood;
        fit.log_likelihood = log_likelihood;
        double all = 0.0;
        for (const double t : taken) all += t;
        if (!(all > 0.0)) return fit;
        for (std::size_t k = 0; k < n; ++k) fit.weights[k] = taken[k] / all;
        if (objective - before < enough * std::abs(objective)) break;
        before = objective;
    }
    return fit;
}

}  // namespace beatline
