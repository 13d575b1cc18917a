// SPDX-License-Identifier: Apache-2.0
#include "geo/area_budget.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/area_price.hpp"
#include "geo/disc_regions.hpp"
#include "geo/share_area.hpp"
#include "geo/spaced_bound.hpp"

namespace beatline {

namespace {

/// With more seeds than this the bound is that of the densest cells.
constexpr std::size_t most_seeds = 1'000'000;
/// Prices of area that are tried, each giving a bound and a choice; fewer when there are many
/// seeds.
constexpr int most_prices = 8;
constexpr int fewer_prices = 4;
constexpr std::size_t many_seeds = 50'000;
/// Limits on the time of a choice: cells grown, moves tried, seeds looked at in them.
constexpr double most_growth = 8e6;
constexpr std::size_t most_kicks = 10'000;
constexpr std::size_t most_kick_cells = 4'000'000;

/// The largest sum that so many cells can have, wherever they lie.
double densest_cells(const DensityGrid& density, std::size_t cells) {
    std::vector<float> values;
    for (const float v : density.values)
        if (v > 0.0F) values.push_back(v);
    if (values.size() > cells) {
        const auto nth = values.begin() + static_cast<std::ptrdiff_t>(cells);
        std::nth_element(values.begin(), nth, values.end(), std::greater<>{});
        values.resize(cells);
    }
    std::ranges::sort(values, std::greater<>{});
    return std::accumulate(values.begin(), values.end(), 0.0);
}

struct Chosen {
    std::vector<std::uint32_t> centres;
    std::vector<std::vector<std::uint32_t>> cells;
    double density{0.0};  // summed over all cells
};

/// Grows the chosen centres' regions and shares the budget out among them.
Chosen grow_and_share(const DiscRegions& regions, std::vector<std::uint32_t> centres,
                      std::size_t total) {
    std::vector<std::vector<std::uint32_t>> grown(centres.size());
    std::vector<GainCurve> curves(centres.size());
    tbb::parallel_for(std::size_t{0}, centres.size(), [&](std::size_t i) {
        grown[i] = regions.growth(centres[i]);
        curves[i].push_back(0.0);
        for (const std::uint32_t cell : grown[i])
            curves[i].push_back(curves[i].back() + regions.density_at(cell));
    });
    const std::vector<std::size_t> sizes = share_area(curves, regions.size().least, total);
    Chosen chosen;
    for (std::size_t i = 0; i < centres.size(); ++i) {
        if (sizes[i] == 0 || !(curves[i][sizes[i]] > 0.0)) continue;
        grown[i].resize(sizes[i]);
        regions.polish(centres[i], grown[i]);
        std::ranges::sort(grown[i]);
        for (const std::uint32_t cell : grown[i]) chosen.density += regions.density_at(cell);
        chosen.centres.push_back(centres[i]);
        chosen.cells.push_back(std::move(grown[i]));
    }
    return chosen;
}

/// One price of area: what it bounds, what it chooses, and how much area the relaxed choice takes.
struct Attempt {
    double bound{std::numeric_limits<double>::infinity()};  // in density summed over cells
    double relaxed_cells{0.0};
    std::size_t seeds{0};
    Chosen chosen;
};

class Search {
public:
    Search(const DensityGrid& density, const AreaBudget& budget, CellBudget cells)
        : budget_{budget},
          cells_{cells},
          regions_{density, CellDisc{budget.radius, density.spec.cell}, {cells.least, cells.most}},
          tiles_{regions_, budget.min_separation} {}

    [[nodiscard]] double first_price() const {
        return area_price(tiles_, regions_, budget_.count, cells_.total);
    }

    [[nodiscard]] Attempt at(double price) const {
        Attempt attempt;
        const SeedTiles::Greedy greedy =
            tiles_.greedy(price, budget_.count, std::numeric_limits<std::size_t>::max());
        // Regions worth less than this pay for no place: the price per place may only go up.
        const double floor = 0.7 * greedy.next_worth;
        const SeedTiles::Found found = tiles_.above(price, floor);
        attempt.seeds = found.cells.size();
        Seeds seeds{found.cells, {}};
        for (const RegionWorth& most : found.most) seeds.worth.push_back(most.worth - floor);
        double per_place = greedy.next_worth;
        if (seeds.cells.size() <= most_seeds)
            per_place = floor + bound(attempt, seeds, found, price, floor, greedy.next_worth);
        choose(attempt, std::move(seeds), price, per_place, greedy.next_worth);
        return attempt;
    }

private:
    /// Says what the price per place comes to.
    double bound(Attempt& attempt, const Seeds& seeds, const SeedTiles::Found& found, double price,
                 double floor, double next) const {
        std::vector<double> start;
        for (const std::uint32_t cell : seeds.cells)
            start.push_back(std::max(regions_.density_at(cell) - price, 0.0));
        const SpacedBound spaced = bound_spaced_seeds(
            seeds, regions_.spec(),
            {budget_.min_separation, budget_.count, budget_.effort, next - floor, start});
        attempt.bound = spaced.worth + price * static_cast<double>(cells_.total) +
                        floor * static_cast<double>(budget_.count);
        for (std::size_t i = 0; i < found.most.size(); ++i)
            attempt.relaxed_cells += spaced.share[i] * static_cast<double>(found.most[i].cells);
        return spaced.per_place;
    }

    /// Keeps the seeds of every second, third … row and column where growing all would take long: a
    /// centre that is off by a cell or two of so fine a grid costs next to nothing.
    void thin(Seeds& seeds) const {
        const double growth = static_cast<double>(seeds.cells.size()) *
                              static_cast<double>(std::min(cells_.most, regions_.disc().cells));
        const auto step = static_cast<std::size_t>(std::ceil(std::sqrt(growth / most_growth)));
        if (step <= 1) return;
        Seeds kept;
        for (std::size_t i = 0; i < seeds.cells.size(); ++i) {
            const std::size_t cols = regions_.spec().cols;
            if (seeds.cells[i] / cols % step != 0 || seeds.cells[i] % cols % step != 0) continue;
            kept.cells.push_back(seeds.cells[i]);
            kept.worth.push_back(seeds.worth[i]);
        }
        seeds = std::move(kept);
    }

    /// Packs seeds at several prices per place, as long as there are too many, and keeps the best.
    void choose(Attempt& attempt, Seeds seeds, double price, double per_place, double next) const {
        thin(seeds);
        tbb::parallel_for(std::size_t{0}, seeds.cells.size(), [&](std::size_t i) {
            seeds.worth[i] = regions_.grown(seeds.cells[i], price).worth;
        });
        const NearSeeds near{seeds.cells, regions_.spec(), budget_.min_separation};
        std::vector<double> prices{0.0};
        if (next > 0.0) prices = {per_place, 0.9 * per_place, 1.1 * per_place, next, 0.0};
        for (const double of_place : prices) {
            Chosen chosen =
                grow_and_share(regions_, packed_at(seeds, near, of_place), cells_.total);
            if (chosen.density > attempt.chosen.density) attempt.chosen = std::move(chosen);
        }
    }

    /// At most `count` centres, ascending: packed at a price per place, the worthiest if they are
    /// too many; if too few, the worthiest of what has room is added.
    [[nodiscard]] std::vector<std::uint32_t> packed_at(const Seeds& seeds, const NearSeeds& near,
                                                       double of_place) const {
        const std::size_t near_each = near.pair_count() / std::max<std::size_t>(near.size(), 1) + 1;
        const std::size_t kicks = std::min(
            {2 * budget_.effort + 25 * budget_.count, most_kicks, most_kick_cells / near_each});
        Seeds priced = seeds;
        for (double& worth : priced.worth) worth -= of_place;
        std::vector<std::uint32_t> packed = pack_seeds(priced, near, kicks, 1);
        const auto worthier = [&](std::uint32_t a, std::uint32_t b) {
            return seeds.worth[a] > seeds.worth[b];
        };
        std::ranges::stable_sort(packed, worthier);
        if (packed.size() < budget_.count && of_place > 0.0) {
            std::vector<char> blocked(seeds.cells.size(), char{0});
            const auto block = [&](std::uint32_t seed) {
                near.for_each(seed, [&](std::uint32_t other) { blocked[other] = 1; });
            };
            for (const std::uint32_t seed : packed) block(seed);
            std::vector<std::uint32_t> order(seeds.cells.size());
            std::iota(order.begin(), order.end(), 0U);
            std::ranges::stable_sort(order, worthier);
            for (const std::uint32_t seed : order) {
                if (packed.size() == budget_.count || !(seeds.worth[seed] > 0.0)) break;
                if (blocked[seed] != 0) continue;
                packed.push_back(seed);
                block(seed);
            }
        }
        packed.resize(std::min(packed.size(), budget_.count));
        std::vector<std::uint32_t> centres;
        for (const std::uint32_t seed : packed) centres.push_back(seeds.cells[seed]);
        std::ranges::sort(centres);
        return centres;
    }

    const AreaBudget& budget_;
    CellBudget cells_;
    DiscRegions regions_;
    SeedTiles tiles_;
};

void check(const DensityGrid& density, const AreaBudget& budget) {
    if (density.values.size() >= std::numeric_limits<std::uint32_t>::max())
        throw std::invalid_argument{"grid has too many cells"};
    if (!(budget.total.value > 0.0 && budget.least.value >= 0.0 && budget.most.value > 0.0 &&
          budget.least <= budget.most))
        throw std::invalid_argument{"areas of an area budget are not positive or not in order"};
    if (budget.count == 0) throw std::invalid_argument{"an area budget for no region"};
    if (!(budget.radius.value > 0.0) || !(budget.min_separation >= budget.radius * 2.0))
        throw std::invalid_argument{"min_separation is less than two radii"};
}

}  // namespace

CellBudget cells_of(const AreaBudget& budget, Metres cell) {
    const double cell_m2 = cell.value * cell.value;
    // A limit that is a whole number of cells must not fall to rounding.
    constexpr double beyond_any_grid = 1e15;
    const auto down = [&](SquareMetres a) {
        return static_cast<std::size_t>(
            std::fmin(std::floor(a.value / cell_m2 * (1.0 + 1e-12)), beyond_any_grid));
    };
    const auto up =
        std::fmin(std::ceil(budget.least.value / cell_m2 * (1.0 - 1e-12)), beyond_any_grid);
    const std::size_t total = down(budget.total);
    const std::size_t disc = CellDisc{budget.radius, cell}.cells;
    return {total, std::max<std::size_t>(static_cast<std::size_t>(up), 1),
            std::min({down(budget.most), disc, total})};
}

BudgetChoice choose_regions(const DensityGrid& density, const AreaBudget& budget) {
    check(density, budget);
    const CellBudget cells = cells_of(budget, density.spec.cell);
    if (cells.least > cells.most)
        throw std::invalid_argument{"no number of cells is in the limits"};
    const std::size_t most_cells =
        cells.most > cells.total / budget.count ? cells.total : cells.most * budget.count;
    const double densest = densest_cells(density, most_cells);
    if (!(densest > 0.0)) return {};

    const Search search{density, budget, cells};
    double bound = densest;
    Chosen best;
    double price = search.first_price();
    double low = 0.0;
    double high = std::numeric_limits<double>::infinity();
    int prices = most_prices;
    for (int tried = 0; tried < prices; ++tried) {
        if (budget.cancelled != nullptr && budget.cancelled()) break;
        Attempt attempt = search.at(price);
        if (attempt.seeds > many_seeds) prices = fewer_prices;
        bound = std::min(bound, attempt.bound);
        if (attempt.chosen.density > best.density) best = std::move(attempt.chosen);
        // The bound is convex in the price, and falls while the relaxed choice takes too much area.
        const bool too_low = attempt.relaxed_cells > static_cast<double>(cells.total);
        (too_low ? low : high) = price;
        if (price == 0.0 && !too_low) break;
        if (price == 0.0)
            price = 0.05 * densest / static_cast<double>(most_cells);
        else
            price = !std::isfinite(high) ? 1.15 * price
                    : low == 0.0         ? price / 1.15
                                         : 0.5 * (low + high);
    }

    const double cell_km2 = density.spec.cell.value * density.spec.cell.value / m2_per_km2;
    BudgetChoice choice;
    choice.bound = bound * cell_km2 * (1.0 + 1e-9);  // for what rounding may have taken from it
    choice.densest = densest * cell_km2;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < best.centres.size(); ++i) {
        BudgetRegion region{best.centres[i], std::move(best.cells[i]), 0.0};
        for (const std::uint32_t cell : region.cells)
            region.mass += static_cast<double>(density.values[cell]);
        region.mass *= cell_km2;
        choice.mass += region.mass;
        taken += region.cells.size();
        choice.regions.push_back(std::move(region));
    }
    choice.area = density.spec.cell * density.spec.cell;
    choice.area = choice.area * static_cast<double>(taken);
    std::ranges::stable_sort(choice.regions, [](const BudgetRegion& a, const BudgetRegion& b) {
        return a.mass > b.mass;
    });
    return choice;
}

}  // namespace beatline
