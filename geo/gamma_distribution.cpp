// SPDX-License-Identifier: Apache-2.0
#include "geo/gamma_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace beatline {

namespace {

constexpr double accuracy = 1e-15;
constexpr int most_terms = 200'000;  // some tens of square roots of the largest shape
constexpr double tiny = 1e-300;      // stands in for 0 in a denominator (Lentz's method)
constexpr double normal_from = 1e7;  // the cube root of a gamma is normal to 1e-9 from here

/// x^shape e^-x / Gamma(shape)
double gamma_factor(double shape, double x) {
    return std::exp(shape * std::log(x) - x - std::lgamma(shape));
}

/// DLMF 8.11.4, for x < shape + 1.
double gamma_series(double shape, double x) {
    double term = 1.0 / shape;
    double sum = term;
    for (int n = 1; n < most_terms && term > accuracy * sum; ++n) {
        term *= x / (shape + n);
        sum += term;
    }
    return sum * gamma_factor(shape, x);
}

/// The upper function, DLMF 8.9.2 in the even form, by Lentz's method.
double gamma_fraction(double shape, double x) {
    double b = x + 1.0 - shape;
    double c = 1.0 / tiny;
    double d = 1.0 / b;
    double value = d;
    for (int n = 1; n < most_terms; ++n) {
        const double a = n * (shape - n);
        b += 2.0;
        d = a * d + b;
        d = 1.0 / (std::abs(d) < tiny ? tiny : d);
        c = b + a / c;
        if (std::abs(c) < tiny) c = tiny;
        const double step = c * d;
        value *= step;
        if (std::abs(step - 1.0) < accuracy) break;
    }
    return value * gamma_factor(shape, x);
}

/// The continued fraction of DLMF 8.17.22 by Lentz's method; converges fast below the mean.
double beta_fraction(double a, double b, double x) {
    double c = 1.0;
    double d = 1.0 - (a + b) * x / (a + 1.0);
    d = 1.0 / (std::abs(d) < tiny ? tiny : d);
    double value = d;
    const auto advance = [&](double numerator) {
        d = 1.0 + numerator * d;
        d = 1.0 / (std::abs(d) < tiny ? tiny : d);
        c = 1.0 + numerator / c;
        if (std::abs(c) < tiny) c = tiny;
        value *= c * d;
        return std::abs(c * d - 1.0);
    };
    for (int m = 1; m < most_terms; ++m) {
        advance(m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)));
        if (advance(-(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))) < accuracy)
            break;
    }
    return value;
}

/// Standard normal quantile by bisection of erfc: only where a start is wanted.
double normal_quantile(double p) {
    double low = -40.0;
    double high = 40.0;
    for (int i = 0; i < 100; ++i) {
        const double middle = 0.5 * (low + high);
        (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

/// Wilson & Hilferty (1931, PNAS 17:684): the cube root of a gamma is nearly normal.
double cube_root_quantile(double shape, double p) {
    const double ninth = 1.0 / (9.0 * shape);
    const double root = 1.0 - ninth + normal_quantile(p) * std::sqrt(ninth);
    return root > 0.0 ? shape * root * root * root : 0.0;
}

}  // namespace

double gamma_cdf(double shape, double x) {
    if (!(shape > 0.0) || !(x >= 0.0)) throw std::invalid_argument{"gamma_cdf: shape or x"};
    if (x == 0.0) return 0.0;
    if (std::isinf(x)) return 1.0;
    const double p = x < shape + 1.0 ? gamma_series(shape, x) : 1.0 - gamma_fraction(shape, x);
    return std::clamp(p, 0.0, 1.0);
}

double gamma_quantile(double shape, double p) {
    if (!(shape > 0.0) || !(p > 0.0 && p < 1.0))
        throw std::invalid_argument{"gamma_quantile: shape or p"};
    const double start = cube_root_quantile(shape, p);
    if (shape >= normal_from) return start;
    // Bracketed Newton's method in log x: safe for small shapes, whose quantiles are minute.
    double low = -745.0;  // exp of it is the smallest number
    double high = std::log(shape + 40.0 * std::sqrt(shape) + 800.0);
    double at = start > 0.0 ? std::log(start) : (std::log(p) + std::lgamma(shape + 1.0)) / shape;
    if (!(at > low && at < high)) at = 0.5 * (low + high);
    for (int i = 0; i < 200; ++i) {
        const double x = std::exp(at);
        const double error = gamma_cdf(shape, x) - p;
        (error < 0.0 ? low : high) = at;
        const double slope = gamma_factor(shape, x);  // d cdf / d log x
        double next = slope > 0.0 ? at - error / slope : 0.5 * (low + high);
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        if (std::abs(next - at) < 1e-14 * std::max(1.0, std::abs(at))) break;
        at = next;
    }
    return std::exp(at);
}

double beta_cdf(double a, double b, double x) {
    if (!(a > 0.0) || !(b > 0.0) || !(x >= 0.0 && x <= 1.0))
        throw std::invalid_argument{"beta_cdf: a, b or x"};
    if (x == 0.0 || x == 1.0) return x;
    const double factor = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                   a * std::log(x) + b * std::log1p(-x));
    const double p = x < (a + 1.0) / (a + b + 2.0)
                         ? factor * beta_fraction(a, b, x) / a
                         : 1.0 - factor * beta_fraction(b, a, 1.0 - x) / b;
    return std::clamp(p, 0.0, 1.0);
}

double probability_above(const GammaRate& one, const GammaRate& other, double ratio) {
    if (!(ratio > 0.0)) throw std::invalid_argument{"probability_above: ratio"};
    const double scaled = ratio * one.rate;
    return beta_cdf(other.shape, one.shape, other.rate / (scaled + other.rate));
}

}  // namespace beatline
