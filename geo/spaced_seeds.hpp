// Chooses places of a grid that keep their distance and are together worth the most.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/grid.hpp"

namespace beatline {

/// Cells that may be chosen, ascending, with what each is worth; those worth nothing or less never
/// are.
struct Seeds {
    std::vector<std::uint32_t> cells;
    std::vector<double> worth;
};

/// Which seeds lie closer to a seed than a distance: runs of their indices, row by row.
class NearSeeds {
public:
    /// `cells` ascending and in the grid; `apart` > 0.
    NearSeeds(std::span<const std::uint32_t> cells, const GridSpec& spec, Metres apart);

    struct Run {
        std::uint32_t first, last;  ///< half open
    };
    [[nodiscard]] std::span<const Run> of(std::size_t seed) const {
        return {runs_.data() + begin_[seed], runs_.data() + begin_[seed + 1]};
    }
    template <class Visit>
    void for_each(std::size_t seed, const Visit& visit) const {
        for (const Run run : of(seed))
            for (std::uint32_t i = run.first; i < run.last; ++i) visit(i);
    }
    [[nodiscard]] std::size_t size() const { return begin_.size() - 1; }
    [[nodiscard]] std::size_t run_count() const { return runs_.size(); }
    /// Pairs of seeds that are near, each counted both ways, and every seed with itself.
    [[nodiscard]] std::size_t pair_count() const;

private:
    std::vector<Run> runs_;
    std::vector<std::size_t> begin_;
};

/// Indices of seeds, no two in conflict (`near` has the seeds closer than the separation), of much
/// worth together: greedy, then exchanges of one seed for those in its way, then `kicks` times a
/// seed forced in and the surroundings mended, kept when it pays. Deterministic for a seed of the
/// generator. Ascending.
[[nodiscard]] std::vector<std::uint32_t> pack_seeds(const Seeds& seeds, const NearSeeds& near,
                                                    std::size_t kicks, std::uint64_t rng_seed);

}  // namespace beatline
