// SPDX-License-Identifier: Apache-2.0
#include "geo/area_price.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/parallel_for.h>
#include <optional>
#include <queue>

namespace beatline {

SeedTiles::SeedTiles(const DiscRegions& regions, Metres separation)
    : regions_{&regions},
      apart_{separation, regions.spec().cell},
      side_{std::max<std::size_t>(static_cast<std::size_t>(regions.disc().reach), 4)},
      rows_{(regions.spec().rows + side_ - 1) / side_},
      cols_{(regions.spec().cols + side_ - 1) / side_} {}

/// Per tile, what no region with its centre there is worth more than: the regions lie within the
/// tile and the eight around it.
std::vector<double> SeedTiles::bounds_at(double price) const {
    struct Tile {
        double sum{0.0}, most{0.0};
    };
    const GridSpec& spec = regions_->spec();
    std::vector<Tile> tiles(rows_ * cols_);
    tbb::parallel_for(std::size_t{0}, rows_, [&](std::size_t tr) {
        const std::size_t end = std::min((tr + 1) * side_, spec.rows);
        for (std::size_t row = tr * side_; row < end; ++row) {
            for (std::size_t col = 0; col < spec.cols; ++col) {
                const double over =
                    regions_->density_at(static_cast<std::uint32_t>(row * spec.cols + col)) - price;
                if (!(over > 0.0)) continue;
                Tile& tile = tiles[tr * cols_ + col / side_];
                tile.sum += over;
                tile.most = std::max(tile.most, over);
            }
        }
    });
    const auto most_cells = static_cast<double>(regions_->size().most);
    std::vector<double> bounds(tiles.size());
    for (std::size_t r = 0; r < rows_; ++r) {
        for (std::size_t c = 0; c < cols_; ++c) {
            Tile around;
            for (std::size_t i = r == 0 ? 0 : r - 1; i < std::min(r + 2, rows_); ++i) {
                for (std::size_t j = c == 0 ? 0 : c - 1; j < std::min(c + 2, cols_); ++j) {
                    around.sum += tiles[i * cols_ + j].sum;
                    around.most = std::max(around.most, tiles[i * cols_ + j].most);
                }
            }
            // Rounding of sums must not cut a region off.
            bounds[r * cols_ + c] = (1.0 + 1e-9) * std::min(around.sum, most_cells * around.most);
        }
    }
    return bounds;
}

SeedTiles::Found SeedTiles::seeds_of(std::size_t tile, double price, double floor) const {
    const GridSpec& spec = regions_->spec();
    const std::size_t row0 = tile / cols_ * side_;
    const std::size_t col0 = tile % cols_ * side_;
    Found found;
    for (std::size_t row = row0; row < std::min(row0 + side_, spec.rows); ++row) {
        for (std::size_t col = col0; col < std::min(col0 + side_, spec.cols); ++col) {
            const auto cell = static_cast<std::uint32_t>(row * spec.cols + col);
            const RegionWorth most = regions_->most(cell, price);
            if (most.cells == 0 || !(most.worth > floor)) continue;
            found.cells.push_back(cell);
            found.most.push_back(most);
        }
    }
    return found;
}

SeedTiles::Found SeedTiles::above(double price, double floor) const {
    const std::vector<double> bounds = bounds_at(price);
    std::vector<Found> parts(bounds.size());
    tbb::parallel_for(std::size_t{0}, bounds.size(), [&](std::size_t tile) {
        if (bounds[tile] > floor) parts[tile] = seeds_of(tile, price, floor);
    });
    std::vector<std::pair<std::uint32_t, RegionWorth>> all;
    for (const Found& part : parts)
        for (std::size_t i = 0; i < part.cells.size(); ++i)
            all.emplace_back(part.cells[i], part.most[i]);
    std::ranges::sort(all, {}, [](const auto& one) { return one.first; });
    Found found;
    for (const auto& [cell, most] : all) {
        found.cells.push_back(cell);
        found.most.push_back(most);
    }
    return found;
}

SeedTiles::Greedy SeedTiles::greedy(double price, std::size_t count, std::size_t total) const {
    const GridSpec& spec = regions_->spec();
    const auto cols = static_cast<std::int64_t>(spec.cols);
    std::vector<double> bounds = bounds_at(price);
    std::priority_queue<std::pair<double, std::int64_t>> open;  // equal: the lowest tile first
    for (std::size_t t = 0; t < bounds.size(); ++t)
        if (bounds[t] > 0.0) open.emplace(bounds[t], -static_cast<std::int64_t>(t));
    std::vector<std::optional<Found>> known(bounds.size());
    std::vector<char> blocked(spec.size(), char{0});
    const auto block_around = [&](std::uint32_t centre) {
        const std::int64_t row = centre / cols;
        const std::int64_t col = centre % cols;
        const auto last_row = static_cast<std::int64_t>(spec.rows) - 1;
        for (std::int64_t r = std::max<std::int64_t>(row - apart_.reach, 0);
             r <= std::min(row + apart_.reach, last_row); ++r) {
            const auto half = apart_.half_width[static_cast<std::size_t>(r - row + apart_.reach)];
            const auto begin = blocked.begin() + r * cols;
            std::fill(begin + std::max<std::int64_t>(col - half, 0),
                      begin + std::min(col + half, cols - 1) + 1, char{1});
        }
    };
    Greedy taken;
    while (!open.empty()) {
        const auto tile = static_cast<std::size_t>(-open.top().second);
        open.pop();
        if (!known[tile]) known[tile] = seeds_of(tile, price, 0.0);
        Found& seeds = *known[tile];
        std::size_t best = seeds.cells.size();
        for (std::size_t i = 0; i < seeds.cells.size(); ++i) {
            if (seeds.most[i].cells == 0) continue;
            if (blocked[seeds.cells[i]] != 0) {
                seeds.most[i].cells = 0;
                continue;
            }
            if (best == seeds.cells.size() || seeds.most[i].worth > seeds.most[best].worth)
                best = i;
        }
        if (best == seeds.cells.size()) continue;
        const double worth = seeds.most[best].worth;
        if (!open.empty() && worth < open.top().first) {
            open.emplace(worth, -static_cast<std::int64_t>(tile));
            continue;
        }
        if (taken.regions == count) {
            taken.next_worth = worth;
            break;
        }
        block_around(seeds.cells[best]);
        ++taken.regions;
        taken.cells += seeds.most[best].cells;
        if (taken.cells > total) break;
        open.emplace(worth, -static_cast<std::int64_t>(tile));
    }
    return taken;
}

double area_price(const SeedTiles& tiles, const DiscRegions& regions, std::size_t count,
                  std::size_t total) {
    double high = 0.0;
    for (std::size_t i = 0; i < regions.spec().size(); ++i)
        high = std::fmax(high, regions.density_at(static_cast<std::uint32_t>(i)));
    if (tiles.greedy(0.0, count, total).cells <= total) return 0.0;
    double low = 0.0;
    for (int step = 0; step < 24; ++step) {
        const double middle = 0.5 * (low + high);
        (tiles.greedy(middle, count, total).cells > total ? low : high) = middle;
    }
    return high;
}

}  // namespace beatline
