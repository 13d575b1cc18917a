// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/clustered_points.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace beatline::bench {

namespace {

constexpr Point corner{400'000, 280'000};
constexpr double width_m = 60'000;
constexpr double height_m = 45'000;

/// The standard's generator is the same everywhere; its distributions are not.
class Source {
public:
    /// In (0, 1).
    double unit() { return (static_cast<double>(engine_() >> 11U) + 0.5) * 0x1p-53; }

    Point in_area() {
        const double x = corner.x + width_m * unit();
        return {x, corner.y + height_m * unit()};
    }

    /// Box and Muller (1958).
    Point normal(Point centre, double sigma) {
        const double r = sigma * std::sqrt(-2.0 * std::log(unit()));
        const double angle = 2.0 * std::numbers::pi * unit();
        return {centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)};
    }

private:
    std::mt19937_64 engine_{20'240'601};  // NOLINT(cert-msc51-cpp): the same points each time
};

struct Cluster {
    Point centre;
    double sigma_m;
    double share_to_here;  ///< of all clusters up to this one
};

std::vector<Cluster> clusters(Source& source) {
    std::vector<Cluster> found;
    double total = 0.0;
    for (int i = 0; i < 200; ++i) {
        const Point centre = source.in_area();
        const double sigma = 150.0 * std::pow(10.0, source.unit());
        total += std::pow(source.unit(), -1.0 / 1.5);
        found.push_back({centre, sigma, total});
    }
    for (Cluster& c : found) c.share_to_here /= total;
    return found;
}

bool in_area(Point p) {
    return p.x > corner.x && p.x < corner.x + width_m && p.y > corner.y &&
           p.y < corner.y + height_m;
}

}  // namespace

std::vector<WeightedPoint> clustered_points(std::size_t n) {
    Source source;
    const std::vector<Cluster> choice = clusters(source);
    std::vector<WeightedPoint> points;
    points.reserve(n);
    while (points.size() < n) {
        if (source.unit() < 0.2) {
            points.push_back({source.in_area(), 1.0});
            continue;
        }
        const auto c = std::ranges::lower_bound(choice, source.unit(), {}, &Cluster::share_to_here);
        if (c == choice.end()) continue;  // rounding of the last share
        const Point at = source.normal(c->centre, c->sigma_m);
        if (in_area(at)) points.push_back({at, 1.0});
    }
    return points;
}

GridSpec clustered_grid(std::size_t cols) {
    return {corner, Metres{width_m / static_cast<double>(cols)}, cols * 3 / 4, cols};
}

}  // namespace beatline::bench
