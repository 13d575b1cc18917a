// SPDX-License-Identifier: Apache-2.0
#include "geo/capture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace beatline {

namespace {

double ratio(double above, double below) {
    return below > 0.0 ? above / below : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

CellRanking::CellRanking(std::span<const double> scores) : order_(scores.size()) {
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::sort(order_, [&](std::uint32_t a, std::uint32_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
    });
    for (std::size_t i = 1; i <= order_.size(); ++i) {
        if (i == order_.size() || scores[order_[i]] != scores[order_[i - 1]])
            tie_ends_.push_back(i);
    }
}

std::vector<double> CellRanking::curve(std::span<const double> values) const {
    if (values.size() != size()) throw std::invalid_argument{"CellRanking: one value a cell"};
    std::vector<double> curve{0.0};
    curve.reserve(size() + 1);
    double before = 0.0;
    std::size_t start = 0;
    for (const std::size_t end : tie_ends_) {
        double tied = 0.0;
        for (std::size_t i = start; i < end; ++i) tied += values[order_[i]];
        const auto width = static_cast<double>(end - start);
        for (std::size_t i = start; i < end; ++i)
            curve.push_back(before + tied * static_cast<double>(i + 1 - start) / width);
        before += tied;
        start = end;
    }
    return curve;
}

double CellRanking::captured(std::span<const double> values, std::size_t cells) const {
    if (values.size() != size()) throw std::invalid_argument{"CellRanking: one value a cell"};
    cells = std::min(cells, size());
    double sum = 0.0;
    std::size_t start = 0;
    for (const std::size_t end : tie_ends_) {
        if (start >= cells) break;
        double tied = 0.0;
        for (std::size_t i = start; i < end; ++i) tied += values[order_[i]];
        const auto taken = static_cast<double>(std::min(end, cells) - start);
        sum += end <= cells ? tied : tied * taken / static_cast<double>(end - start);
        start = end;
    }
    return sum;
}

std::vector<double> CellRanking::chosen(std::size_t cells) const {
    cells = std::min(cells, size());
    std::vector<double> part(size(), 0.0);
    std::size_t start = 0;
    for (const std::size_t end : tie_ends_) {
        if (start >= cells) break;
        const double taken =
            static_cast<double>(std::min(end, cells) - start) / static_cast<double>(end - start);
        for (std::size_t i = start; i < end; ++i) part[order_[i]] = taken;
        start = end;
    }
    return part;
}

std::size_t cells_of_share(double share, std::size_t cells) {
    const double whole = std::floor(share * static_cast<double>(cells) + 0.5);
    return std::clamp(static_cast<std::size_t>(std::max(whole, 1.0)), std::size_t{1},
                      std::max(cells, std::size_t{1}));
}

Capture& Capture::operator+=(const Capture& other) {
    hits += other.hits;
    events += other.events;
    ideal += other.ideal;
    past_hits += other.past_hits;
    past_events += other.past_events;
    area_share = other.area_share;
    return *this;
}

double Capture::hit_rate() const {
    return ratio(hits, events);
}

double Capture::pai() const {
    return ratio(hit_rate(), area_share);
}

double Capture::pei() const {
    return ratio(hits, ideal);
}

double Capture::rri() const {
    return ratio(hit_rate(), ratio(past_hits, past_events));
}

}  // namespace beatline
