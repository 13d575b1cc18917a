// SPDX-License-Identifier: Apache-2.0
#include "geo/disc_regions.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace beatline {

namespace {

using Cell = std::uint32_t;

/// A bit for every cell of the square around a centre.
class SquareMarks {
public:
    SquareMarks(const GridSpec& spec, Cell centre, std::int64_t reach)
        : cols_{static_cast<std::int64_t>(spec.cols)},
          row0_{static_cast<std::int64_t>(centre) / cols_ - reach},
          col0_{static_cast<std::int64_t>(centre) % cols_ - reach},
          side_{2 * reach + 1},
          marks_(static_cast<std::size_t>(side_ * side_), char{0}) {}

    [[nodiscard]] char& operator[](Cell cell) {
        const std::int64_t row = static_cast<std::int64_t>(cell) / cols_ - row0_;
        const std::int64_t col = static_cast<std::int64_t>(cell) % cols_ - col0_;
        return marks_[static_cast<std::size_t>(row * side_ + col)];
    }

private:
    std::int64_t cols_, row0_, col0_, side_;
    std::vector<char> marks_;
};

}  // namespace

/// The up to four cells beside `cell` that lie in the disc and the study area.
template <class Visit>
void DiscRegions::for_each_beside(Cell centre, Cell cell, const Visit& visit) const {
    const auto cols = static_cast<std::int64_t>(spec().cols);
    const auto rows = static_cast<std::int64_t>(spec().rows);
    const std::int64_t row = cell / cols;
    const std::int64_t col = cell % cols;
    const std::int64_t dr = row - centre / cols;
    const std::int64_t dc = col - centre % cols;
    const auto consider = [&](std::int64_t down, std::int64_t right) {
        if (row + down < 0 || row + down >= rows || col + right < 0 || col + right >= cols) return;
        if (std::abs(dr + down) > disc_.reach ||
            std::abs(dc + right) >
                disc_.half_width[static_cast<std::size_t>(dr + down + disc_.reach)])
            return;
        const auto next = static_cast<Cell>((row + down) * cols + col + right);
        if (!std::isnan(density_->values[next])) visit(next);
    };
    consider(-1, 0);
    consider(0, -1);
    consider(0, 1);
    consider(1, 0);
}

RegionWorth DiscRegions::most(Cell centre, double price) const {
    if (std::isnan(density_->values[centre])) return {};
    const auto cols = static_cast<std::int64_t>(spec().cols);
    const auto rows = static_cast<std::int64_t>(spec().rows);
    const std::int64_t row = centre / cols;
    const std::int64_t col = centre % cols;
    thread_local std::vector<float> others;
    others.clear();
    for (std::int64_t dr = -disc_.reach; dr <= disc_.reach; ++dr) {
        if (row + dr < 0 || row + dr >= rows) continue;
        const std::int64_t half = disc_.half_width[static_cast<std::size_t>(dr + disc_.reach)];
        const std::int64_t last = std::min(col + half, cols - 1);
        for (std::int64_t c = std::max<std::int64_t>(col - half, 0); c <= last; ++c) {
            const float v = density_->values[static_cast<std::size_t>((row + dr) * cols + c)];
            if (!std::isnan(v) && (dr != 0 || c != col)) others.push_back(v);
        }
    }
    const std::size_t needed = size_.least - 1;
    const std::size_t allowed = size_.most - 1;
    if (others.size() < needed) return {};
    const auto nth = [](std::size_t n) { return others.begin() + static_cast<std::ptrdiff_t>(n); };
    if (others.size() > allowed) {
        std::nth_element(others.begin(), nth(allowed), others.end(), std::greater<>{});
        others.resize(allowed);
    }
    if (needed > 0 && needed < others.size())
        std::nth_element(others.begin(), nth(needed), others.end(), std::greater<>{});
    RegionWorth best{density_at(centre) - price, 1};
    for (std::size_t i = 0; i < others.size(); ++i) {
        const double gain = static_cast<double>(others[i]) - price;
        if (i >= needed && gain <= 0.0) continue;
        best.worth += gain;
        ++best.cells;
    }
    return best;
}

std::vector<Cell> DiscRegions::growth(Cell centre) const {
    std::vector<Cell> cells;
    if (std::isnan(density_->values[centre])) return cells;
    SquareMarks seen{spec(), centre, disc_.reach};
    using Reached = std::pair<float, std::int64_t>;  // of equal ones the lowest index first
    std::priority_queue<Reached> open;
    open.emplace(density_->values[centre], -static_cast<std::int64_t>(centre));
    seen[centre] = 1;
    while (!open.empty() && cells.size() < size_.most) {
        const auto cell = static_cast<Cell>(-open.top().second);
        open.pop();
        cells.push_back(cell);
        for_each_beside(centre, cell, [&](Cell next) {
            if (seen[next] != 0) return;
            seen[next] = 1;
            open.emplace(density_->values[next], -static_cast<std::int64_t>(next));
        });
    }
    return cells;
}

RegionWorth DiscRegions::grown(Cell centre, double price) const {
    const std::vector<Cell> cells = growth(centre);
    RegionWorth best;
    double sum = 0.0;
    for (std::size_t n = 1; n <= cells.size(); ++n) {
        sum += density_at(cells[n - 1]) - price;
        if (n >= size_.least && (best.cells == 0 || sum > best.worth)) best = {sum, n};
    }
    return best;
}

void DiscRegions::polish(Cell centre, std::vector<Cell>& cells) const {
    SquareMarks in{spec(), centre, disc_.reach};
    for (const Cell cell : cells) in[cell] = 1;
    std::size_t walks = 4'000'000 / cells.size() + 1;  // a limit on time; a large region ends as is
    const auto connected_without = [&](Cell gone) {
        if (walks == 0) return false;
        --walks;
        SquareMarks seen{spec(), centre, disc_.reach};
        std::vector<Cell> open{centre};
        seen[centre] = 1;
        std::size_t reached = 0;
        while (!open.empty()) {
            const Cell cell = open.back();
            open.pop_back();
            ++reached;
            for_each_beside(centre, cell, [&](Cell next) {
                if (next == gone || in[next] == 0 || seen[next] != 0) return;
                seen[next] = 1;
                open.push_back(next);
            });
        }
        return reached + 1 == cells.size();
    };
    const auto denser = [&](Cell a, Cell b) {
        const float va = density_->values[a];
        const float vb = density_->values[b];
        return va != vb ? va > vb : a < b;
    };
    const auto exchange = [&] {
        std::vector<Cell> beside;
        for (const Cell cell : cells)
            for_each_beside(centre, cell, [&](Cell next) {
                if (in[next] == 0) beside.push_back(next);
            });
        if (beside.empty()) return false;
        std::ranges::sort(beside, denser);
        beside.erase(std::ranges::unique(beside).begin(), beside.end());
        std::vector<Cell> sparsest = cells;
        std::ranges::sort(sparsest, [&](Cell a, Cell b) { return denser(b, a); });
        for (const Cell gone : sparsest) {
            if (density_at(gone) >= density_at(beside.front())) return false;
            if (gone == centre || !connected_without(gone)) continue;
            for (const Cell come : beside) {
                if (density_at(come) <= density_at(gone)) break;
                bool held = false;  // by another cell than the one that goes
                for_each_beside(centre, come,
                                [&](Cell next) { held |= next != gone && in[next] != 0; });
                if (!held) continue;
                in[gone] = 0;
                in[come] = 1;
                *std::ranges::find(cells, gone) = come;
                return true;
            }
        }
        return false;
    };
    while (walks > 0 && exchange()) {
    }
}

}  // namespace beatline
