// SPDX-License-Identifier: Apache-2.0
#include "geo/student_t.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace beatline {

namespace {

/// P(|T| < t) with tan(angle) = t / sqrt(degrees), t >= 0.
double central(double angle, std::size_t degrees) {
    const double cosine = std::cos(angle);
    const bool odd = degrees % 2 == 1;
    double term = odd ? cosine : 1.0;
    double sum = degrees == 1 ? 0.0 : term;
    for (std::size_t k = odd ? 3 : 2; k < degrees; k += 2) {
        term *= cosine * cosine * static_cast<double>(k - 1) / static_cast<double>(k);
        sum += term;
    }
    const double part = std::sin(angle) * sum;
    return odd ? 2.0 / std::numbers::pi * (angle + part) : part;
}

}  // namespace

double student_t_probability(double t, std::size_t degrees) {
    if (degrees == 0) throw std::invalid_argument{"student_t: no degrees of freedom"};
    const double inner =
        central(std::atan(std::abs(t) / std::sqrt(static_cast<double>(degrees))), degrees);
    return t < 0.0 ? 0.5 - inner / 2.0 : 0.5 + inner / 2.0;
}

double student_t_quantile(double probability, std::size_t degrees) {
    if (degrees == 0) throw std::invalid_argument{"student_t: no degrees of freedom"};
    if (!(probability > 0.0 && probability < 1.0))
        throw std::invalid_argument{"student_t: a probability lies between 0 and 1"};
    const double wanted = std::abs(2.0 * probability - 1.0);
    double low = 0.0;
    double high = std::numbers::pi / 2.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2.0;
        (central(middle, degrees) < wanted ? low : high) = middle;
    }
    const double t = std::tan((low + high) / 2.0) * std::sqrt(static_cast<double>(degrees));
    return probability < 0.5 ? -t : t;
}

}  // namespace beatline
