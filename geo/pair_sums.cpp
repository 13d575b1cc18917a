// SPDX-License-Identifier: Apache-2.0
#include "geo/pair_sums.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>
#include <unordered_map>

#include "geo/kernel_shape.hpp"
#include "geo/place_rows.hpp"

namespace beatline {

namespace {

/// Which ring of a ladder a squared distance falls into: ring m lies between bandwidth m - 1 and m.
class Rings {
public:
    explicit Rings(const BandwidthLadder& ladder) {
        for (const Metres h : ladder) squares_.push_back(h.value * h.value);
        std::size_t ring = 0;
        for (std::size_t key = 0; key < first_.size(); ++key) {
            const double least =
                std::bit_cast<float>(static_cast<std::uint32_t>(key << dropped_bits));
            while (ring + 1 < squares_.size() && squares_[ring] <= least) ++ring;
            first_[key] = static_cast<std::uint16_t>(ring);
        }
    }

    /// For a squared distance below the square of the last bandwidth.
    [[nodiscard]] std::size_t of(double d2) const {
        // Rounding to float may lead one step too high: the step before begins low enough.
        const auto key = std::bit_cast<std::uint32_t>(static_cast<float>(d2)) >> dropped_bits;
        std::size_t ring = first_[key == 0 ? 0 : key - 1];
        while (squares_[ring] <= d2) ++ring;
        return ring;
    }

private:
    static constexpr unsigned dropped_bits = 17;  // 6 bits of the mantissa stay
    std::vector<double> squares_;
    std::array<std::uint16_t, (0x7F800000U >> dropped_bits) + 1> first_{};
};

/// Sums over a ring: of w, w d (the cone) or w d^2, w d^4, w d^6.
using Moments = std::array<double, 4>;

template <Kernel kernel>
void add_pair(Moments& m, double d2, double weight) {
    m[0] += weight;
    if constexpr (kernel == Kernel::triangular) {
        m[1] += weight * std::sqrt(d2);
    } else if constexpr (kernel != Kernel::uniform) {
        const double second = weight * d2;
        m[1] += second;
        if constexpr (kernel == Kernel::quartic || kernel == Kernel::triweight) m[2] += second * d2;
        if constexpr (kernel == Kernel::triweight) m[3] += second * d2 * d2;
    }
}

/// The sum of the kernel's shape over all places within h.
template <Kernel kernel>
double shape_sum(const Moments& m, double h2) {
    const double u = 1.0 / h2;
    if constexpr (kernel == Kernel::uniform) return m[0];
    if constexpr (kernel == Kernel::triangular) return m[0] - m[1] / std::sqrt(h2);
    if constexpr (kernel == Kernel::epanechnikov) return m[0] - m[1] * u;
    if constexpr (kernel == Kernel::quartic) return m[0] - 2.0 * m[1] * u + m[2] * u * u;
    if constexpr (kernel == Kernel::triweight)
        return m[0] - 3.0 * m[1] * u + 3.0 * m[2] * u * u - m[3] * u * u * u;
    return 0.0;
}

template <Kernel kernel>
void sum_rings(const PlaceRows& rows, const Rings& rings, const BandwidthLadder& ladder, Point at,
               bool without_own, std::span<double> sums) {
    std::vector<Moments> moments(ladder.size(), Moments{});
    rows.for_near(at, [&](double d2, double weight) {
        if (without_own && d2 == 0.0) return;
        add_pair<kernel>(moments[rings.of(d2)], d2, weight);
    });
    Moments within{};
    for (std::size_t m = 0; m < ladder.size(); ++m) {
        for (std::size_t k = 0; k < within.size(); ++k) within[k] += moments[m][k];
        const double h2 = ladder[m].value * ladder[m].value;
        sums[m] = std::max(shape_sum<kernel>(within, h2), 0.0);
    }
}

void sum_gaussians(const PlaceRows& rows, const BandwidthLadder& ladder, Point at, bool without_own,
                   std::span<double> sums) {
    std::vector<KernelScale> scales;
    for (const Metres h : ladder) scales.emplace_back(h);
    rows.for_near(at, [&](double d2, double weight) {
        if (without_own && d2 == 0.0) return;
        for (std::size_t m = ladder.size(); m-- > 0;) {
            const double shape = kernel_shape<Kernel::gaussian>(d2, scales[m]);
            if (shape == 0.0) break;
            sums[m] += weight * shape;
        }
    });
}

}  // namespace

BandwidthLadder bandwidth_ladder(Metres least, Metres most, std::size_t steps) {
    if (!(least.value > 0.0) || !std::isfinite(most.value) || steps == 0)
        throw std::invalid_argument{"a ladder of bandwidths needs positive bounds and a step"};
    BandwidthLadder ladder{least};
    if (!(most > least)) return ladder;
    for (std::size_t i = 1; i < steps; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(steps - 1);
        ladder.push_back(least * std::pow(most / least, part));
    }
    return ladder;
}

PairSums pair_sums(std::span<const WeightedPoint> places, std::span<const Point> queries,
                   const BandwidthLadder& ladder, Kernel kernel, bool without_own) {
    if (ladder.empty() || !(ladder.front().value > 0.0) || !std::ranges::is_sorted(ladder))
        throw std::invalid_argument{"a ladder of bandwidths rises from above 0"};
    PairSums sums{queries.size(), ladder.size()};
    const PlaceRows rows{places, support_radius(kernel, ladder.back()).value};
    const Rings rings{ladder};
    std::vector<double> heights;
    for (const Metres h : ladder) heights.push_back(kernel_density(kernel, Metres{0.0}, h));
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>{0, queries.size(), 16}, [&](const auto& part) {
            for (std::size_t i = part.begin(); i < part.end(); ++i) {
                const std::span<double> here = sums.at(i);
                for_kernel(kernel, [&](auto shape) {
                    if constexpr (shape() == Kernel::gaussian)
                        sum_gaussians(rows, ladder, queries[i], without_own, here);
                    else
                        sum_rings<shape()>(rows, rings, ladder, queries[i], without_own, here);
                });
                for (std::size_t m = 0; m < ladder.size(); ++m) here[m] *= heights[m];
            }
        });
    return sums;
}

double expected_pairs(std::span<const WeightedPoint> places, std::span<const Point> queries,
                      Metres reach) {
    const auto square_of = [&](Point p) {
        const auto col = static_cast<std::int64_t>(std::floor(p.x / reach.value));
        const auto row = static_cast<std::int64_t>(std::floor(p.y / reach.value));
        return static_cast<std::uint64_t>(row) << 32U ^
               (static_cast<std::uint64_t>(col) & 0xFFFFFFFFU);
    };
    std::unordered_map<std::uint64_t, double> held;
    for (const WeightedPoint& p : places) held[square_of(p.at)] += 1.0;
    double pairs = 0.0;
    for (const Point q : queries) {
        const auto found = held.find(square_of(q));
        if (found != held.end()) pairs += found->second;
    }
    return pairs * 3.14159265358979;  // the disc's area over that of its square
}

}  // namespace beatline
