// SPDX-License-Identifier: Apache-2.0
#include "geo/edge_mass.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace beatline {

namespace {

constexpr double most_buckets_a_side = 512.0;

/// The mass of the kernel within the distance r = sqrt(t) h, over t = (r/h)^2; `t` in [0, 1], for
/// the Gaussian in [0, 36].
double mass_over_t(Kernel kernel, double t) {
    switch (kernel) {
        case Kernel::quartic:  // 1 - (1 - t)^3
            return 3.0 - 3.0 * t + t * t;
        case Kernel::epanechnikov:  // 1 - (1 - t)^2
            return 2.0 - t;
        case Kernel::triweight:  // 1 - (1 - t)^4
            return 4.0 - 6.0 * t + 4.0 * t * t - t * t * t;
        case Kernel::triangular:  // 3 t - 2 t^(3/2)
            return 3.0 - 2.0 * std::sqrt(t);
        case Kernel::uniform:
            return 1.0;
        case Kernel::gaussian:  // 1 - exp(-t / 2)
            return t > 0.0 ? -std::expm1(-0.5 * t) / t : 0.5;
    }
    return 0.0;
}

/// Gauss-Legendre over [from, to], exact for polynomials of degree 7: the integral of mass_over_t
/// at t = p2 + s^2, lengths in bandwidths.
double integral_of_mass(Kernel kernel, double p2, double from, double to) {
    constexpr std::array<std::array<double, 2>, 2> nodes{
        {{0.3399810435848563, 0.6521451548625461}, {0.8611363115940526, 0.3478548451374538}}};
    const double middle = 0.5 * (from + to);
    const double half = 0.5 * (to - from);
    double sum = 0.0;
    for (const auto& [x, weight] : nodes) {
        const double left = middle - half * x;
        const double right = middle + half * x;
        sum += weight *
               (mass_over_t(kernel, p2 + left * left) + mass_over_t(kernel, p2 + right * right));
    }
    return half * sum;
}

/// The antiderivative of sqrt(p^2 + s^2) by s.
double cone_part(double p, double s) {
    const double area = p > 0.0 ? p * p * std::asinh(s / p) : 0.0;
    return 0.5 * (s * std::sqrt(p * p + s * s) + area);
}

/// The same integral for every kernel: closed for the cone, in short panels for the Gaussian.
double integral_along(Kernel kernel, double p, double from, double to) {
    if (kernel == Kernel::triangular)
        return 3.0 * (to - from) - 2.0 * (cone_part(p, to) - cone_part(p, from));
    if (kernel != Kernel::gaussian) return integral_of_mass(kernel, p * p, from, to);
    constexpr double panel = 0.75;  // standard deviations: errors below 1e-8 of the mass
    const double panels = std::max(std::ceil((to - from) / panel), 1.0);
    const double step = (to - from) / panels;
    double sum = 0.0;
    for (double k = 0.0; k < panels; k += 1.0)
        sum += integral_of_mass(kernel, p * p, from + k * step, from + (k + 1.0) * step);
    return sum;
}

}  // namespace

EdgeMass::EdgeMass(const MultiPolygon& area, Kernel kernel, Metres widest)
    : index_{area}, kernel_{kernel}, reach_{support_radius(kernel, widest).value} {
    if (!(widest.value > 0.0) || !std::isfinite(widest.value))
        throw std::invalid_argument{"bandwidth must be a positive number of metres"};
    std::vector<Edge> edges;
    const auto add = [&](const Ring& ring, bool outer) {
        const bool on_the_left = (signed_area(ring).value > 0.0) == outer;
        for (std::size_t i = 1; i < ring.size(); ++i) {
            if (ring[i - 1] == ring[i]) continue;
            edges.push_back(on_the_left ? Edge{ring[i - 1], ring[i]} : Edge{ring[i], ring[i - 1]});
        }
    };
    for (const Polygon& polygon : area) {
        add(polygon.outer, true);
        for (const Ring& hole : polygon.holes) add(hole, false);
    }
    box_ = bounds(area);
    if (box_.empty()) box_ = {{0.0, 0.0}, {0.0, 0.0}};
    box_ = box_.grown(Metres{reach_});
    sort_into_buckets(edges);
}

/// Each edge goes to every bucket that it may be within reach of: strip by strip of columns, the
/// rows between the ends of its part there, grown by the reach.
void EdgeMass::sort_into_buckets(const std::vector<Edge>& edges) {
    const double width = box_.max.x - box_.min.x;
    const double height = box_.max.y - box_.min.y;
    side_ = std::max(reach_, std::max(width, height) / most_buckets_a_side);
    cols_ = static_cast<std::size_t>(width / side_) + 1;
    rows_ = static_cast<std::size_t>(height / side_) + 1;
    const auto row_at = [&](double y) {
        return static_cast<std::size_t>(
            std::clamp((y - box_.min.y) / side_, 0.0, static_cast<double>(rows_ - 1)));
    };
    const auto col_at = [&](double x) {
        return static_cast<std::size_t>(
            std::clamp((x - box_.min.x) / side_, 0.0, static_cast<double>(cols_ - 1)));
    };
    const double margin = reach_ * (1.0 + 1e-9);
    const auto for_buckets = [&](const Edge& e, const auto& visit) {
        const double west = std::min(e.a.x, e.b.x);
        const double east = std::max(e.a.x, e.b.x);
        const double slope = e.a.x == e.b.x ? 0.0 : (e.b.y - e.a.y) / (e.b.x - e.a.x);
        const double south = std::min(e.a.y, e.b.y);
        const double north = std::max(e.a.y, e.b.y);
        for (std::size_t col = col_at(west - margin); col <= col_at(east + margin); ++col) {
            const double left = box_.min.x + static_cast<double>(col) * side_ - margin;
            const double right = left + side_ + 2.0 * margin;
            const double y0 = e.a.y + slope * (std::clamp(left, west, east) - e.a.x);
            const double y1 = e.a.y + slope * (std::clamp(right, west, east) - e.a.x);
            const bool upright = east - west < margin;
            const double low = upright ? south : std::max(std::min(y0, y1), south);
            const double high = upright ? north : std::min(std::max(y0, y1), north);
            for (std::size_t row = row_at(low - margin); row <= row_at(high + margin); ++row)
                visit(row * cols_ + col);
        }
    };
    first_.assign(rows_ * cols_ + 1, 0);
    for (const Edge& e : edges) for_buckets(e, [&](std::size_t bucket) { ++first_[bucket + 1]; });
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    edges_.resize(first_.back());
    std::vector<std::size_t> next{first_.begin(), first_.end() - 1};
    for (const Edge& e : edges)
        for_buckets(e, [&](std::size_t bucket) { edges_[next[bucket]++] = e; });
}

/// What an edge within reach takes from or adds to the mass, in turns: the integral of (mass within
/// r) - 1 by the angle at which the place sees the edge, as far as it lies within reach.
double EdgeMass::turn(const Edge& edge, Point place, Metres bandwidth) const {
    const double h = bandwidth.value;
    const double reach = support_radius(kernel_, bandwidth).value / h;
    const double ax = (edge.a.x - place.x) / h;  // lengths in bandwidths from here
    const double ay = (edge.a.y - place.y) / h;
    const double ex = (edge.b.x - edge.a.x) / h;
    const double ey = (edge.b.y - edge.a.y) / h;
    const double long_edge = std::hypot(ex, ey);
    const double p = (ax * ey - ay * ex) / long_edge;  // > 0: the place lies on the left
    const double half2 = reach * reach - p * p;
    if (!(half2 > 0.0)) return 0.0;
    const double half = std::sqrt(half2);
    const double start = (ax * ex + ay * ey) / long_edge;
    const double from = std::max(start, -half);
    const double to = std::min(start + long_edge, half);
    if (!(from < to)) return 0.0;
    const double angle = std::atan2(p * (to - from), p * p + from * to);
    const double mass = p * integral_along(kernel_, std::abs(p), from, to);
    return (mass - angle) / (2.0 * std::numbers::pi);
}

double EdgeMass::at(Point place, Metres bandwidth) const {
    if (!(bandwidth.value > 0.0) || support_radius(kernel_, bandwidth).value > reach_)
        throw std::invalid_argument{"bandwidth is not between 0 and the widest"};
    double mass = inside(place) ? 1.0 : 0.0;
    if (box_.contains(place)) {
        const auto col = static_cast<std::size_t>((place.x - box_.min.x) / side_);
        const auto row = static_cast<std::size_t>((place.y - box_.min.y) / side_);
        const std::size_t bucket = std::min(row, rows_ - 1) * cols_ + std::min(col, cols_ - 1);
        for (std::size_t i = first_[bucket]; i < first_[bucket + 1]; ++i) {
            const Edge& e = edges_[i];
            if (e.a == place || e.b == place) {  // no angle there: as good as beside it
                const double apart = std::max(std::abs(place.x), std::abs(place.y)) * 1e-15;
                const double aside = std::max({1e-8 * bandwidth.value, 1e-6, apart});
                return at({place.x + aside, place.y + 0.7 * aside}, bandwidth);
            }
            mass += turn(e, place, bandwidth);
        }
    }
    // On the border, inside() and the angles may differ by rounding: by a whole turn.
    constexpr double rounding = 1e-6;
    if (mass > 1.0 + rounding) mass -= 1.0;
    if (mass < -rounding) mass += 1.0;
    return std::clamp(mass, 0.0, 1.0);
}

}  // namespace beatline
