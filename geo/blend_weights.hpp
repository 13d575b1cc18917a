// Weights of many candidate surfaces under which the events that followed are most likely.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace beatline {

/// What each surface said of the cells in which events then happened.
class BlendEvidence {
public:
    explicit BlendEvidence(std::size_t surfaces) : surfaces_{surfaces} {}

    /// `count` events in a cell to which surface k gave the probability `shares[k]`.
    void add(double count, std::span<const double> shares);
    void add(const BlendEvidence& more);  ///< on as many surfaces

    [[nodiscard]] std::size_t surfaces() const { return surfaces_; }
    [[nodiscard]] double events() const;
    [[nodiscard]] std::span<const double> counts() const { return counts_; }
    [[nodiscard]] std::span<const float> shares(std::size_t i) const {
        return std::span{shares_}.subspan(i * surfaces_, surfaces_);
    }

private:
    std::size_t surfaces_;
    std::vector<double> counts_;
    std::vector<float> shares_;
};

struct BlendFit {
    std::vector<double> weights;  ///< >= 0, sum 1
    double log_likelihood{0.0};   ///< of the events' cells, at the weights
    int iterations{0};
};

/// Stacking of densities (Smyth and Wolpert 1999, Machine Learning 36, 59-83): weights of a finite
/// mixture by expectation and maximisation (Dempster, Laird and Rubin 1977,
/// section 4.3): each event is divided over the surfaces by how well they foresaw it. The
/// likelihood is concave in the weights, so that there is nothing to be stuck in. `prior` events
/// are taken as given to each surface beforehand (a Dirichlet prior): with few events the weights
/// stay near to equal. Throws std::invalid_argument for no surfaces or a negative prior.
[[nodiscard]] BlendFit fit_blend(const BlendEvidence& evidence, double prior = 0.2);

}  // namespace beatline
