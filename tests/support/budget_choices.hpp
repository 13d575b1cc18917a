// Area budgets on small grids by trying every region, and by thresholding, for comparison.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "geo/area_budget.hpp"
#include "geo/cell_disc.hpp"

namespace beatline::testing {

/// Gamma noise of so many cells a side, one cell in twelve outside the study area.
inline DensityGrid gamma_noise(std::size_t side, Metres cell, std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::gamma_distribution<float> gamma{0.7F, 3.0F};
    DensityGrid grid{{{0, 0}, cell, side, side}, {}};
    for (std::size_t i = 0; i < side * side; ++i)
        grid.values.push_back(rng() % 12 == 0 ? NAN : gamma(rng));
    return grid;
}

/// The most mass that any choice within the limits has: every connected region of every centre is
/// listed, then every combination of centres and sizes. For grids of up to 32 cells.
inline double best_budget_choice(const DensityGrid& grid, const AreaBudget& budget) {
    const auto cols = static_cast<std::int64_t>(grid.spec.cols);
    const auto size = static_cast<std::int64_t>(grid.values.size());
    const CellBudget limits = cells_of(budget, grid.spec.cell);
    std::map<std::pair<std::int64_t, std::size_t>, double> best;  // by centre and size
    for (std::int64_t centre = 0; centre < size; ++centre) {
        if (std::isnan(grid.values[static_cast<std::size_t>(centre)])) continue;
        std::set<std::uint32_t> seen;
        const std::function<void(std::uint32_t, double)> grow = [&](std::uint32_t mask,
                                                                    double sum) {
            if (!seen.insert(mask).second) return;
            const auto cells = static_cast<std::size_t>(std::popcount(mask));
            if (cells >= limits.least) {
                double& known = best[{centre, cells}];
                known = std::max(known, sum);
            }
            if (cells == limits.most) return;
            for (std::int64_t next = 0; next < size; ++next) {
                const float v = grid.values[static_cast<std::size_t>(next)];
                const std::int64_t row = next / cols;
                const std::int64_t col = next % cols;
                if ((mask >> next & 1U) != 0 || std::isnan(v) ||
                    !CellDisc::closer(row - centre / cols, col - centre % cols, budget.radius,
                                      grid.spec.cell))
                    continue;
                const auto holds = [&](std::int64_t cell) { return (mask >> cell & 1U) != 0; };
                if ((row > 0 && holds(next - cols)) || (next + cols < size && holds(next + cols)) ||
                    (col > 0 && holds(next - 1)) || (col + 1 < cols && holds(next + 1)))
                    grow(mask | 1U << next, sum + static_cast<double>(v));
            }
        };
        grow(1U << centre, static_cast<double>(grid.values[static_cast<std::size_t>(centre)]));
    }
    const std::vector<std::pair<std::pair<std::int64_t, std::size_t>, double>> options{best.begin(),
                                                                                       best.end()};
    std::vector<std::int64_t> centres;
    double most = 0.0;
    const std::function<void(std::size_t, std::size_t, double)> combine =
        [&](std::size_t from, std::size_t left, double sum) {
            most = std::max(most, sum);
            if (centres.size() == budget.count) return;
            for (std::size_t i = from; i < options.size(); ++i) {
                const auto [centre, cells] = options[i].first;
                if (cells > left || std::ranges::any_of(centres, [&, c = centre](std::int64_t o) {
                        return CellDisc::closer(c / cols - o / cols, c % cols - o % cols,
                                                budget.min_separation, grid.spec.cell);
                    }))
                    continue;
                centres.push_back(centre);
                combine(i + 1, left - cells, sum + options[i].second);
                centres.pop_back();
            }
        };
    combine(0, limits.total, 0.0);
    return most * grid.spec.cell.value * grid.spec.cell.value / 1e6;
}

/// What thresholding comes to within the limits: cells at or above a level in connected patches
/// about the highest cell left, cut to the disc and the size, from the highest peak down until the
/// budget is used; of many levels the best.
inline double best_threshold_choice(const DensityGrid& grid, const AreaBudget& budget) {
    const auto cols = static_cast<std::int64_t>(grid.spec.cols);
    const auto rows = static_cast<std::int64_t>(grid.spec.rows);
    const CellBudget limits = cells_of(budget, grid.spec.cell);
    std::vector<std::int64_t> sorted;
    for (std::int64_t i = 0; i < rows * cols; ++i)
        if (grid.values[static_cast<std::size_t>(i)] > 0.0F) sorted.push_back(i);
    const auto at = [&](std::int64_t cell) { return grid.values[static_cast<std::size_t>(cell)]; };
    std::ranges::stable_sort(sorted, [&](auto a, auto b) { return at(a) > at(b); });
    double best = 0.0;
    for (std::size_t level = 1; level < 40; ++level) {
        const std::size_t rank = sorted.size() * level * level / 1600;
        const float floor = at(sorted[std::min(rank, sorted.size() - 1)]);
        std::vector<std::int64_t> peaks;
        std::size_t used = 0;
        double sum = 0.0;
        for (const std::int64_t peak : sorted) {
            if (at(peak) < floor || peaks.size() == budget.count) break;
            const auto closer = [&](std::int64_t a, std::int64_t b, Metres d) {
                return CellDisc::closer(a / cols - b / cols, a % cols - b % cols, d,
                                        grid.spec.cell);
            };
            if (std::ranges::any_of(peaks,
                                    [&](auto p) { return closer(p, peak, budget.min_separation); }))
                continue;
            std::set<std::int64_t> patch{peak};
            std::set<std::tuple<float, std::int64_t>> open;
            const auto reach = [&](std::int64_t cell) {
                for (const std::int64_t next : {cell - cols, cell - 1, cell + 1, cell + cols}) {
                    if (next < 0 || next >= rows * cols || !(at(next) >= floor)) continue;
                    if (std::abs(next % cols - cell % cols) > 1 || patch.contains(next)) continue;
                    if (closer(next, peak, budget.radius)) open.emplace(-at(next), next);
                }
            };
            reach(peak);
            while (!open.empty() && patch.size() < std::min(limits.most, limits.total - used)) {
                const auto next = std::get<1>(*open.begin());
                open.erase(open.begin());
                patch.insert(next);
                reach(next);
            }
            if (patch.size() < limits.least) continue;
            peaks.push_back(peak);
            used += patch.size();
            for (const std::int64_t cell : patch) sum += static_cast<double>(at(cell));
            if (limits.total - used < limits.least) break;
        }
        best = std::max(best, sum);
    }
    return best * grid.spec.cell.value * grid.spec.cell.value / 1e6;
}

}  // namespace beatline::testing
