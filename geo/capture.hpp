// How much of what happened next a ranking of cells would have caught, and the usual indices of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace beatline {

/// Cells from the highest score down, as groups of equal score.
class CellRanking {
public:
    explicit CellRanking(std::span<const double> scores);

    [[nodiscard]] std::size_t size() const { return order_.size(); }

    /// Of `values` (one a cell) what the first `cells` of the ranking hold. Where the cut goes
    /// through cells of equal score they share it: the expectation over all ways to break the tie.
    [[nodiscard]] double captured(std::span<const double> values, std::size_t cells) const;

    /// The part of each cell that lies within the first `cells`: 0, 1, or at the cut a fraction.
    [[nodiscard]] std::vector<double> chosen(std::size_t cells) const;

    /// captured() for every number of cells from 0 to all of them: the area-capture curve.
    [[nodiscard]] std::vector<double> curve(std::span<const double> values) const;

private:
    std::vector<std::uint32_t> order_;   // of cells
    std::vector<std::size_t> tie_ends_;  // in order_, rising
};

/// The whole cells that stand for a share of the area: the nearest number, at least one.
[[nodiscard]] std::size_t cells_of_share(double share, std::size_t cells);

/// Sums over scoring periods, from which every index follows.
struct Capture {
    double hits{0.0};       ///< events in the chosen cells
    double events{0.0};     ///< all of them
    double ideal{0.0};      ///< events in as many cells chosen with foresight
    double past_hits{0.0};  ///< of the past year, in the chosen cells
    double past_events{0.0};
    double area_share{0.0};  ///< of the study area that the chosen cells cover, (0, 1]

    Capture& operator+=(const Capture& other);
    /// n/N. All indices are NaN where there is nothing to divide by.
    [[nodiscard]] double hit_rate() const;
    /// Prediction accuracy index, (n/N) / (a/A): Chainey, Tompson and Uhlig (2008), Security
    /// Journal 21, 4-28.
    [[nodiscard]] double pai() const;
    /// Prediction efficiency index, PAI over the largest that the cells allow: Hunt (2016).
    [[nodiscard]] double pei() const;
    /// Recapture rate index, (n/N) over the same share a period ago (here the past year): Levine
    /// (2008), Security Journal 21, 295-302. 1: the chosen cells kept their share.
    [[nodiscard]] double rri() const;
};

}  // namespace beatline
