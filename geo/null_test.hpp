// Places held against chance: what many replicates of a null model say of the places observed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/chance_verdict.hpp"
#include "geo/random_stream.hpp"

namespace beatline {

/// How often scores of so much came about. Kept as counts in steps of 1/128 from -32 to 96, every
/// score in the step below it; so memory does not grow with the number of places, and counts can be
/// added in any order.
class ScoreCounts {
public:
    void add(double score);
    void add(const ScoreCounts& others);

    [[nodiscard]] std::uint64_t total() const { return total_; }
    /// Scores of the step of `score` and above: never fewer than there are.
    [[nodiscard]] std::uint64_t at_least(double score) const;
    /// -infinity when there are none.
    [[nodiscard]] double largest() const { return largest_; }

private:
    static constexpr int steps = 128 * 128;
    static std::size_t step_of(double score);

    std::vector<std::uint32_t> counts_;  // empty until something is added
    std::uint64_t total_{0};
    double largest_{-1.0 / 0.0};
};

/// Fills in the scores of all candidate places (peaks, cells, stretches of street) of one
/// replicate.
using Replicate = std::function<void(std::size_t number, ScoreCounts& scores)>;

/// All replicates of the null model, each with as many candidates as it has.
struct NullScores {
    ScoreCounts pooled;           ///< of all replicates together
    std::vector<double> largest;  ///< of each replicate; -infinity where it had no candidate
};

/// Runs every replicate once, on all threads; the result depends on neither their number nor turn.
[[nodiscard]] NullScores simulate_null(std::size_t replicates, const Replicate& replicate,
                                       bool (*cancelled)() = nullptr);

/// The test of all candidates together. With `M` scores pooled from `R` replicates
///     p = (1 + #{pooled >= s}) / (1 + M)                 a candidate as high by chance
///     q = Benjamini-Hochberg of p over all candidates observed (Chumbley & Friston 2009,
///         NeuroImage 44:62: false discoveries are counted in peaks, not in cells)
///     p_family = (1 + #{replicates whose largest >= s}) / (1 + R)
/// and before any of them is believed, the highest candidate of all must stand against the highest
/// of each replicate: p_whole, the upper end of the one-sided 90 % interval of Clopper & Pearson
/// (1934) for that share, so that 9 of 10 other seeds would agree. p_adjusted is the larger of q
/// and p_whole. With no real hotspot anywhere, the chance of any report at level a is at most a.
class PlaceTest {
public:
    /// `observed`: the scores of all candidates. Throws std::invalid_argument for a level outside
    /// (0, 1) or without replicates.
    PlaceTest(NullScores chance, std::span<const double> observed, double level);

    [[nodiscard]] ChanceVerdict judge(double score) const;

    [[nodiscard]] double level() const { return level_; }
    [[nodiscard]] std::size_t replicates() const { return largest_.size(); }
    [[nodiscard]] std::size_t candidates() const { return observed_.size(); }
    [[nodiscard]] double whole() const { return p_whole_; }
    /// Chance's highest candidate exceeds this in a share of at most `level` of the replicates.
    [[nodiscard]] double chance_reaches() const;

private:
    ScoreCounts pooled_;
    std::vector<double> largest_;   // rising
    std::vector<double> observed_;  // falling
    std::vector<double> q_;         // of each, rising
    double level_;
    double p_whole_{1.0};
};

/// The fewest replicates with which PlaceTest can find anything significant at that level.
/// Throws std::invalid_argument unless the level is in [1e-6, 1).
[[nodiscard]] std::size_t fewest_replicates(double level);

/// Upper end of the one-sided 90 % interval for a share of which `hits` in `trials` were seen
/// (Clopper & Pearson 1934, Biometrika 26:404).
[[nodiscard]] double upper_share(std::size_t hits, std::size_t trials);

}  // namespace beatline
