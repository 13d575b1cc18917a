// A sweep for the quartic that looks at the points within reach of a row of pixels only.
// SPDX-License-Identifier: Apache-2.0
//
// With u the pixel's and d the point's place along the row and a = 1 - dy^2, all in bandwidths,
//   (a - (u - d)^2)^2 = e^2 + 4 e d u + (4 d^2 - 2 e) u^2 - 4 d u^3 + u^4,   e = a - d^2,
// a polynomial in u between the first and the last pixel that the kernel reaches (the idea of a
// sweep with running coefficients: Chan et al., SIGMOD 2022). Its coefficients are added at the
// first pixel and taken away after the last; the running sum is evaluated by Horner's rule. u is
// counted from the middle of a block of pixels, and the running polynomial is moved from block to
// block by Taylor's shift, so that |u| stays near 1 and nothing cancels.
// Time: points x rows within reach + pixels.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "tests/bench/baselines.hpp"

namespace beatline::bench {

namespace {

constexpr std::size_t terms = 8;  // five are used: one cache line, one addition
using Polynomial = std::array<double, terms>;

/// A point in pixels from the centre of the first one.
struct Source {
    double x, y, weight;
};

/// By row of pixels, and within one by column: counted and laid out, first by one, then the other.
template <class KeyOf>
std::vector<std::size_t> sort_by(std::vector<Source>& points, std::size_t keys,
                                 const KeyOf& key_of) {
    std::vector<std::size_t> start(keys + 1);
    for (const Source& p : points) ++start[key_of(p) + 1];
    for (std::size_t k = 0; k < keys; ++k) start[k + 1] += start[k];
    std::vector<std::size_t> next = start;
    std::vector<Source> sorted(points.size());
    for (const Source& p : points) sorted[next[key_of(p)]++] = p;
    points.swap(sorted);
    return start;
}

class Row {
public:
    Row(std::size_t pixels, double reach)
        : pixels_(pixels),
          reach_(reach),
          block_bits_(std::bit_width(
              std::clamp<std::size_t>(static_cast<std::size_t>(reach) * 3 / 4, 31, 511))),
          changes_(pixels + 1) {}

    void clear() { std::ranges::fill(changes_, Polynomial{}); }

    void add(std::span<const Source> points, double y) {
        const double inverse = 1.0 / reach_;
        const auto last = static_cast<double>(pixels_);
        for (const Source& p : points) {
            const double dy = (p.y - y) * inverse;
            const double a = 1.0 - dy * dy;
            const double half = reach_ * std::sqrt(std::max(a, 0.0));
            const double from = std::max(std::ceil(p.x - half), 0.0);
            const double to = std::min(std::floor(p.x + half) + 1.0, last);
            if (from >= to || a <= 0.0) continue;
            change(static_cast<std::uint32_t>(from), p, a, p.weight);
            change(static_cast<std::uint32_t>(to), p, a, -p.weight);
        }
    }

    template <class Write>
    void sweep(const Write& write) const {
        Polynomial sum{};
        const double inverse = 1.0 / reach_;
        const std::size_t block = std::size_t{1} << block_bits_;
        for (std::size_t begin = 0; begin < pixels_; begin += block) {
            if (begin > 0) shift(sum, static_cast<double>(block) * inverse);
            const std::size_t end = std::min(begin + block, pixels_);
            const double centre = middle_of(begin);
            for (std::size_t i = begin; i < end; ++i) {
                for (std::size_t t = 0; t < terms; ++t) sum[t] += changes_[i][t];
                const double u = (static_cast<double>(i) - centre) * inverse;
                write(i, (((sum[4] * u + sum[3]) * u + sum[2]) * u + sum[1]) * u + sum[0]);
            }
        }
    }

private:
    /// The middle of the block that holds the pixel.
    [[nodiscard]] double middle_of(std::size_t pixel) const {
        const std::size_t begin = pixel >> block_bits_ << block_bits_;
        return static_cast<double>(begin + (std::size_t{1} << (block_bits_ - 1)));
    }

    void change(std::uint32_t pixel, const Source& p, double a, double weight) {
        const double d = (p.x - middle_of(pixel)) / reach_;
        const double e = a - d * d;
        Polynomial& c = changes_[pixel];
        const Polynomial more{weight * e * e, 4.0 * weight * e * d,
                              weight * (4.0 * d * d - 2.0 * e), -4.0 * weight * d, weight};
        for (std::size_t t = 0; t < terms; ++t) c[t] += more[t];
    }

    /// The same polynomial of u - s instead of u.
    static void shift(Polynomial& c, double s) {
        for (std::size_t low = 0; low < 4; ++low) {
            for (std::size_t t = 4; t-- > low;) c[t] += s * c[t + 1];
        }
    }

    std::size_t pixels_;
    double reach_;
    std::size_t block_bits_;
    std::vector<Polynomial> changes_;
};

}  // namespace

DensityGrid banded_sweep(std::span<const WeightedPoint> points, const GridSpec& spec,
                         Metres bandwidth) {
    const double cell = spec.cell.value;
    const double reach = bandwidth.value / cell;
    const Point first = spec.centre(0, 0);
    const auto margin = static_cast<std::size_t>(std::ceil(reach)) + 1;
    const std::size_t bands = spec.rows + 2 * margin;
    std::vector<Source> sources;
    sources.reserve(points.size());
    const auto in_reach = [reach](double at, std::size_t n) {
        return at > -reach && at < static_cast<double>(n - 1) + reach;
    };
    for (const WeightedPoint& p : points) {
        const Source s{(p.at.x - first.x) / cell, (p.at.y - first.y) / cell, p.weight};
        if (in_reach(s.x, spec.cols) && in_reach(s.y, spec.rows)) sources.push_back(s);
    }
    const auto key = [margin](double at) {
        return static_cast<std::size_t>(at + static_cast<double>(margin));
    };
    sort_by(sources, spec.cols + 2 * margin, [&](const Source& p) { return key(p.x); });
    const auto start = sort_by(sources, bands, [&](const Source& p) { return key(p.y); });

    const double scale = 1e6 * kernel_density(Kernel::quartic, Metres{0}, bandwidth);
    DensityGrid grid{spec, std::vector<float>(spec.size())};
    Row row{spec.cols, reach};
    for (std::size_t r = 0; r < spec.rows; ++r) {
        row.clear();
        const std::size_t from = start[r];  // band r holds y from r - margin
        const std::size_t to = start[r + 2 * margin];
        row.add({sources.data() + from, sources.data() + to}, static_cast<double>(r));
        float* const values = grid.values.data() + r * spec.cols;
        row.sweep([=](std::size_t i, double sum) {
            values[i] = static_cast<float>(std::max(scale * sum, 0.0));
        });
    }
    return grid;
}

}  // namespace beatline::bench
