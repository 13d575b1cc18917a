// Scores the cells of a study area period by period, each from what lies before it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "geo/period_counts.hpp"
#include "geo/score_model.hpp"
#include "geo/street_cells.hpp"
#include "geo/study_cells.hpp"

namespace beatline {

/// Goes forward in time only: after n calls of `advance` it knows periods 0 to n - 1 and nothing of
/// later ones. A period costs one density surface a bandwidth and one pass over the cells a term.
/// The scores do not depend on the number of threads.
class CellScorer {
public:
    /// `models` say which terms will be asked for. `pooled` may be empty when no term is pooled.
    /// `streets` is needed by terms along streets. Keeps references to all but the models.
    CellScorer(const StudyCells& cells, const PeriodCounts& own, const PeriodCounts& pooled,
               std::span<const ScoreModel> models, const StreetCells* streets = nullptr);

    /// Takes the next period's events in. Not beyond the last.
    void advance();
    [[nodiscard]] std::size_t periods_known() const { return known_; }

    /// One value a cell of the study area. A blend's terms are each brought to a sum of 1 (flat
    /// where nothing is known yet) and there is one more, flat, with what their weights leave of 1;
    /// the others are in events. Throws std::invalid_argument for a term that no model named.
    [[nodiscard]] std::vector<double> scores(const ScoreModel& model) const;

    /// The term before its weight. Throws as scores() does.
    [[nodiscard]] std::span<const double> term(const ScoreTerm& term) const;

private:
    struct State {
        ScoreTerm term;
        std::vector<double> values;
    };
    /// What one period adds at one bandwidth, for windows that will drop it again.
    using Increment = std::vector<float>;
    struct Spread {
        ScoreTerm term;  // of its memory nothing is looked at
        std::uint32_t longest_window{0};
        std::vector<Increment> kept;  // the last longest_window periods, as a ring
        Increment latest;
    };

    [[nodiscard]] const PeriodCounts& counts_of(bool pooled) const {
        return pooled ? *pooled_ : *own_;
    }
    [[nodiscard]] Increment increment(const Spread& spread, std::size_t period) const;
    void add_to(State& state) const;
    [[nodiscard]] std::vector<double> adaptive_scores(const ScoreTerm& term) const;
    /// geo/gi_star over the study area's cells, the eight neighbours; 0 when all hold the same.
    [[nodiscard]] std::vector<double> gi_star_scores(std::span<const double> values) const;

    const StudyCells* cells_;
    const PeriodCounts* own_;
    const PeriodCounts* pooled_;
    const StreetCells* streets_;
    std::size_t known_{0};
    std::vector<Spread> spreads_;
    std::vector<State> states_;
};

}  // namespace beatline
