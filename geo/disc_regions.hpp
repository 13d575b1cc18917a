// The best connected region of cells around a centre, and what no such region can exceed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/cell_disc.hpp"
#include "geo/grid.hpp"

namespace beatline {

/// A region is 4-connected, has its centre among its cells, lies closer than a radius to it, and
/// has between `least` and `most` cells.
struct RegionSize {
    std::size_t least{1};
    std::size_t most{1};
};

/// What a region is worth at a price per cell: the sum of (density - price), densities in weighted
/// events per km^2.
struct RegionWorth {
    double worth{0.0};
    std::size_t cells{0};  ///< 0: no region fits there
};

/// Reads a surface that outlives it. NaN cells are outside the study area and in no region.
class DiscRegions {
public:
    DiscRegions(const DensityGrid& density, CellDisc disc, RegionSize size)
        : density_{&density}, disc_{std::move(disc)}, size_{size} {}

    /// No region around `centre` is worth more: the densest cells of the disc, connected or not.
    [[nodiscard]] RegionWorth most(std::uint32_t centre, double price) const;

    /// Cells in the order in which a region grows from its centre: always the densest one beside
    /// it. At most `size.most`; fewer where the study area ends.
    [[nodiscard]] std::vector<std::uint32_t> growth(std::uint32_t centre) const;

    /// The best beginning of that growth.
    [[nodiscard]] RegionWorth grown(std::uint32_t centre, double price) const;

    /// Exchanges cells of a region for denser ones beside it while that pays; the number of cells,
    /// the centre and connectedness stay.
    void polish(std::uint32_t centre, std::vector<std::uint32_t>& cells) const;

    [[nodiscard]] double density_at(std::uint32_t cell) const {
        return static_cast<double>(density_->values[cell]);
    }
    [[nodiscard]] const GridSpec& spec() const { return density_->spec; }
    [[nodiscard]] RegionSize size() const { return size_; }
    [[nodiscard]] const CellDisc& disc() const { return disc_; }

private:
    template <class Visit>
    void for_each_beside(std::uint32_t centre, std::uint32_t cell, const Visit& visit) const;

    const DensityGrid* density_;
    CellDisc disc_;
    RegionSize size_;
};

}  // namespace beatline
