// SPDX-License-Identifier: Apache-2.0
#include "geo/share_area.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace beatline {

namespace {

constexpr double most_steps = 3e7;

std::vector<std::size_t> by_programming(const std::vector<GainCurve>& curves, std::size_t least,
                                        std::size_t total) {
    std::vector<double> best(total + 1, 0.0);
    std::vector<std::vector<std::uint32_t>> taken(curves.size());
    for (std::size_t i = 0; i < curves.size(); ++i) {
        std::vector<double> next = best;
        taken[i].assign(total + 1, 0);
        for (std::size_t room = least; room <= total; ++room) {
            const std::size_t most = std::min(room, curves[i].size() - 1);
            for (std::size_t n = least; n <= most; ++n) {
                const double gain = best[room - n] + curves[i][n];
                if (gain <= next[room]) continue;
                next[room] = gain;
                taken[i][room] = static_cast<std::uint32_t>(n);
            }
        }
        best = std::move(next);
    }
    std::vector<std::size_t> sizes(curves.size());
    std::size_t room = total;
    for (std::size_t i = curves.size(); i-- > 0;) {
        sizes[i] = taken[i][room];
        room -= sizes[i];
    }
    return sizes;
}

std::size_t best_size(const GainCurve& curve, std::size_t least, double price) {
    std::size_t size = 0;
    double best = 0.0;
    for (std::size_t n = least; n < curve.size(); ++n) {
        const double worth = curve[n] - price * static_cast<double>(n);
        if (worth <= best) continue;
        best = worth;
        size = n;
    }
    return size;
}

std::vector<std::size_t> by_price(const std::vector<GainCurve>& curves, std::size_t least,
                                  std::size_t total) {
    const auto at = [&](double price) {
        std::vector<std::size_t> sizes;
        for (const GainCurve& curve : curves) sizes.push_back(best_size(curve, least, price));
        return sizes;
    };
    double low = 0.0;
    double high = 0.0;
    for (const GainCurve& curve : curves)
        for (const double gain : curve) high = std::max(high, gain);
    const auto sum = [](const std::vector<std::size_t>& sizes) {
        return std::accumulate(sizes.begin(), sizes.end(), std::size_t{0});
    };
    std::vector<std::size_t> sizes = at(low);
    if (sum(sizes) > total) {
        for (int step = 0; step < 60; ++step) {
            const double middle = 0.5 * (low + high);
            (sum(at(middle)) > total ? low : high) = middle;
        }
        sizes = at(high);
    }
    for (std::size_t left = total - sum(sizes); left > 0;) {
        std::size_t region = curves.size();
        std::size_t size = 0;
        double rate = 0.0;
        for (std::size_t i = 0; i < curves.size(); ++i) {
            const std::size_t most = std::min(sizes[i] + left, curves[i].size() - 1);
            for (std::size_t n = std::max(sizes[i] + 1, least); n <= most; ++n) {
                const double r =
                    (curves[i][n] - curves[i][sizes[i]]) / static_cast<double>(n - sizes[i]);
                if (r <= rate) continue;
                rate = r;
                region = i;
                size = n;
            }
        }
        if (region == curves.size()) break;
        left -= size - sizes[region];
        sizes[region] = size;
    }
    return sizes;
}

}  // namespace

std::vector<std::size_t> share_area(const std::vector<GainCurve>& curves, std::size_t least,
                                    std::size_t total) {
    double steps = 0.0;
    for (const GainCurve& curve : curves)
        steps += static_cast<double>(curve.size()) * static_cast<double>(total);
    return steps <= most_steps ? by_programming(curves, least, total)
                               : by_price(curves, least, total);
}

}  // namespace beatline
