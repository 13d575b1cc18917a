// The price of area at which the regions that pay for themselves just use up a budget.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/disc_regions.hpp"

namespace beatline {

/// Square blocks of cells, so that places without worth are passed over a block at a time.
class SeedTiles {
public:
    SeedTiles(const DiscRegions& regions, Metres separation);

    /// Cells around which a region may be worth more than `floor` at a price, ascending, and how
    /// much at most.
    struct Found {
        std::vector<std::uint32_t> cells;
        std::vector<RegionWorth> most;
    };
    [[nodiscard]] Found above(double price, double floor) const;

    /// Regions taken greedily at a price, of most worth first, centres a separation apart.
    struct Greedy {
        std::size_t cells{0};    ///< of the first `count`
        std::size_t regions{0};  ///< at most `count`
        double next_worth{0.0};  ///< of the one after those; 0 when there is none
    };
    /// Ends early once more than `total` cells are taken.
    [[nodiscard]] Greedy greedy(double price, std::size_t count, std::size_t total) const;

private:
    [[nodiscard]] std::vector<double> bounds_at(double price) const;
    [[nodiscard]] Found seeds_of(std::size_t tile, double price, double floor) const;

    const DiscRegions* regions_;
    CellDisc apart_;
    std::size_t side_;
    std::size_t rows_, cols_;  // of tiles
};

/// The lowest price, to 2^-24 of the highest density, at which greedy regions keep to `total`
/// cells.
[[nodiscard]] double area_price(const SeedTiles& tiles, const DiscRegions& regions,
                                std::size_t count, std::size_t total);

}  // namespace beatline
