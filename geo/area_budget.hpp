// Chooses hotspots under an area budget: connected, patrol-sized, apart, of the most mass together.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/grid.hpp"

namespace beatline {

struct AreaBudget {
    SquareMetres total{1'000'000};  ///< of all regions together
    SquareMetres least{10'000};     ///< of one region
    SquareMetres most{70'000};      ///< of one region
    Metres radius{150};             ///< a region lies closer than this to its centre
    Metres min_separation{300};     ///< between two regions' centres; at least two radii
    std::size_t count{20};          ///< regions at most
    std::size_t effort{400};        ///< steps of the searches for a bound and a choice
    bool (*cancelled)(){nullptr};   ///< asked between stages; then the best so far is returned
};

/// An area budget in cells of a grid.
struct CellBudget {
    std::size_t total, least, most;
};

/// What the limits come to in whole cells: the total and the most rounded down, the least rounded
/// up, the most at most what a disc of the radius holds. `least > most` when nothing fits.
[[nodiscard]] CellBudget cells_of(const AreaBudget& budget, Metres cell);

struct BudgetRegion {
    std::uint32_t centre{0};           ///< one of its cells
    std::vector<std::uint32_t> cells;  ///< ascending; 4-connected
    double mass{0.0};                  ///< weighted events
};

struct BudgetChoice {
    std::vector<BudgetRegion> regions;  ///< most mass first
    double mass{0.0};                   ///< of all regions together, weighted events
    double bound{0.0};                  ///< no choice that keeps the limits has more
    double densest{0.0};                ///< the mass of as many densest cells, wherever they lie
    SquareMetres area{0};
};

/// Up to `count` regions, each 4-connected, holding its centre, closer than `radius` to it, between
/// `least` and `most`; centres at least `min_separation` apart; together at most `total`; so that
/// their mass is large. Regions share no cell. The bound is Lagrangian: a price per cell of area
/// and the bound of bound_spaced_seeds on what regions are worth at that price, connectedness left
/// out; it is at most the mass of the densest cells. Cells with NaN are outside the study area.
/// Deterministic on any number of threads. Throws std::invalid_argument for limits that are not
/// positive, contradict each other or fit no cell.
[[nodiscard]] BudgetChoice choose_regions(const DensityGrid& density, const AreaBudget& budget);

}  // namespace beatline
