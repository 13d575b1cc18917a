// The bucket sweep of SLAM: Chan, U, Choi, Xu, "SLAM: Efficient Sweep Line Algorithms for Kernel
// Density Visualization", SIGMOD 2022. Written from the mathematics of the paper.
// SPDX-License-Identifier: Apache-2.0
//
// For each line of pixels: its envelope, the points nearer than the bandwidth, by a look at every
// point; the ends of each one's interval of pixels into the bucket of the pixel where it first
// counts or no longer counts; then along the line with the running sums C = sum w, A = sum w p,
// S = sum w |p|^2 of those that count, from which Epanechnikov follows:
//   sum w (1 - |q - p|^2 / b^2) = C (1 - |q|^2 / b^2) + 2 q.A / b^2 - S / b^2.
// Lines run along the longer side: time O(min(X, Y) (max(X, Y) + n)), memory O(X Y + n).
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "tests/bench/baselines.hpp"

namespace beatline::bench {

namespace {

/// A point in pixels from the middle of the grid, so that the sums stay small.
struct Source {
    double along, across, weight;
};

struct Sums {
    double count{0}, along{0}, across{0}, square{0};

    void add(const Source& p, double sign) {
        const double w = sign * p.weight;
        count += w;
        along += w * p.along;
        across += w * p.across;
        square += w * (p.along * p.along + p.across * p.across);
    }
};

/// Which points begin or end at each pixel of a line: counted, then laid side by side.
class Buckets {
public:
    explicit Buckets(std::size_t pixels) : start_(pixels + 2) {}

    void fill(std::span<const std::uint32_t> pixel_of) {
        std::ranges::fill(start_, 0U);
        for (const std::uint32_t pixel : pixel_of) ++start_[pixel + 1];
        for (std::size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
        items_.resize(pixel_of.size());
        for (std::uint32_t i = 0; i < pixel_of.size(); ++i) items_[start_[pixel_of[i]]++] = i;
    }
    /// After fill, start_[p] is the end of bucket p and so the beginning of the next.
    [[nodiscard]] std::span<const std::uint32_t> at(std::size_t pixel) const {
        const std::uint32_t from = pixel == 0 ? 0 : start_[pixel - 1];
        return {items_.data() + from, items_.data() + start_[pixel]};
    }

private:
    std::vector<std::uint32_t> start_;
    std::vector<std::uint32_t> items_;
};

class Line {
public:
    Line(std::size_t pixels, double reach)
        : pixels_(pixels), reach2_(reach * reach), begins_(pixels), ends_(pixels) {}

    /// Sums of 1 - d^2 / b^2 at pixels `first`, first + 1, ... of the line at `across`.
    template <class Write>
    void sweep(std::span<const Source> points, double first, double across, const Write& write) {
        take_envelope(points, first, across);
        begins_.fill(begin_);
        ends_.fill(end_);
        const double inverse = 1.0 / reach2_;
        Sums sums;
        for (std::size_t i = 0; i < pixels_; ++i) {
            for (const std::uint32_t p : begins_.at(i)) sums.add(envelope_[p], 1.0);
            for (const std::uint32_t p : ends_.at(i)) sums.add(envelope_[p], -1.0);
            const double along = first + static_cast<double>(i);
            const double q2 = along * along + across * across;
            const double qa = along * sums.along + across * sums.across;
            write(i, sums.count * (1.0 - q2 * inverse) + (2.0 * qa - sums.square) * inverse);
        }
    }

private:
    void take_envelope(std::span<const Source> points, double first, double across) {
        envelope_.clear();
        begin_.clear();
        end_.clear();
        const auto last = static_cast<double>(pixels_);
        for (const Source& p : points) {
            const double d = across - p.across;
            const double half2 = reach2_ - d * d;
            if (half2 <= 0.0) continue;
            const double half = std::sqrt(half2);
            const double from = std::ceil(p.along - half - first);
            const double to = std::floor(p.along + half - first) + 1.0;
            if (to <= 0.0 || from >= last) continue;
            envelope_.push_back(p);
            begin_.push_back(static_cast<std::uint32_t>(std::max(from, 0.0)));
            end_.push_back(static_cast<std::uint32_t>(std::min(to, last)));
        }
    }

    std::size_t pixels_;
    double reach2_;
    std::vector<Source> envelope_;
    std::vector<std::uint32_t> begin_, end_;
    Buckets begins_, ends_;
};

}  // namespace

DensityGrid slam_bucket_sweep(std::span<const WeightedPoint> points, const GridSpec& spec,
                              Metres bandwidth) {
    const bool along_rows = spec.cols >= spec.rows;
    const double cell = spec.cell.value;
    const Point middle = spec.centre(spec.rows / 2, spec.cols / 2);
    std::vector<Source> sources;
    sources.reserve(points.size());
    for (const WeightedPoint& p : points) {
        const double x = (p.at.x - middle.x) / cell;
        const double y = (p.at.y - middle.y) / cell;
        sources.push_back({along_rows ? x : y, along_rows ? y : x, p.weight});
    }
    const std::size_t pixels = along_rows ? spec.cols : spec.rows;
    const std::size_t lines = along_rows ? spec.rows : spec.cols;
    const std::size_t pixels_before = pixels / 2;  // the middle
    const std::size_t lines_before = lines / 2;
    const double scale = 1e6 * kernel_density(Kernel::epanechnikov, Metres{0}, bandwidth);
    DensityGrid grid{spec, std::vector<float>(spec.size())};
    Line line{pixels, bandwidth.value / cell};
    for (std::size_t k = 0; k < lines; ++k) {
        const std::size_t stride = along_rows ? 1 : spec.cols;
        float* const values = grid.values.data() + k * (along_rows ? spec.cols : 1);
        line.sweep(sources, -static_cast<double>(pixels_before),
                   static_cast<double>(k) - static_cast<double>(lines_before),
                   [=](std::size_t i, double sum) {
                       values[i * stride] = static_cast<float>(scale * sum);
                   });
    }
    return grid;
}

}  // namespace beatline::bench
