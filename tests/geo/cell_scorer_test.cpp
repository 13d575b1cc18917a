// SPDX-License-Identifier: Apache-2.0
#include "geo/cell_scorer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "geo/kernel.hpp"

namespace beatline {
namespace {

MultiPolygon square(double side) {
    return {{{{0, 0}, {side, 0}, {side, side}, {0, side}, {0, 0}}, {}}};
}

struct Town {
    StudyCells cells = study_cells(square(1000), {Metres{100}});
    PeriodCounts counts;

    explicit Town(unsigned seed) {
        std::mt19937 random{seed};
        for (int i = 0; i < 25; ++i)
            counts.places.push_back({static_cast<double>(random() % 1000), 40.0 * i + 3.0});
        counts.periods.resize(6);
        for (auto& period : counts.periods) {
            for (std::uint32_t p = 0; p < 25; ++p) {
                if (random() % 2 == 0)
                    period.push_back({p, 1 + static_cast<std::uint32_t>(random() % 3)});
            }
        }
    }

    /// The scores that the terms' definition gives after `known` periods.
    [[nodiscard]] std::vector<double> by_hand(const ScoreTerm& term, std::size_t known) const {
        std::vector<double> values(cells.size(), 0.0);
        for (std::size_t t = 0; t < known; ++t) {
            if (term.memory.window > 0 && t + term.memory.window < known) continue;
            const double fade =
                term.memory.half_life > 0.0
                    ? std::exp2(-static_cast<double>(known - 1 - t) / term.memory.half_life)
                    : 1.0;
            for (const PlaceCount& p : counts.periods[t]) {
                for (std::size_t i = 0; i < values.size(); ++i) {
                    const Point at = counts.places[p.place];
                    const double share =
                        term.bandwidth.value > 0.0
                            ? kernel_density(Kernel::quartic, distance(at, cells.centre(i)),
                                             term.bandwidth) *
                                  1e4
                            : (cells.holding(at) == i ? 1.0 : 0.0);
                    values[i] += fade * p.count * share;
                }
            }
        }
        return values;
    }
};

TEST(CellScorer, TermsAreWhatTheirDefinitionSumsUpTo) {
    const Town town{1};
    ScoreModel model;
    model.method = ScoreMethod::mix;
    for (const double h : {0.0, 150.0, 400.0}) {
        for (const Memory m : {Memory{}, Memory{2.5, 0}, Memory{0, 1}, Memory{0, 3}})
            model.terms.push_back({Metres{h}, m});
    }
    CellScorer scorer{town.cells, town.counts, town.counts, std::vector{model}};
    for (std::size_t known = 0; known <= 6; ++known) {
        for (const ScoreTerm& term : model.terms) {
            const auto expected = town.by_hand(term, known);
            const auto values = scorer.term(term);
            for (std::size_t i = 0; i < values.size(); ++i)
                ASSERT_NEAR(values[i], expected[i], 1e-4) << known << " " << term.bandwidth.value;
        }
        if (known < 6) scorer.advance();
    }
    EXPECT_THROW(scorer.advance(), std::invalid_argument);
}

TEST(CellScorer, KnowsNothingOfPeriodsToCome) {
    const Town town{2};
    Town other{2};
    other.counts.periods[4] = {{0, 50}, {7, 9}};
    other.counts.periods[5] = {};
    std::vector<ScoreModel> models;
    for (const ScoreMethod method : all_score_methods) {
        for (ScoreModel& m : candidates(method, {1.0, true})) models.push_back(std::move(m));
    }
    ASSERT_GT(models.size(), 80U);
    CellScorer a{town.cells, town.counts, town.counts, models};
    CellScorer b{other.cells, other.counts, other.counts, models};
    for (int t = 0; t < 4; ++t) {
        a.advance();
        b.advance();
    }
    for (const ScoreModel& m : models) EXPECT_EQ(a.scores(m), b.scores(m)) << m.name;
    a.advance();
    b.advance();
    EXPECT_NE(a.scores(models.front()), b.scores(models.front()));
}

TEST(CellScorer, AMixIsItsTermsByWeightAndABlendSumsToOne) {
    const Town town{3};
    const ScoreTerm count{Metres{0}, {}};
    ScoreTerm spread{Metres{300}, {}, false, 2.0};
    ScoreModel mix{ScoreMethod::mix, "", {count, spread}};
    CellScorer scorer{town.cells, town.counts, town.counts, std::vector{mix}};
    ScoreModel blend{ScoreMethod::blend, "", {count, spread}};
    blend.terms[0].weight = 0.5;
    blend.terms[1].weight = 0.3;
    const auto flat = scorer.scores(blend);  // nothing is known yet
    for (const double v : flat) EXPECT_NEAR(v, 0.01, 1e-12);
    scorer.advance();
    const auto mixed = scorer.scores(mix);
    for (std::size_t i = 0; i < mixed.size(); ++i)
        EXPECT_NEAR(mixed[i], scorer.term(count)[i] + 2.0 * scorer.term(spread)[i], 1e-12);
    const auto blended = scorer.scores(blend);
    EXPECT_NEAR(std::accumulate(blended.begin(), blended.end(), 0.0), 1.0, 1e-9);
    EXPECT_NEAR(*std::ranges::min_element(blended), 0.2 * 0.01, 1e-3);
    EXPECT_THROW((void)scorer.term({Metres{77}, {}}), std::invalid_argument);
}

// By hand: 3 x 3 cells with 9 in the corner and 0 elsewhere. Mean 1, deviation sqrt(8). The corner
// has 4 cells with a sum of 9: (9 - 4) / (sqrt(8) sqrt((36 - 16) / 8)) = 5 / sqrt(20); the middle
// has all nine, which leaves nothing to compare.
TEST(CellScorer, GiStarAsWorkedByHand) {
    const StudyCells cells = study_cells(square(300), {Metres{100}});
    PeriodCounts counts;
    counts.places = {{50, 50}};
    counts.periods = {{{0, 9}}};
    const ScoreModel model{ScoreMethod::gi_star, "gi_star", {{Metres{0}, {}}}};
    CellScorer scorer{cells, counts, {}, {&model, 1}};
    EXPECT_EQ(scorer.scores(model), std::vector<double>(9, 0.0));  // nothing has happened yet
    scorer.advance();
    const auto z = scorer.scores(model);
    EXPECT_NEAR(z[0], 5.0 / std::sqrt(20.0), 1e-6);
    EXPECT_EQ(z[4], 0.0);
    EXPECT_NEAR(z[1], (9.0 - 6.0) / (std::sqrt(8.0) * std::sqrt((54.0 - 36.0) / 8.0)), 1e-6);
    EXPECT_NEAR(z[8], -4.0 / std::sqrt(20.0), 1e-6);
}

// Only cells of the study area count, as neighbours too.
TEST(CellScorer, GiStarLeavesOutCellsBeyondTheStudyArea) {
    const MultiPolygon bend{
        {{{0, 0}, {300, 0}, {300, 100}, {100, 100}, {100, 300}, {0, 300}, {0, 0}}, {}}};
    const StudyCells cells = study_cells(bend, {Metres{100}});
    ASSERT_EQ(cells.size(), 5U);
    PeriodCounts counts;
    counts.places = {{250, 50}};
    counts.periods = {{{0, 5}}};
    const ScoreModel model{ScoreMethod::gi_star, "gi_star", {{Metres{0}, {}}}};
    CellScorer scorer{cells, counts, {}, {&model, 1}};
    scorer.advance();
    // n = 5, mean 1, s = 2; the last of the row has two cells near, the next to last four.
    const auto z = scorer.scores(model);
    EXPECT_NEAR(z[2], (5.0 - 2.0) / (2.0 * std::sqrt((10.0 - 4.0) / 4.0)), 1e-6);
    EXPECT_NEAR(z[1], (5.0 - 4.0) / (2.0 * std::sqrt((20.0 - 16.0) / 4.0)), 1e-6);
}

}  // namespace
}  // namespace beatline
